/** Inviting somebody: a name, an address, and then a message that the admin sends themselves. */
import { Circle, Mail, MessagesSquare } from "lucide-react";
import { useState } from "react";
import type { CommandOutput } from "../../shared/contract/commands.ts";
import type { Role } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { inviteMessage } from "../../shared/copy/invite-message.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { isEmailAddress } from "../../shared/text.ts";
import { call, useAnswer } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { useKeptText } from "../typed/use-kept-text.ts";
import { Button } from "../ui/controls.tsx";
import { Dialog, Fact, useReturnFocus } from "../ui/dialog.tsx";
import { ExactText } from "../ui/exact-text.tsx";
import { FieldError, TextField } from "../ui/inputs.tsx";

/** What stands in the dialog when it opens. */
export type InviteStart = {
  name: string;
  email: string;
  role: Role;
  /** An invite that ended while its holder waits: the new one takes its place. */
  instead: string | null;
  /** Under which name it was kept, where it was typed before. */
  typed: string | null;
};
type InviteProps = { start: InviteStart; onClose(): void };

/** Nobody is named yet. */
export const anybody: InviteStart = { name: "", email: "", role: "member", instead: null, typed: null };

/** Name and address, kept while they are typed. */
function useInviteText({ typed, instead, ...first }: InviteStart) {
  const [name, setName] = useState(first.name);
  const [email, setEmail] = useState(first.email);
  const [role, setRole] = useState(first.role);
  const isAsBefore = typed === null && name === first.name && email === first.email && role === first.role;
  const kept = useKeptText(typed, isAsBefore ? null : { kind: "invite", name, email, role, instead });
  const isAddress = email.trim() === "" || isEmailAddress(email.trim());
  return { name, setName, email, setEmail, role, setRole, isAddress, kept };
}

/** Both halves: asking, and the message. */
export function InviteDialog({ start, onClose }: InviteProps) {
  const { instead } = start;
  const { name, setName, email, setEmail, role, setRole, isAddress, kept } = useInviteText(start);
  const [isWrong, setWrong] = useState(false);
  const [made, setMade] = useState<CommandOutput<"invite.create"> | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const place = usePlace();
  // The second dialog opens from the first, which is gone when it closes: the focus goes back to where both began.
  useReturnFocus();
  const close = (): void => {
    void kept.end();
    onClose();
  };
  const type = (typed: string): void => {
    setEmail(typed);
    setWrong(false);
  };
  const make = async (): Promise<void> => {
    if (!isAddress) return setWrong(true);
    setBusy(true);
    const emails = email.trim() === "" ? {} : { emails: [email.trim()] };
    const answer = await call("invite.create", { name: name.trim(), ...emails, role });
    // Whoever waits on the old one is told by that, and can begin again with the new one.
    if (answer.ok && instead !== null) await call("invite.cancel", { invite: instead });
    setBusy(false);
    if (!answer.ok) return setFailure(answer.failure);
    void kept.end();
    setMade(answer.value);
    await place.keep();
  };
  if (made !== null)
    return <InviteReady {...{ made, role, onClose }} name={name.trim()} email={email.trim()} place={place.text} />;
  return (
    <Dialog
      name="invite"
      title={words.people.inviteTitle}
      note={words.people.inviteNote}
      onClose={close}
      onDone={() => void make()}
      done={words.people.inviteDone}
      isBusy={isBusy}
      canDo={name.trim() !== ""}
    >
      <TextField
        label={words.people.name}
        data-autofocus
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.target.value)}
      />
      <EmailField email={email} isWrong={isWrong} onType={type} onLeave={() => setWrong(!isAddress)} />
      <RoleField name={name.trim()} role={role} onRole={setRole} />
      <PlaceField place={place.text} onType={place.type} />
      {failure !== null && (
        <FieldError>{failure.code === "offline" ? words.people.inviteOffline : sentence(failure)}</FieldError>
      )}
    </Dialog>
  );
}

const roles: readonly Role[] = ["member", "lead", "admin", "auditor"];

