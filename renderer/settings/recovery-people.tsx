/** The people of whom any two bring one back, and those whom one can help oneself. */
import { Checkbox } from "@mantine/core";
import { LifeBuoy, TriangleAlert, UsersRound } from "lucide-react";
import { useState } from "react";
import type { RecoveryPeople as Shape } from "../../shared/contract/recovery-shapes.ts";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import type { UserId } from "../../shared/encoding/ids.ts";
import { call, queries, useAnswer } from "../client/client.ts";
import { tell } from "../page/notify.tsx";
import { RevokeComputer } from "../people/revoke-computer.tsx";
import { Badge, Button } from "../ui/controls.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ChangedBadge, ComparedMark, Doubts, isStopped, personChoice } from "../vaults/known-person.tsx";
import { AskPassphrase } from "./ask-passphrase.tsx";
import { HelpRecover } from "./help-recover.tsx";
import { Setting } from "./setting.tsx";

const { recoveryPeople: said } = words;
/** As `limits.recoveryHolders` in the core, which refuses others. */
const least = 2;
const most = 8;

/** The part of the page. */
export function RecoveryPeople() {
  const people = useAnswer("recovery.people", {}).value;
  const members = useAnswer("member.list", {}).value ?? [];
  const [chooses, setChooses] = useState(false);
  const [ends, setEnds] = useState(false);
  const [helped, setHelped] = useState<string | null>(null);
  if (people === undefined) return null;
  const nameOf = (user: string): string => members.find((one) => one.user === user)?.name ?? "";
  return (
    <>
      <h2 className="section settings-next">{said.heading}</h2>
      <ChosenRow people={people} nameOf={nameOf} onChoose={() => setChooses(true)} onEnd={() => setEnds(true)} />
      {people.helps.map(({ user, madeAt }) => (
        <Setting
          key={user}
          icon={LifeBuoy}
          title={said.canHelp(nameOf(user))}
          note={said.canHelpNote(shortDay(madeAt))}
        >
          <Button onClick={() => setHelped(user)}>{said.help(nameOf(user))}</Button>
        </Setting>
      ))}
      {chooses && (
        <ChoosePeople {...{ members }} hadChosen={people.chosen !== null} onClose={() => setChooses(false)} />
      )}
      {ends && people.chosen !== null && (
        <RevokeComputer
          {...{ members }}
          device={people.chosen.sheet}
          name={said.revokeName}
          of={null}
          stands="people"
          onClose={() => setEnds(false)}
        />
      )}
      {helped !== null && <HelpRecover user={helped} name={nameOf(helped)} onClose={() => setHelped(null)} />}
    </>
  );
}

type RowProps = { people: Shape; nameOf(user: string): string; onChoose(): void; onEnd(): void };

/** Amber where somebody who was chosen can help no longer, or may be somebody else. */
function ChosenRow({ people: { chosen }, nameOf, onChoose, onEnd }: RowProps) {
  const { gone = [], changed = [] } = chosen ?? {};
  const isDue = gone.length + changed.length > 0;
  const names = (users: readonly string[]): string =>
    users
      .map(nameOf)
      .sort((one, other) => one.localeCompare(other))
      .join(", ");
  const stands = chosen === null ? said.none : said.chosen(names(chosen.users), shortDay(chosen.madeAt));
  const due = [
    ...(changed.length > 0 ? [said.changed(names(changed))] : []),
    ...(gone.length > 0 ? [said.gone(names(gone))] : []),
  ];
  return (
    <div className={isDue ? "setting-due" : undefined}>
      <Setting icon={isDue ? TriangleAlert : UsersRound} title={said.title} note={isDue ? due.join(" ") : stands}>
        {isDue && (
          <Badge icon={TriangleAlert} tone="att">
            {said.goneBadge}
          </Badge>
        )}
        {chosen !== null && (
          <Button kind="quiet" onClick={onEnd}>
            {said.revoke}
          </Button>
        )}
        <Button onClick={onChoose}>{chosen === null ? said.choose : said.anew}</Button>
      </Setting>
    </div>
  );
}

type ChooseProps = { members: MemberShape[]; hadChosen: boolean; onClose(): void };

/** First who, then the passphrase. */
function ChoosePeople({ members, hadChosen, onClose }: ChooseProps) {
  const [users, setUsers] = useState<ReadonlySet<string>>(new Set());
  const [isDone, setDone] = useState(false);
  const others = members.filter(({ state, self }) => state === "active" && !self);
  const chosen = [...users];
  const toggle = (user: string): void => {
    const next = new Set(users);
    if (!next.delete(user)) next.add(user);
    setUsers(next);
  };
  if (isDone)
    return (
      <AskPassphrase
        name="people-ask"
        title={said.ask}
        done={said.askDone}
        ask={(passphrase) => call("recovery.choose", { passphrase, users: [...users] as UserId[] })}
        onAnswer={() => {
          void queries.invalidateQueries({ queryKey: ["recovery.people"] });
          tell(said.inForce);
          onClose();
        }}
        onClose={onClose}
      />
    );
  return (
    <Dialog
      name="people-choose"
      title={said.chooseTitle}
      note={said.chooseNote}
      onClose={onClose}
      onDone={() => setDone(true)}
      done={said.chooseDone}
      canDo={users.size >= least && users.size <= most && !isStopped(chosen, members)}
    >
      {others.length === 0 && <p className="t2">{said.nobody}</p>}
      <fieldset className="people-checks">
        <legend className="label">{said.chooseWho}</legend>
        {others.map((member, at) => (
          <PersonCheck
            key={member.user}
            {...{ member, members }}
            isFirst={at === 0}
            isChosen={users.has(member.user)}
            onChange={() => toggle(member.user)}
          />
        ))}
      </fieldset>
      <Doubts users={chosen} members={members} />
      <p className="meta" role="status">
        {said.many(users.size)}
      </p>
      {hadChosen && <p className="meta">{said.replaces}</p>}
    </Dialog>
  );
}

type CheckProps = {
  member: MemberShape;
  members: MemberShape[];
  isFirst: boolean;
  isChosen: boolean;
  onChange(): void;
};

/** One person, with what there is to know of them before they hold a share. */
function PersonCheck({ member, members, isFirst, isChosen, onChange }: CheckProps) {
  return (
    <div className="line">
      <Checkbox
        size="xs"
        label={member.name}
        description={personChoice(member, members).meta}
        checked={isChosen}
        {...(isFirst ? { "data-autofocus": true } : {})}
        onChange={onChange}
      />
      <ComparedMark compared={member.compared} />
      <ChangedBadge compared={member.compared} />
    </div>
  );
}
