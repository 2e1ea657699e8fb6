/** "Please change my name": a person asks on their own page, an admin decides at the top of the list of people. */
import { Eye } from "lucide-react";
import { useState } from "react";
import type { NameRequestShape } from "../../shared/contract/name-request-shapes.ts";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Avatar, Button } from "../ui/controls.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ExactText } from "../ui/exact-text.tsx";
import { TextField } from "../ui/inputs.tsx";

/** What an admin has to decide, and whose letters did not come. */
export function OpenNameRequests({ members }: { members: MemberShape[] }) {
  const { open, missing } = useAnswer("member.nameRequests", {}).value ?? { open: [], missing: [] };
  if (open.length === 0 && missing.length === 0) return null;
  const nameOf = (user: string): string => members.find((member) => member.user === user)?.name ?? "";
  return (
    <section className="invites">
      <h2 className="side-head">{words.names.title}</h2>
      {open.map((request) => (
        <OpenRequest key={request.request} request={request} like={request.like.map(nameOf)} />
      ))}
      {missing.map(({ user, count }) => (
        <p key={user} className="invite-note meta">
          {words.names.missing(nameOf(user), count)}
        </p>
      ))}
    </section>
  );
}

type RequestProps = { request: NameRequestShape; like: string[] };

/** Both names are read whole: they are what is decided. */
function OpenRequest({ request: { request, user, now, name }, like }: RequestProps) {
  const [isDeclining, setDeclining] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const accept = async (): Promise<void> => {
    setBusy(true);
    const done = await call("member.acceptName", { request });
    setBusy(false);
    if (!done.ok) return tellFailure(done.failure);
    tell(words.names.accepted(now, name));
  };
  return (
    <div className="name-request">
      <Avatar id={user} name={now} />
      <div className="name-asked">
        <p className="row-title">
          <bdi>{now}</bdi>
        </p>
        <p className="meta">{words.names.asks}</p>
        <p className="name-wanted">
          <ExactText text={name} />
        </p>
        {like.length > 0 && (
          <p className="line name-like">
            <Eye size={14} strokeWidth={1.75} aria-hidden="true" />
            <span>{words.names.like(like)}</span>
          </p>
        )}
        <div className="line name-acts">
          <Button disabled={isBusy} onClick={() => void accept()} aria-label={words.names.acceptOf(now, name)}>
            {words.names.accept}
          </Button>
          <Button kind="quiet" onClick={() => setDeclining(true)} aria-label={words.names.declineTitle(now)}>
            {words.names.decline}
          </Button>
        </div>
      </div>
      {isDeclining && <Decline {...{ request, now, name }} onClose={() => setDeclining(false)} />}
    </div>
  );
}

type DeclineProps = { request: string; now: string; name: string; onClose(): void };

function Decline({ request, now, name, onClose }: DeclineProps) {
  const [reason, setReason] = useState("");
  const [isBusy, setBusy] = useState(false);
  const decline = async (): Promise<void> => {
    setBusy(true);
    const given = reason.trim();
    const done = await call("member.declineName", { request, ...(given === "" ? {} : { reason: given }) });
    setBusy(false);
    if (!done.ok) return tellFailure(done.failure);
    tell(words.names.declined(now));
    onClose();
  };
  return (
    <Dialog
      name="name-decline"
      title={words.names.declineTitle(now)}
      note={words.names.declineNote(now, name)}
      done={words.names.declineDone}
      isBusy={isBusy}
      onClose={onClose}
      onDone={() => void decline()}
    >
      <TextField
        label={words.names.reason}
        value={reason}
        maxLength={200}
        onChange={(event) => setReason(event.target.value)}
      />
    </Dialog>
  );
}

/** On one's own page: what became of one's request, and the way to ask. */
export function OwnName({ name, members }: { name: string; members: MemberShape[] }) {
  const own = useAnswer("member.nameRequests", {}).value?.own ?? null;
  const [isAsking, setAsking] = useState(false);
  const by = members.find(({ user }) => user === own?.by)?.name ?? "";
  return (
    <div className="line own-name">
      {own !== null && (
        <p className="meta own-name-state" role="status">
          {words.names.own[own.state](own.name, by, own.reason)}
        </p>
      )}
      <Button onClick={() => setAsking(true)}>{words.names.ask}</Button>
      {isAsking && <AskDialog name={name} onClose={() => setAsking(false)} />}
    </div>
  );
}

function AskDialog({ name, onClose }: { name: string; onClose(): void }) {
  const [wanted, setWanted] = useState(name);
  const [isBusy, setBusy] = useState(false);
  const asked = wanted.trim();
  const ask = async (): Promise<void> => {
    setBusy(true);
    const done = await call("member.askName", { name: asked });
    setBusy(false);
    if (!done.ok) return tellFailure(done.failure);
    tell(words.names.asked(asked));
    onClose();
  };
  return (
    <Dialog
      name="name-ask"
      title={words.names.askTitle}
      note={words.names.askNote}
      done={words.names.askDone}
      isBusy={isBusy}
      canDo={asked !== "" && asked !== name}
      onClose={onClose}
      onDone={() => void ask()}
    >
      <TextField
        label={words.people.name}
        value={wanted}
        maxLength={200}
        onChange={(event) => setWanted(event.target.value)}
      />
    </Dialog>
  );
}
