/** How much was done each day; a day into which a gap reaches is hatched above its bar. */
import type { ActivityPage } from "../../shared/contract/activity.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { gapsBetween } from "./activity-rows.ts";

/** The total, and a bar for each day between the marks. */
export function ActivityChart({ page: { between, total, gaps }, marks }: { page: ActivityPage; marks: number[] }) {
  const highest = Math.max(1, ...between);
  const hatched = gapsBetween(gaps, marks);
  const days = between.length;
  return (
    <div className="activity-chart">
      <div className="activity-total">
        <span className="screen-title tab">{total.toLocaleString("en")}</span>
        <span className="meta">{words.activity.events(total, days)}</span>
      </div>
      <div className="activity-days">
        <div className="activity-bars" role="img" aria-label={words.activity.perDay(days)}>
          {between.map((count, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a day is its place
            <span key={at}>
              {(hatched[at] ?? 0) > 0 && <i className="activity-hatch" />}
              <i
                className="activity-bar"
                data-today={at === days - 1}
                style={{ height: `${count === 0 ? 0 : Math.max(4, (80 * count) / highest)}%` }}
              />
            </span>
          ))}
        </div>
        <div className="activity-ends meta" aria-hidden="true">
          <span>{shortDay(marks[0] as number)}</span>
          <span>{words.activity.todayMark}</span>
        </div>
      </div>
    </div>
  );
}
