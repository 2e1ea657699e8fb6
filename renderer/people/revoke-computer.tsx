/** Taking a computer out of use, one's own other one or a colleague's: what happens is said first. */
import { KeyRound, UserX } from "lucide-react";
import { useState } from "react";
import type { DeviceRevocation, MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";
import { useHeirs } from "./heirs.tsx";

type RevokeProps = {
  device: string;
  /** What the computer is called here. */
  name: string;
  /** Whose it is; null: one's own. */
  of: string | null;
  members: MemberShape[];
  onClose(): void;
};

/** Shown once it is known what it would do. */
export function RevokeComputer(props: RevokeProps) {
  const revocation = useAnswer("device.revocation", { device: props.device }).value;
  return revocation === undefined ? null : <RevokeDialog {...props} revocation={revocation} />;
}

function RevokeDialog({
  device,
  name,
  of,
  members,
  onClose,
  revocation,
}: RevokeProps & { revocation: DeviceRevocation }) {
  const [isBusy, setBusy] = useState(false);
  const heirs = useHeirs(revocation.heirs, members);
  const revoke = async (): Promise<void> => {
    setBusy(true);
    const revoked = await call("device.revoke", { device, heirs: heirs.chosen });
    setBusy(false);
    if (!revoked.ok) return tellFailure(revoked.failure);
    tell(words.computers.revoked(name));
    onClose();
  };
  return (
    <Dialog
      name="computer-revoke"
      title={words.computers.revokeTitle(name)}
      note={words.computers.revokeNote}
      done={words.computers.revokeDone}
      isFinal
      isBusy={isBusy}
      onClose={onClose}
      onDone={() => void revoke()}
    >
      <div>
        <Fact icon={KeyRound}>{words.people.removeKeys(revocation.vaults.length)}</Fact>
        {revocation.isLast && of !== null && <Fact icon={UserX}>{words.computers.revokeLast(of)}</Fact>}
        <p className="meta dialog-note">{words.computers.revokeSeen}</p>
      </div>
      {heirs.rows}
    </Dialog>
  );
}
