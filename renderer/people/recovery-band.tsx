/** Somebody recovers: everybody is told, the person concerned before anything else; they and admins stop it, another admin confirms it. */
import { Check, Hourglass, KeyRound, LifeBuoy, UserCheck } from "lucide-react";
import { useEffect, useState } from "react";
import type { RecoveryShape } from "../../shared/contract/recovery-shapes.ts";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { shortDay, shortTime } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { call, queries, useAnswer } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Button } from "../ui/controls.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";

const askAgainMs = 60_000;

type Members = { members: MemberShape[] };
const nameOf = (members: readonly MemberShape[], user: string): string =>
  members.find((one) => one.user === user)?.name ?? "";
const namesOf = (members: readonly MemberShape[], users: readonly string[]): string =>
  users.map((user) => nameOf(members, user)).join(", ");

/** A line for each; nothing where nobody recovers. */
export function RecoveryBand({ members }: Members) {
  const open = useAnswer("recovery.status", {}).value?.open ?? [];
  const [shown, setShown] = useState<string | null>(null);
  // Their own is shown once by itself.
  const [known, setKnown] = useState<readonly string[]>([]);
  const own = open.find((one) => one.own && !known.includes(one.open));
  const asked = own ?? open.find((one) => one.open === shown);
  const waits = open.some(({ confirmInMs }) => confirmInMs !== null && confirmInMs > 0);
  // What is left of the day is counted by the core alone.
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: ["recovery.status"] }), askAgainMs);
    return () => clearInterval(timer);
  }, [waits]);
  const close = (): void => {
    setShown(null);
    if (own !== undefined) setKnown([...known, own.open]);
  };
  return (
    <>
      {open.map((one) => (
        <aside key={one.open} className="alert-band" aria-label={words.recovery.band}>
          <LifeBuoy size={16} strokeWidth={1.75} aria-hidden="true" data-tone="att" />
          <p className="grow" role="status">
            <b>{one.own ? words.recovery.ofOwn : words.recovery.ofOther(nameOf(members, one.user))}</b>{" "}
            {words.recovery.opened(shortTime(one.openedAt))}
          </p>
          <Button onClick={() => setShown(one.open)}>{words.recovery.show}</Button>
        </aside>
      ))}
      {asked !== undefined && <RecoveryDialog {...{ members }} recovery={asked} onClose={close} />}
    </>
  );
}

type DialogProps = Members & { recovery: RecoveryShape; onClose(): void };

function RecoveryDialog({ members, recovery, onClose }: DialogProps) {
  const { open, own, byPeople, user, canCancel, confirmInMs } = recovery;
  const [isBusy, setBusy] = useState(false);
  const mayConfirm = confirmInMs !== null && confirmInMs <= 0;
  const act = async (name: "recovery.cancel" | "recovery.confirm", said: string): Promise<void> => {
    setBusy(true);
    const done = await call(name, { open });
    setBusy(false);
    void queries.invalidateQueries({ queryKey: ["recovery.status"] });
    if (!done.ok) return tellFailure(done.failure);
    tell(said);
    onClose();
  };
  const stop = () => act("recovery.cancel", own ? words.recovery.stoppedOwn : words.recovery.stopped);
  return (
    <Dialog
      name={own ? "recovery-own" : "recovery-other"}
      title={own ? words.recovery.ownTitle : words.recovery.title(nameOf(members, user))}
      note={own ? words[byPeople ? "recoveryPeople" : "recovery"].ownNote : words.recovery.note}
      cancel={own ? words.recovery.goOn : words.recovery.close}
      done={own ? words.recovery.stopOwn : words.recovery.stop}
      isFinal={own}
      isCareful
      isBusy={isBusy}
      canDo={canCancel}
      onClose={onClose}
      onDone={() => void stop()}
    >
      <Facts {...{ members, recovery }} />
      {mayConfirm && (
        <Button disabled={isBusy} onClick={() => void act("recovery.confirm", words.recovery.confirmed)}>
          {words.recovery.confirm}
        </Button>
      )}
      {!own && <p className="meta dialog-note">{words.recovery.harmless}</p>}
    </Dialog>
  );
}

function Facts({ members, recovery }: Omit<DialogProps, "onClose">) {
  const { openedAt, sheetMadeAt, vaults, confirmInMs, confirmedBy, confirmers } = recovery;
  return (
    <>
      <Fact icon={Check}>{words.recovery.facts(shortTime(openedAt), shortDay(sheetMadeAt))}</Fact>
      {confirmInMs !== null && (
        <Fact icon={Hourglass}>{confirmInMs > 0 ? words.recovery.waits(confirmInMs) : words.recovery.mayConfirm}</Fact>
      )}
      <Fact icon={UserCheck}>
        {confirmedBy.length > 0
          ? words.recovery.confirmedBy(namesOf(members, confirmedBy))
          : words.recovery.confirms(namesOf(members, confirmers))}
      </Fact>
      <Fact icon={KeyRound}>{words.recovery.opens(vaults)}</Fact>
    </>
  );
}
