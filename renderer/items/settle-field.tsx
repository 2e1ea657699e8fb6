/** One field with several values: its person keeps one of them, or types another; the button names the choice. */
import { Check, CircleCheck, CircleDashed, Clock, CloudUpload } from "lucide-react";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import type { ConflictShape, ItemDetail, MemberShape, ValueUseShape } from "../../shared/contract/shapes.ts";
import { shortTime } from "../../shared/copy/dates.ts";
import { fieldName } from "../../shared/copy/field-name.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { useTakenUp } from "../typed/taken-up.tsx";
import { useKeptText } from "../typed/use-kept-text.ts";
import { Avatar, Button } from "../ui/controls.tsx";
import { OwnSecretRow } from "./secret-row.tsx";
import { AnotherValue, excessOfAnother } from "./settle-another.tsx";
import { memberName, shortName } from "./shown/member-name.ts";

type SettleProps = { detail: ItemDetail; members: MemberShape[]; field: string; conflicts: ConflictShape[] };
/** `current`, the id of a conflict, or `value`. */
type Choice = string;

/** The value that is typed, kept while it stands there; `onTakenUp`: one that was typed before stands there now. */
function useAnother(
  { item, field, editable }: { item: string; field: string; editable: boolean },
  onTakenUp: () => void,
) {
  const [value, setValue] = useState("");
  const kept = useKeptText(null, value === "" ? null : { kind: "settle", item, field, value });
  useTakenUp("settle", ({ typed, text }) => {
    if (text.item !== item || text.field !== field || !editable) return false;
    kept.adopt(typed);
    setValue(text.value);
    onTakenUp();
    return true;
  });
  return { value, setValue, kept };
}

/** The values side by side, and what is kept. */
export function SettleField({ detail, members, field, conflicts }: SettleProps) {
  const [choice, setChoice] = useState<Choice>("current");
  const [isBusy, setBusy] = useState(false);
  const name = useId();
  const { item, editable } = detail;
  const { value, setValue, kept } = useAnother({ item, field, editable }, () => setChoice("value"));
  const isText = conflicts.every(({ takesText }) => takesText);
  const author = authorOf(detail, field, members);
  const isUnfit = choice === "value" && (value === "" || excessOfAnother(field, value) > 0);
  const label = (user: string | undefined): string => words.settle.startWith(personOf(user, members), fieldName(field));
  const starts = [
    { field, label: label(author?.user) },
    ...conflicts.map(({ conflict, user }) => ({ field: `conflict:${conflict}`, label: label(user) })),
  ];
  const settle = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (isBusy || isUnfit) return;
    const pane = event.currentTarget.closest("main");
    setBusy(true);
    const settled = await keep(detail, conflicts, { choice, value });
    setBusy(false);
    if (settled === null) void kept.end();
    // The form goes with the conflict; the item that it stood in has the focus then.
    if (settled === null) focusPane(pane);
    if (settled === null) tell(words.notices.settled(detail.title));
    else tellFailure(settled);
  };
  const radio = (id: Choice, isOn: boolean): Radio | null =>
    editable && isOn ? { name, isChosen: choice === id, onChoose: () => setChoice(id) } : null;
  if (field === "deleted")
    return editable ? (
      <form className="settle-acts" onSubmit={(event) => void settle(event)}>
        <Button kind="main" type="submit" disabled={isBusy}>
          {words.settle.keepItem}
        </Button>
      </form>
    ) : null;
  return (
    <form onSubmit={(event) => void settle(event)} aria-label={fieldName(field)}>
      <Cards detail={detail} field={field} conflicts={conflicts} members={members} choice={choice} radio={radio} />
      {editable && isText && (
        <Another radio={radio("value", true)}>
          <AnotherValue item={item} field={field} starts={starts} value={value} onChange={setValue} />
        </Another>
      )}
      {editable && (
        <div className="settle-acts">
          <Button kind="main" type="submit" disabled={isBusy || isUnfit}>
            {doneWords(choice, { conflicts, members, author: author?.user, field })}
          </Button>
          <span className="meta">{words.settle.note}</span>
        </div>
      )}
    </form>
  );
}

function focusPane(pane: HTMLElement | null): void {
  pane?.setAttribute("tabindex", "-1");
  pane?.focus();
}

type Done = { conflicts: ConflictShape[]; members: MemberShape[]; author: string | undefined; field: string };

function doneWords(choice: Choice, { conflicts, members, author, field }: Done): string {
  if (choice === "value") return words.settle.keepAnother(fieldName(field));
  const user = choice === "current" ? author : conflicts.find(({ conflict }) => conflict === choice)?.user;
  return words.settle.keep(personOf(user, members), fieldName(field));
}

/** Null for oneself. */
function personOf(user: string | undefined, members: MemberShape[]): string | null {
  const member = members.find((one) => one.user === user);
  return member?.self === true ? null : shortName(user, members);
}

/** `time`: undefined while it is not sent. */
type Author = { user: string | undefined; time: number | undefined };

/**
 * Who gave the field its current value, and when: this person, where it waits to be sent, else the newest version that changed it.
 * Undefined where a newer one may have.
 */