/** What they become; above member, that codes are compared first. */
function RoleField({ name, role, onRole }: { name: string; role: Role; onRole(role: Role): void }) {
  return (
    <fieldset className="role-field">
      <legend className="label">{words.people.role}</legend>
      <div className="role-row">
        {roles.map((one) => (
          <label key={one} className="choice" data-chosen={one === role}>
            <input type="radio" name="invite-role" checked={one === role} onChange={() => onRole(one)} />
            <span>
              <span className="choice-name">{words.people.roles[one]}</span>
              <span className="meta">{words.people.roleShort[one]}</span>
            </span>
          </label>
        ))}
      </div>
      {role !== "member" && (
        <p className="role-asks t2" role="status">
          <MessagesSquare size={16} strokeWidth={1.75} aria-hidden="true" />
          <span>{words.compare.asks(name, words.people.roles[role].toLowerCase())}</span>
        </p>
      )}
    </fieldset>
  );
}

type EmailProps = { email: string; isWrong: boolean; onType(typed: string): void; onLeave(): void };

/** The address, which may stay empty. */
function EmailField({ email, isWrong, onType, onLeave }: EmailProps) {
  return (
    <TextField
      label={words.people.email}
      type="email"
      value={email}
      maxLength={254}
      onChange={(event) => onType(event.target.value)}
      onBlur={onLeave}
      error={isWrong ? words.people.emailWrong : null}
      note={
        <p className="meta" style={{ marginTop: 6 }}>
          {words.people.emailNote}
        </p>
      }
    />
  );
}

/** Where people get the app: as it was said last until something else is typed, kept once it is in a message. */
function usePlace() {
  const kept = useAnswer("invite.place", {}).value?.place ?? "";
  const [typed, type] = useState<string | null>(null);
  const text = typed ?? kept;
  return {
    ...{ text, type },
    async keep(): Promise<void> {
      if (text.trim() === kept) return;
      const said = await call("invite.setPlace", { place: text.trim() });
      if (!said.ok) tellFailure(said.failure);
    },
  };
}

/** In the inviter's words; said once, it stands there for the next one too. */
function PlaceField({ place, onType }: { place: string; onType(typed: string): void }) {
  return (
    <TextField
      label={words.people.place}
      value={place}
      maxLength={200}
      onChange={(event) => onType(event.target.value)}
      note={
        <p className="meta" style={{ marginTop: 6 }}>
          {words.people.placeNote}
        </p>
      }
    />
  );
}

type ReadyProps = {
  name: string;
  email: string;
  role: Role;
  made: CommandOutput<"invite.create">;
  place: string;
  onClose(): void;
};

/** The message that carries the code, where it goes, and what happens then. */
function InviteReady({ name, email, role, made, place, onClose }: ReadyProps) {
  const isCompared = role !== "member";
  const message = { invite: made.invite, text: inviteMessage({ ...made, place, isCompared }) };
  const copy = async (): Promise<void> => {
    const copied = await call("invite.copy", message);
    if (!copied.ok) return tellFailure(copied.failure);
    tell(words.notices.inviteCopied(name));
    onClose();
  };
  const mail = async (): Promise<void> => {
    const opened = await call("invite.mail", message);
    if (opened.ok) tell(words.notices.inviteMailed(name));
    else tellFailure(opened.failure);
  };
  const firstName = name.split(" ")[0] ?? name;
  return (
    <Dialog
      name="invite-ready"
      title={words.people.readyTitle(name)}
      note={words.people.readyNote}
      cancel={words.act.close}
      onClose={onClose}
      onDone={() => void copy()}
      done={words.people.copyMessage}
    >
      {email !== "" && (
        <div className="line mail-to">
          <span className="t3 small">{words.people.to}</span>
          <span className="grow cut mono small">{email}</span>
          <Button kind="quiet" onClick={() => void mail()}>
            <Mail size={14} strokeWidth={1.75} aria-hidden="true" />
            {words.people.openMail}
          </Button>
        </div>
      )}
      <InviteMessage text={message.text} code={made.code} />
      <div className="next-facts">
        <h3 className="section">{words.people.next}</h3>
        {words.people.nextFacts(firstName, isCompared).map((fact) => (
          <Fact key={fact} icon={Circle}>
            {fact}
          </Fact>
        ))}
      </div>
    </Dialog>
  );
}

/** As it will be read; the code is typed to the letter, so it stands apart. What is selected and copied by hand is the whole text. */
function InviteMessage({ text, code }: { text: string; code: string }) {
  const [before, after] = text.split(code);
  return (
    <div
      className="message"
      role="document"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls in a low window, and can be copied by hand
      tabIndex={0}
      aria-label={words.people.message}
      data-testid="invite-message"
    >
      {before}
      <code className="mono message-code">
        <ExactText text={code} />
      </code>
      {after}
    </div>
  );
}
