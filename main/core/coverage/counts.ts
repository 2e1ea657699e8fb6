/** Figures of one moment: now, by everything that accounts are counted by, and at the ends of the quarters before. */
import type { CountedPart, CountShape, TrendPoint } from "../../../shared/contract/coverage-shapes.ts";
import type { EpochMs } from "../../../shared/encoding/ids.ts";
import {
  type Coverage,
  type CoverageCount,
  coverageAt,
  type Population,
  shareSettled,
  totalOf,
} from "../../../shared/model/second-factor/coverage.ts";
import { compareTitles } from "../../../shared/model/search-text.ts";
import { dateOf } from "../../../shared/text.ts";

/** Two years. */
const quartersBack = 7;

/** As the page gets it. */
export function countShape(count: CoverageCount): CountShape {
  const { settled, attention, unsettled, unknown, uncounted, isComplete } = count;
  return {
    ...{ settled: settled.length, attention: attention.length, unsettled: unsettled.length, unknown: unknown.length },
    ...{ uncounted, isComplete, share: shareSettled(count) },
  };
}

/** The least settled first, what cannot be told before all; then by name. */
export function partsOf(
  counts: ReadonlyMap<string, CoverageCount>,
  nameOf: (id: string) => string | null,
): CountedPart[] {
  const parts = [...counts].map(([id, count]) => ({ id, name: nameOf(id), ...countShape(count) }));
  return parts.sort(
    (one, other) => (one.share ?? -1) - (other.share ?? -1) || compareTitles(one.name ?? "", other.name ?? ""),
  );
}

/** By what was said and signed until each time. */
export function trendOf(population: Population, now: Coverage): TrendPoint[] {
  const before = quarterEnds(now.at).map((at) => coverageAt({ ...population, groupsOf: () => [] }, at));
  const all = [...before, now];
  const first = all.findIndex((one) => totalOf(one.all) > 0 || !one.all.isComplete);
  return all.slice(first < 0 ? -1 : first).map((one) => ({ at: one.at, ...countShape(one.all) }));
}

/** The last moments of the quarters that are over, the oldest first. */
export function quarterEnds(now: EpochMs): EpochMs[] {
  const date = dateOf(now);
  const quarter = Math.floor(date.getUTCMonth() / 3);
  return Array.from({ length: quartersBack }, (_, back) => {
    const month = (quarter - (quartersBack - 1 - back)) * 3;
    return (Date.UTC(date.getUTCFullYear(), month) - 1) as EpochMs;
  });
}
