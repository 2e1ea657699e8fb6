/** A person's safety number beside their page, whether it was compared, by whom, and the dialog in which it is. */
import { BadgeCheck, ShieldAlert } from "lucide-react";
import { useState } from "react";
import type { SafetyShape } from "../../shared/contract/safety.ts";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import type { UserId } from "../../shared/encoding/ids.ts";
import { call, useAnswer } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Button } from "../ui/controls.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Alert } from "../ui/rows.tsx";
import { otherActiveAdmins } from "../vaults/who-gives-key.ts";

type SafetyProps = { member: MemberShape; members: MemberShape[] };

/** The part of the page; of somebody who left there is none. */
export function SafetyNumber({ member, members }: SafetyProps) {
  const safety = useAnswer("member.safety", { user: member.user }, member.state !== "removed").value;
  const [isComparing, setComparing] = useState(false);
  if (safety === undefined || member.state === "removed") return null;
  const { self } = member;
  return (
    <section className="aside-part" aria-label={words.known.title}>
      <h3 className="section block-head">{words.known.title}</h3>
      <Digits number={safety.number} />
      {self ? <p className="meta">{words.known.ownNote}</p> : <Compared safety={safety} name={firstName(member)} />}
      <ComparedBy safety={safety} members={members} />
      {!self && (
        <Button className="safety-go" onClick={() => setComparing(true)}>
          {safety.state === "none" ? words.known.compare : words.known.again}
        </Button>
      )}
      {isComparing && <CompareSafety {...{ safety, member, members }} onClose={() => setComparing(false)} />}
    </section>
  );
}

const firstName = ({ name }: MemberShape): string => name.split(" ")[0] ?? name;

/** In groups of five, as they are read aloud. */
const groupsOf = (number: string): string[] => number.match(/.{1,5}/gu) ?? [];

function Digits({ number }: { number: string }) {
  return <p className="safety-digits mono">{groupsOf(number).join(" ")}</p>;
}

function Compared({ safety: { state, at }, name }: { safety: SafetyShape; name: string }) {
  if (state === "none" || at === null) return <p className="meta">{words.known.none(name)}</p>;
  const isSame = state === "same";
  const Icon = isSame ? BadgeCheck : ShieldAlert;
  const date = shortDay(at);
  return (
    <>
      <p className="line safety-state" data-tone={isSame ? "ok" : "att"}>
        <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
        <span>{isSame ? words.known.same(date) : words.known.changed(date)}</span>
      </p>
      <p className="meta">{isSame ? words.known.sameNote(name) : words.known.changedNote(name)}</p>
    </>
  );
}

function ComparedBy({ safety: { by, state }, members }: { safety: SafetyShape; members: MemberShape[] }) {
  const names = by.flatMap((user) => members.find((one) => one.user === user)?.name ?? []);
  if (names.length === 0) return null;
  return <p className="meta">{state === "same" ? words.known.byOthers(names) : words.known.by(names)}</p>;
}

type CompareProps = SafetyProps & { safety: SafetyShape; onClose(): void };

/** The number as it was when the dialog opened: what is confirmed is what was read out, and the core refuses another one. */
function CompareSafety({ safety, member, members, onClose }: CompareProps) {
  const [number] = useState(safety.number);
  const [differs, setDiffers] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const name = firstName(member);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    const said = await call("member.verify", { user: member.user as UserId, number });
    setBusy(false);
    if (!said.ok) return tellFailure(said.failure);
    tell(words.known.compared(member.name));
    onClose();
  };
  const admins = otherActiveAdmins(members).filter(({ user }) => user !== member.user);
  return (
    <Dialog
      name="person-compare"
      title={words.known.dialogTitle(member.name)}
      note={words.known.dialogNote(name)}
      done={words.known.done}
      isCareful
      isBusy={isBusy}
      canDo={!differs}
      onClose={onClose}
      onDone={() => void confirm()}
    >
      <ol className="safety-groups mono" aria-label={words.known.number}>
        {groupsOf(number).map((group, at) => (
          // The order is what is read, and two groups can be the same.
          // biome-ignore lint/suspicious/noArrayIndexKey: a group may stand there twice
          <li key={at}>{group}</li>
        ))}
      </ol>
      {/* It stays where it is, so that whoever pressed it by the keyboard is still there, and may take it back. */}
      <p>
        <Button pressed={differs} onClick={() => setDiffers(!differs)}>
          {words.known.differ}
        </Button>
      </p>
      {differs && (
        <Alert icon={ShieldAlert} tone="att" title={words.known.differTitle} isNow>
          {words.known.differNote(
            name,
            admins.map((one) => one.name),
          )}
        </Alert>
      )}
    </Dialog>
  );
}
