/** The change of the rules that waits for another admin's signature: what it says, for whom it waits, and Cancel. */
import { Hourglass } from "lucide-react";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { stateOf } from "../page/act-state.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { ruleOf, wantedRule } from "../page/rule-state.ts";
import { Button } from "../ui/controls.tsx";
import { Setting } from "./setting.tsx";

async function cancel(act: string): Promise<void> {
  const cancelled = await call("act.cancel", { act });
  if (cancelled.ok) tell(words.acts.cancelled);
  else tellFailure(cancelled.failure);
}

/** Nothing where none waits. */
export function WaitingChange({ members }: { members: MemberShape[] }) {
  const acts = useAnswer("act.list", {}).value ?? [];
  return acts.map((one) => {
    const change = ruleOf(one);
    if (change === null) return null;
    const what = wantedRule(change);
    return (
      <Setting key={one.act} icon={Hourglass} title={what} note={stateOf(one, members)}>
        <Button onClick={() => void cancel(one.act)} aria-label={words.acts.cancelOf(what)}>
          {words.acts.cancel}
        </Button>
      </Setting>
    );
  });
}
