/** Figures of a count as they are drawn and said. */
import type { CountShape } from "../../shared/contract/coverage-shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { Standing } from "../../shared/model/second-factor/state.ts";

/** In the order in which they are drawn. */
export const standings: readonly Standing[] = ["settled", "attention", "unsettled", "unknown"];

/** What nothing is known of is unknown, whether it has a name or not. */
export function numberOf(count: CountShape, standing: Standing): number {
  return standing === "unknown" ? count.unknown + count.uncounted : count[standing];
}

/** All that is known to be there. */
export function totalOf(count: CountShape): number {
  return standings.reduce((sum, standing) => sum + numberOf(count, standing), 0);
}

/** A share is rounded down, so that 100 % is said of nothing but all of it. */
export function shareText({ share }: CountShape): string {
  return share === null ? "–" : words.coverage.percent(share);
}

/** What share of a count each part is, one behind the other; where even their number is not known the rest is all unknown. */
export function sharesOf(count: CountShape): Record<Standing, number> {
  const total = totalOf(count);
  const of = (standing: Standing): number => (total === 0 ? 0 : numberOf(count, standing) / total);
  const shares = { settled: of("settled"), attention: of("attention"), unsettled: of("unsettled"), unknown: of("unknown") };
  // Nobody can say how long the rest is: at least as much again is hatched.
  if (count.isComplete) return shares;
  return {
    ...{ settled: shares.settled / 2, attention: shares.attention / 2, unsettled: shares.unsettled / 2 },
    unknown: 1 - (shares.settled + shares.attention + shares.unsettled) / 2,
  };
}
