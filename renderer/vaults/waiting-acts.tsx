/** Acts that wait until teammates' apps were seen: how many, in the status line; which, for whom, since when, with Cancel. */
import { Hourglass } from "lucide-react";
import { useState } from "react";
import type { QueuedAct } from "../../shared/contract/acts.ts";
import type { GroupShape, MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { clock } from "../../shared/copy/dates.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Button } from "../ui/controls.tsx";
import { Pop } from "../ui/pop.tsx";
import { TwoLines } from "../ui/rows.tsx";
import { groupName } from "./reader.ts";
import { vaultTitle } from "./vault-title.ts";

type Names = { members: MemberShape[]; groups: GroupShape[]; vaults: VaultShape[] };

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
          <p className="meta">{words.acts.whyNote}</p>
        </div>
      </div>
    </Pop>
  );
}

const nameOf = (members: MemberShape[]) => (user: string) =>
  members.find((member) => member.user === user)?.name || words.acts.somebody;

/** What it gives, and to whom. */
function whatOf(act: QueuedAct, { members, groups, vaults }: Names): string {
  const group = groups.find((one) => one.group === act.group);
  const called = group === undefined ? words.acts.somebody : groupName(group);
  const who = act.users.map(nameOf(members)).join(", ");
  if (act.role !== undefined) return words.acts.role(who, words.people.roles[act.role]);
  if (act.permission === undefined) return words.acts.places(who, called);
  const vault = vaults.find((one) => one.vault === act.vault);
  const title = vault === undefined ? "" : vaultTitle(vault);
  return words.acts.access(who === "" ? called : who, title, words.vault[act.permission]);
}

function stateOf({ problem, waitsFor, at }: QueuedAct, members: MemberShape[]): string {
  if (problem === undefined) return words.acts.since(waitsFor.map(nameOf(members)), clock(at));
  if (problem === "stale-view") return words.acts.stopped.changed;
  if (problem === "local-rollback") return words.acts.stopped.restored;
  return words.acts.stopped.refused(sentence({ code: problem }));
}

function WaitingAct({ act, names }: { act: QueuedAct; names: Names }) {
  const what = whatOf(act, names);
  const cancel = async (): Promise<void> => {
    const cancelled = await call("act.cancel", { act: act.act });
    if (cancelled.ok) tell(words.acts.cancelled);
    else tellFailure(cancelled.failure);
  };
  return (
    <div className="invite">
      <TwoLines title={what} meta={stateOf(act, names.members)} />
      <Button onClick={() => void cancel()} aria-label={words.acts.cancelOf(what)}>
        {words.acts.cancel}
      </Button>
    </div>
  );
}
