/** Taking Latchkey's profile off the computer on which its person sits: also without the server, and then it is only erased here. */
import { CloudOff, Eraser, Laptop, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { tellAct, tellFailure } from "../page/notify.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";
import { useTypedWord } from "../ui/typed-word.tsx";

type RemoveProps = { device: string; others: number; onClose(): void };

/** Where other computers of this person remain, this one is revoked first; where the server is away, its person says that it is only erased. */
function useRemoving({ device, others, onClose }: RemoveProps) {
  const [isBusy, setBusy] = useState(false);
  const [isOffline, setOffline] = useState(false);
  const remove = async (): Promise<void> => {
    setBusy(true);
    const isRevoked = others > 0 && !isOffline;
    const revoked = isRevoked ? await call("device.revoke", { device }) : null;
    if (revoked !== null && !revoked.ok) {
      setBusy(false);
      if (revoked.failure.code === "offline") setOffline(true);
      else tellFailure(revoked.failure);
      return;
    }
    // Only this computer can do it, once the second signature is there: it is not erased before.
    if (revoked?.value.state === "queued") {
      setBusy(false);
      tellAct(revoked.value, "");
      return onClose();
    }
    const removed = await call("account.removeProfile", {});
    setBusy(false);
    if (!removed.ok) tellFailure(removed.failure);
  };
  return { isBusy, isOffline, remove };
}

/** The dialog; a word is typed first. */
export function RemoveThisComputer(props: RemoveProps) {
  const { others, onClose } = props;
  const word = useTypedWord(words.people.removeType, words.people.removeWord);
  const { isBusy, isOffline, remove } = useRemoving(props);
  const pending = useAnswer("sync.status", {}).value?.pending ?? 0;
  const admins = (useAnswer("member.list", {}).value ?? []).filter(
    ({ role, state }) => role === "admin" && state === "active",
  );
  const isTeamsLast = others === 0 && admins.length === 1 && admins[0]?.self === true;
  const hasSheet = useAnswer("recovery.status", {}).value?.sheet != null;
  const gone = isTeamsLast ? words.computers.removeLastAdmin : words.computers.removeLast;
  const last = hasSheet ? words.recovery.removeLast : gone;
  return (
    <Dialog
      name="computer-remove"
      title={words.computers.removeTitle}
      note={words.computers.removeNote}
      done={isOffline ? words.computers.eraseDone : words.computers.removeDone}
      isFinal
      isBusy={isBusy}
      canDo={word.isTyped}
      onClose={onClose}
      onDone={() => void remove()}
      below={word.field()}
    >
      <div>
        <Fact icon={Eraser}>{words.computers.removeErased}</Fact>
        {pending > 0 && <Fact icon={TriangleAlert}>{words.computers.removePending(pending)}</Fact>}
        <Fact icon={Laptop}>{others > 0 ? words.computers.removeOthers : last}</Fact>
        {isOffline && <Fact icon={CloudOff}>{words.computers.removeOffline}</Fact>}
      </div>
    </Dialog>
  );
}
