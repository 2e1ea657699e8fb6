/** How many logins the team shares, with its year as a line: it leads to the list of them. */
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { sinceAYear, TrendLine, useTrend } from "../items/register/register-trend.tsx";

/** Nothing where none is shared, and until it is known. */
export function SharedCount({ onRegister }: { onRegister(): void }) {
  const all = useAnswer("register.list", { limit: 0 }).value?.counts.all;
  const trend = useTrend(all);
  if (trend === null || all === undefined || trend.counts.every((count) => count === 0)) return null;
  return (
    <button type="button" className="shared-count" onClick={onRegister}>
      <strong className="tab">{words.register.count(all)}</strong>
      <span className="t2">{sinceAYear(trend)}</span>
      <TrendLine trend={trend} />
    </button>
  );
}
