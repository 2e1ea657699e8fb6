/** How many shared logins there were over the last year: a line, the same in words, and what could not be counted. */
import { useMemo, useState } from "react";
import { monthName } from "../../../shared/copy/dates.ts";
import { words } from "../../../shared/copy/words.ts";
import { useAnswer } from "../../client/client.ts";
import { axisTop, trendLine, trendMarks } from "./trend-marks.ts";

export type Trend = { marks: readonly number[]; counts: readonly number[]; unknown: number };

/** `now`: how many there are; null until both are known. */
export function useTrend(now: number | undefined): Trend | null {
  const [opened] = useState(() => Date.now());
  const marks = useMemo(() => trendMarks(opened), [opened]);
  const trend = useAnswer("register.trend", { marks }).value;
  if (trend === undefined || now === undefined) return null;
  return { marks, counts: [...trend.counts.slice(0, -1), now], unknown: trend.unknown };
}

/** In words: how many fewer or more than a year ago. */
export const sinceAYear = ({ counts }: Trend): string =>
  words.register.sinceAYear((counts.at(-1) ?? 0) - (counts[0] ?? 0));

/** The line alone, without numbers: what it says stands beside it. */
export function TrendLine({ trend }: { trend: Trend }) {
  const line = trendLine(trend.counts, axisTop(trend.counts));
  const path = line.map(([x, y], at) => `${at === 0 ? "M" : "L"}${x} ${y}`).join("");
  return (
    <svg className="trend-line" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      <path className="trend-area" d={`${path}L100 100L0 100Z`} />
      <path className="trend-stroke" d={path} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

/** With its axis and months. */
export function RegisterTrend({ trend }: { trend: Trend }) {
  const { marks, counts, unknown } = trend;
  const top = axisTop(counts);
  const told = marks.map((mark, at) => `${monthName(mark)} ${counts[at] ?? 0}`).join(", ");
  return (
    <figure className="trend" aria-label={words.register.trend(told)}>
      <figcaption className="t2">{sinceAYear(trend)}</figcaption>
      <div className="trend-field">
        <TrendLine trend={trend} />
        {[top, top / 2, 0].map((value) => (
          <span key={value} className="trend-value meta tab" style={{ top: `${100 - (100 * value) / top}%` }}>
            {Number.isInteger(value) ? value.toLocaleString("en") : ""}
          </span>
        ))}
      </div>
      <div className="trend-months meta" aria-hidden="true">
        {marks.map((mark) => (
          <span key={mark}>{monthName(mark)}</span>
        ))}
      </div>
      {unknown > 0 && <p className="meta">{words.register.uncounted(unknown)}</p>}
    </figure>
  );
}
