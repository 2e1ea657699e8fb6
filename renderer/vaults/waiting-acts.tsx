/** Acts that wait until teammates' apps were seen: how many, in the status line; which, for whom, since when, with Cancel. */
import { Hourglass } from "lucide-react";
import { useState } from "react";
import type { QueuedAct } from "../../shared/contract/acts.ts";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { stateOf } from "../page/act-state.ts";
import { Button } from "../ui/controls.tsx";
import { Pop } from "../ui/pop.tsx";
import { TwoLines } from "../ui/rows.tsx";
import { type ActNames, cancelAct, whatOf } from "./queued-act.ts";

/** Nothing while nothing waits. */
export function WaitingActs({ members }: { members: MemberShape[] }) {
  const [isOpen, setOpen] = useState(false);
  const acts = useAnswer("act.list", {}).value ?? [];
  const groups = useAnswer("group.list", {}, acts.length > 0).value ?? [];
  const vaults = useAnswer("vault.list", {}, acts.length > 0).value ?? [];
  if (acts.length === 0) return null;
  const label = words.acts.count(acts.length);
  return (
    <Pop
      label={label}
      isOpen={isOpen}
      onOpen={setOpen}
      position="top-end"
      trigger={
        <button type="button" className="status-lock" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <Hourglass size={13} strokeWidth={1.75} aria-hidden="true" /> <b>{label}</b>
        </button>
      }
    >
      <div className="pop-part">
        <p className="row-title">{label}</p>
        <p className="meta">{words.acts.note}</p>
      </div>
      <div className="pop-list waiting-acts">
        {acts.map((act) => (
          <WaitingAct key={act.act} act={act} names={{ members, groups, vaults }} />
        ))}
      </div>
      <div className="pop-foot">
        <div>
          <p className="row-title">{words.acts.why}</p>
          {acts.some(({ needsSignature }) => needsSignature === undefined) && (
            <p className="meta">{words.acts.whyNote}</p>
          )}
          {acts.some(({ needsSignature }) => needsSignature) && <p className="meta">{words.cosign.whyWaits}</p>}
        </div>
      </div>
    </Pop>
  );
}

function WaitingAct({ act, names }: { act: QueuedAct; names: ActNames }) {
  const what = whatOf(act, names);
  return (
    <div className="invite">
      <TwoLines title={what} meta={stateOf(act, names.members)} />
      <Button onClick={() => void cancelAct(act)} aria-label={words.acts.cancelOf(what)}>
        {words.acts.cancel}
      </Button>
    </div>
  );
}
