/** Who wants to join, and whose invite is still open. Joins stand at the very top: somebody waits for them. */
import { Copy, Hourglass, X } from "lucide-react";
import { useEffect, useState } from "react";
import type { InviteShape, MemberShape } from "../../shared/contract/shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { inviteMessage } from "../../shared/copy/invite-message.ts";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Avatar, Badge, Button, IconButton } from "../ui/controls.tsx";
import { TwoLines } from "../ui/rows.tsx";
import { CompareInvite } from "./compare-invite.tsx";

const hoursMs = 3_600_000;
const soonMs = 12 * hoursMs;
const againEveryMs = 60_000;

/** The people who wait to be let in. */
export function Joining({ invites, members }: { invites: InviteShape[]; members: MemberShape[] }) {
  const [comparing, setComparing] = useState<InviteShape | null>(null);
  if (invites.length === 0 && comparing === null) return null;
  const waitsFor = invites.find((invite) => invite.waitsFor !== undefined)?.waitsFor;
  const namesOf = (users: string[]) =>
    users.map((user) => members.find((member) => member.user === user)?.name || words.acts.somebody);
  return (
    <section className="invites">
      <h2 className="side-head">{words.people.joining}</h2>
      {invites.map((one) => (
        <div key={one.invite} className="invite">
          <Avatar id={one.invite} name={one.name} />
          <TwoLines title={one.name} meta={words.people.joiningAs(words.people.roles[one.role])} />
          {one.compare === "asked" && (
            <Button onClick={() => setComparing(one)} aria-label={`${words.compare.begin}: ${one.name}`}>
              {words.compare.begin}
            </Button>
          )}
        </div>
      ))}
      {invites.some(({ compare }) => compare === "asked") && (
        <p className="invite-note meta">{words.compare.joiningNote}</p>
      )}
      {invites.some(({ compare }) => compare !== "asked") && (
        <p className="invite-note meta">
          {waitsFor === undefined ? words.people.joiningNote : words.acts.joins(namesOf(waitsFor))}
        </p>
      )}
      {comparing !== null && <CompareInvite invite={comparing} onClose={() => setComparing(null)} />}
    </section>
  );
}

type LateProps = { invites: InviteShape[]; onAgain(invite: InviteShape): void };

/** The people who wait on an invite that has ended: only a new one lets them in. */
export function LateJoins({ invites, onAgain }: LateProps) {
  if (invites.length === 0) return null;
  return (
    <section className="invites">
      <h2 className="side-head">{words.people.late}</h2>
      {invites.map((one) => (
        <div key={one.invite} className="invite">
          <Avatar id={one.invite} name={one.name} />
          <TwoLines title={one.name} meta={words.people.lateEnded(shortDay(one.end))} />
          <Button onClick={() => onAgain(one)} aria-label={`${words.people.inviteAgain}: ${one.name}`}>
            {words.people.inviteAgain}
          </Button>
        </div>
      ))}
      <p className="invite-note meta">{words.people.lateNote}</p>
    </section>
  );
}

/** The invites that nobody used yet. */
export function OpenInvites({ invites }: { invites: InviteShape[] }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), againEveryMs);
    return () => clearInterval(timer);
  }, []);
  if (invites.length === 0) return null;
  return (
    <section className="invites">
      <h2 className="side-head">{words.people.open}</h2>
      {invites.map((one) => (
        <OpenInvite key={one.invite} invite={one} now={now} />
      ))}
    </section>
  );
}

function OpenInvite({ invite: { invite, name, role, end }, now }: { invite: InviteShape; now: number }) {
  const left = words.people.left(end, now);
  const place = useAnswer("invite.place", {}).value?.place ?? "";
  const again = async (): Promise<void> => {
    const made = await call("invite.again", { invite });
    if (!made.ok) return tellFailure(made.failure);
    const copied = await call("invite.copy", {
      invite,
      text: inviteMessage({ ...made.value, place, isCompared: role !== "member" }),
    });
    if (copied.ok) tell(words.notices.inviteCopied(name));
    else tellFailure(copied.failure);
  };
  const cancel = async (): Promise<void> => {
    const cancelled = await call("invite.cancel", { invite });
    if (cancelled.ok) tell(words.notices.inviteCancelled(name));
    else tellFailure(cancelled.failure);
  };
  return (
    <div className="invite">
      <TwoLines
        title={name}
        meta={
          end - now > soonMs ? (
            left
          ) : (
            <Badge icon={Hourglass} tone="att" small>
              {left}
            </Badge>
          )
        }
      />
      <Button onClick={() => void again()} aria-label={`${words.people.again}: ${name}`}>
        <Copy size={14} strokeWidth={1.75} aria-hidden="true" />
        {words.people.again}
      </Button>
      <IconButton icon={X} label={`${words.people.cancel}: ${name}`} onClick={() => void cancel()} />
    </div>
  );
}
