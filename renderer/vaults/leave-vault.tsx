/** Leaving a vault: what happens is said first; whoever alone manages it for good names who goes on, or archives it. */
import { KeyRound, RotateCw, UserCog } from "lucide-react";
import { useId, useState } from "react";
import type { MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";
import { Select } from "../ui/inputs.tsx";
import { isStopped, markedName } from "./known-person.tsx";
import { isReader, successorsIn } from "./successors.ts";
import { ArchiveVault } from "./vault-dialogs.tsx";

type LeaveProps = { vault: VaultShape; members: MemberShape[]; onClose(): void };

/** Opens what is left to do: leaving, handing over and leaving, or archiving. */
export function LeaveVault({ vault, members, onClose }: LeaveProps) {
  const candidates = successorsIn(vault, members);
  const [picked, setPicked] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const needsOne = vault.leave === "successor";
  if (needsOne && candidates.length === 0) return <ArchiveVault vault={vault} isLeaving onClose={onClose} />;
  const successor = candidates.find(({ user }) => user === picked) ?? candidates[0];
  const leave = async (): Promise<void> => {
    setBusy(true);
    const named = needsOne && successor !== undefined ? { successor: successor.user } : {};
    const left = await call("vault.leave", { vault: vault.vault, ...named });
    setBusy(false);
    if (!left.ok) return tellFailure(left.failure);
    tell(words.vault.left(vault.title));
    onClose();
  };
  return (
    <Dialog
      name="vault-leave"
      title={words.vault.leaveTitle(vault.title)}
      note={words.vault.leaveNote}
      done={needsOne && successor !== undefined ? words.vault.handOverDone(successor.name) : words.vault.leaveDone}
      isFinal
      canDo={!needsOne || successor === undefined || !isStopped([successor.user], members)}
      isBusy={isBusy}
      onClose={onClose}
      onDone={() => void leave()}
    >
      {needsOne && <SuccessorField people={candidates} picked={successor} onPick={setPicked} />}
      <div>
        {needsOne && successor !== undefined && (
          <Fact icon={UserCog}>{words.vault.handOverFact(successor.name, isReader(vault, successor.user))}</Fact>
        )}
        <Fact icon={RotateCw}>{words.vault.leaveKey}</Fact>
        <Fact icon={KeyRound}>{words.vault.leaveLast}</Fact>
      </div>
    </Dialog>
  );
}

type FieldProps = { people: MemberShape[]; picked: MemberShape | undefined; onPick(user: string): void };

function SuccessorField({ people, picked, onPick }: FieldProps) {
  const id = useId();
  return (
    <div className="handover">
      <label className="label" htmlFor={id}>
        {words.vault.successor}
      </label>
      <Select id={id} className="wide" value={picked?.user} onChange={(event) => onPick(event.target.value)}>
        {people.map((person) => (
          <option key={person.user} value={person.user}>
            {words.vault.successorChoice(markedName(person), words.people.roles[person.role])}
          </option>
        ))}
      </Select>
      <p className="meta input-note">{words.vault.successorNote}</p>
    </div>
  );
}
