/** Why a vault is not as usual. */
import { Archive, Ban, Hourglass, KeyRound, RotateCw } from "lucide-react";
import type { MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { call } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Button } from "../ui/controls.tsx";
import { Alert } from "../ui/rows.tsx";
import { otherAdmins, otherManagers } from "./who-gives-key.ts";

/** When one's own access ended, and who can give more time: by the grant its managers, by the role the admins. */
function ownEnd(vault: VaultShape, members: MemberShape[]): { at: number; ask: string } {
  const self = members.find((member) => member.self);
  if (self?.state === "ended" && self.end !== null) return { at: self.end, ask: otherAdmins(members) };
  const { end = Date.now() } = vault.access.find(({ user }) => user === self?.user) ?? {};
  return { at: end, ask: otherManagers(vault, members) };
}

type StateProps = {
  vault: VaultShape;
  members: MemberShape[];
  /** For a manager, where the vault does not go on by itself; null where there is no place for it. */
  onRestart: (() => void) | null;
};

/** Nothing where all is well. */
export function StateOf({ vault, members, onRestart }: StateProps) {
  if (vault.failure?.detail?.reason === "proven")
    return <Forked {...{ vault, failure: vault.failure, members, onRestart }} />;
  if (vault.failure !== undefined)
    return (
      <Alert icon={Ban} tone="act" title={words.vault.stoppedTitle}>
        {sentence(vault.failure)}
        {vault.failure.code === "log-fork" && vault.permission === "manage" && onRestart !== null && (
          <div className="line alert-acts">
            <Button onClick={onRestart}>{words.vault.restart}</Button>
          </div>
        )}
      </Alert>
    );
  if (vault.state === "ended") {
    const { at, ask } = ownEnd(vault, members);
    return (
      <Alert icon={Hourglass} tone="plain" title={words.vault.endedTitle(shortDay(at))}>
        {words.vault.endedNote(ask)}
      </Alert>
    );
  }
  if (vault.state === "archived") return <Alert icon={Archive} tone="plain" title={words.vault.archivedNote} />;
  if (vault.state === "key-pending")
    return (
      <Alert icon={KeyRound} tone="plain" title={words.vault.keyPendingTitle}>
        {words.vault.keyPendingNote(otherManagers(vault, members))}
        {vault.permission === "manage" && onRestart !== null && (
          <div className="line alert-acts">
            <Button onClick={onRestart}>{words.vault.restart}</Button>
          </div>
        )}
      </Alert>
    );
  if (vault.state !== "rotation-due") return null;
  return (
    <Alert icon={RotateCw} tone="plain" title={words.vault.rotationTitle}>
      {words.vault.rotationNote}
    </Alert>
  );
}

/** Two chains were shown: what can be done, by whom, and the evidence where it is kept. */
function Forked({ vault, failure, members, onRestart }: StateProps & { failure: Failure }) {
  const manages = vault.permission === "manage";
  const other = members.find(({ user, self }) => user === failure.detail?.user && !self);
  const save = async (): Promise<void> => {
    const saved = await call("team.saveEvidence", { vault: vault.vault });
    if (saved.ok) tell(words.fork.saved(saved.value.name, saved.value.place));
    else if (saved.failure.code !== "cancelled") tellFailure(saved.failure);
  };
  return (
    <Alert icon={Ban} tone="act" title={words.vault.forkTitle}>
      {other !== undefined && <>{words.vault.forkWith(other.name)} </>}
      {manages ? words.vault.forkNoteManager : words.vault.forkNote(otherManagers(vault, members))}
      {onRestart !== null && (
        <div className="line alert-acts">
          {manages && <Button onClick={onRestart}>{words.vault.restart}</Button>}
          <Button onClick={() => void save()}>{words.fork.save}</Button>
        </div>
      )}
    </Alert>
  );
}
