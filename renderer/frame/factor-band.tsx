/** The team's rule of second factors, told to somebody who has none: before its day, and from then on. */
import { ShieldPlus } from "lucide-react";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { Button } from "../ui/controls.tsx";

/** Nothing where there is no such rule, or nothing is known of one's own. */
export function FactorBand({ toSetUp }: { toSetUp(): void }) {
  const rule = useAnswer("policy.get", {}).value?.sessions;
  const isNeeded = useAnswer("sync.status", {}).value?.failures.some(({ asks }) => asks === "enrol") === true;
  const isRuled = rule?.asked === true;
  const own = useAnswer("secondFactor.status", {}, isRuled).value;
  if (!isNeeded && !(isRuled && own !== undefined && own.factor === null)) return null;
  const isDue = !isNeeded && rule !== undefined && rule.from !== null && rule.from > Date.now();
  return (
    <aside className="alert-band" aria-label={words.rules.person}>
      <ShieldPlus size={16} strokeWidth={1.75} aria-hidden="true" data-tone="att" />
      <p className="grow" role="status">
        <b>{isDue ? words.factor.due(shortDay(rule.from ?? 0)) : words.factor.needed}</b>{" "}
        {isDue ? words.factor.dueNote : words.factor.neededNote}
      </p>
      <Button onClick={toSetUp}>{words.factor.setUpNow}</Button>
    </aside>
  );
}
