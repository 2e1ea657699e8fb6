/** Taking a computer out of use, one's own other one or a colleague's: what happens is said first. */
import { KeyRound, UserX } from "lucide-react";
import { useState } from "react";
import type { DeviceRevocation, MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { tellAct, tellFailure } from "../page/notify.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";
import { useHeirs } from "./heirs.tsx";

type RevokeProps = {
  device: string;
  /** What the computer is called here. */
  name: string;
  /** Whose it is; null: one's own. */
  of: string | null;
  members: MemberShape[];
  /** One's own recovery sheet, on paper or in shares: no passphrase protects it. */
  stands?: "sheet" | "people";
  onClose(): void;
};

/** Shown once it is known what it would do. */
export function RevokeComputer(props: RevokeProps) {
  const revocation = useAnswer("device.revocation", { device: props.device }).value;
  return revocation === undefined ? null : <RevokeDialog {...props} revocation={revocation} />;
}

/** Whether the person whose computer this is has a recovery sheet in force. */
function useHasSheet(device: string): boolean {
  const all = useAnswer("device.list", {}).value ?? [];
  const user = all.find((one) => one.device === device)?.user;
  return all.some((one) => one.user === user && one.kind === "paper" && one.active);
}

function RevokeDialog({
  device,
  name,
  of,
  members,
  onClose,
  stands,
  revocation,
}: RevokeProps & { revocation: DeviceRevocation }) {
  const hasSheet = useHasSheet(device);
  const said = stands === undefined ? null : { sheet: words.recovery, people: words.recoveryPeople }[stands];
  const [isBusy, setBusy] = useState(false);
  const heirs = useHeirs(revocation.heirs, members);
  const revoke = async (): Promise<void> => {
    setBusy(true);
    const revoked = await call("device.revoke", { device, heirs: heirs.chosen });
    setBusy(false);
    if (!revoked.ok) return tellFailure(revoked.failure);
    tellAct(revoked.value, said?.revoked ?? words.computers.revoked(name));
    onClose();
  };
  return (
    <Dialog
      name="computer-revoke"
      title={words.computers.revokeTitle(name)}
      note={said?.revokeNote ?? words.computers.revokeNote}
      done={said?.revokeDone ?? words.computers.revokeDone}
      isFinal
      isBusy={isBusy}
      onClose={onClose}
      onDone={() => void revoke()}
    >
      <div>
        <Fact icon={KeyRound}>{words.people.removeKeys(revocation.vaults.length)}</Fact>
        {revocation.isLast && of !== null && (
          <Fact icon={UserX}>{(hasSheet ? words.recovery : words.computers).revokeLast(of)}</Fact>
        )}
        {said === null && <p className="meta dialog-note">{words.computers.revokeSeen}</p>}
      </div>
      {heirs.rows}
    </Dialog>
  );
}