function authorOf({ history, unsentFields }: ItemDetail, field: string, members: MemberShape[]): Author | undefined {
  if (unsentFields.includes(field)) return { user: members.find(({ self }) => self)?.user, time: undefined };
  const newest = history.find(({ changed }) => changed === null || changed.includes(field)) ?? history.at(-1);
  return newest?.changed === null ? undefined : newest;
}

/** The choice first, then the other values of the field, which are then older values. Null, or what failed. */
async function keep(
  { item, version }: ItemDetail,
  conflicts: ConflictShape[],
  { choice, value }: { choice: Choice; value: string },
) {
  const base = version ?? 0;
  const chosen = choice === "value" ? conflicts[0]?.conflict : choice;
  const first = conflicts.filter(({ conflict }) => conflict === chosen);
  for (const { conflict } of [...first, ...conflicts.filter((one) => !first.includes(one))]) {
    const other = choice === "value" ? { value } : ("other" as const);
    const answer = await call("item.resolve", { item, conflict, base, keep: conflict === chosen ? other : "current" });
    if (!answer.ok) return answer.failure;
  }
  return null;
}

type CardsProps = SettleProps & { choice: Choice; radio(id: Choice, isOn: boolean): Radio | null };

/** The current value first. */
function Cards({ detail, field, conflicts, members, choice, radio }: CardsProps) {
  const { item } = detail;
  const author = authorOf(detail, field, members);
  const isText = conflicts.every(({ takesText }) => takesText);
  const whose = (user: string | undefined): string => words.settle.valueOf(personOf(user, members), fieldName(field));
  return (
    <div className="kept-cards">
      <Card
        isChosen={choice === "current"}
        radio={radio("current", true)}
        user={author?.user}
        members={members}
        title={whose(author?.user)}
      >
        <OwnSecretRow item={item} field={field} label={fieldName(field)} isNarrow />
        <Foot
          at={author?.time}
          isUnsent={detail.unsentFields.includes(field)}
          used={conflicts[0]?.currentUsed}
          isCurrent
        />
      </Card>
      {conflicts.map(({ conflict, user, at, unsent, used }) => (
        <Card
          key={conflict}
          isChosen={choice === conflict}
          radio={radio(conflict, isText)}
          user={user}
          members={members}
          title={whose(user)}
        >
          <OwnSecretRow item={item} field={`conflict:${conflict}`} label={fieldName(field)} isNarrow />
          <Foot at={at} isUnsent={unsent === true} used={used} />
        </Card>
      ))}
    </div>
  );
}

type AnotherProps = { radio: Radio | null; children: ReactNode };

/** A value that is neither of them, typed once it was chosen. */
function Another({ radio, children }: AnotherProps) {
  const isChosen = radio?.isChosen === true;
  return (
    <div className="kept-card another" data-used={isChosen}>
      <Head radio={radio}>
        <span className="row-title">{words.settle.another}</span>
        <span className="meta cut">{words.settle.anotherNote}</span>
      </Head>
      {isChosen && children}
    </div>
  );
}

type Radio = { name: string; isChosen: boolean; onChoose(): void };

/** Null where there is nothing to choose. */
function Head({ radio, children }: { radio: Radio | null; children: ReactNode }) {
  if (radio === null) return <div className="kept-head">{children}</div>;
  const { name, isChosen, onChoose } = radio;
  return (
    <label className="kept-head">
      <input type="radio" name={name} checked={isChosen} onChange={onChoose} />
      {children}
    </label>
  );
}

type CardProps = {
  isChosen: boolean;
  radio: Radio | null;
  user: string | undefined;
  members: MemberShape[];
  title: string;
  children: ReactNode;
};

function Card({ isChosen, radio, user, members, title, children }: CardProps) {
  return (
    <div className="kept-card" data-used={isChosen}>
      <Head radio={radio}>
        <Avatar id={user ?? ""} name={memberName(user, members)} size={20} />
        <span className="row-title cut">{title}</span>
      </Head>
      {children}
    </div>
  );
}

type FootProps = {
  at: number | undefined;
  isUnsent: boolean;
  used: ValueUseShape | undefined;
  isCurrent?: boolean;
};

function Foot({ at, isUnsent, used, isCurrent = false }: FootProps) {
  const Icon = isCurrent ? CircleCheck : CircleDashed;
  return (
    <>
      {at !== undefined && (
        <p className="meta kept-foot">
          <Clock size={12} strokeWidth={2.1} aria-hidden="true" /> {shortTime(at)}
        </p>
      )}
      {used !== undefined && (
        <p className="meta kept-foot" data-tone="ok">
          <Check size={12} strokeWidth={2.1} aria-hidden="true" /> {words.settle.used[used.how](shortTime(used.at))}
        </p>
      )}
      {isUnsent && (
        <p className="meta kept-foot">
          <CloudUpload size={12} strokeWidth={2.1} aria-hidden="true" /> {words.items.draftTitle}
        </p>
      )}
      <p className="meta kept-foot">
        <Icon size={12} strokeWidth={2.1} aria-hidden="true" /> {isCurrent ? words.items.inUse : words.items.kept}
      </p>
    </>
  );
}
