/** Two histories of the team: what happened, what is frozen, what to do, whom to call. Everything else stays reachable. */
import { Check, FileDown, OctagonAlert, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { ForkShape, ForkSide } from "../../shared/contract/forks.ts";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { shortTime } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { useRoute } from "../page/use-route.ts";
import { Avatar, Button } from "../ui/controls.tsx";
import { useLayer } from "../ui/layers.ts";
import { otherActiveAdmins } from "../vaults/who-gives-key.ts";
import { ChooseHistory } from "./choose-history.tsx";
import { TeamCode } from "./team-code.tsx";

type ForkProps = { members: MemberShape[]; onPeople(): void; onClose(): void };

/** In place of a section; nothing where no fork is proven any more. */
export function ForkScreen(props: ForkProps) {
  const fork = useAnswer("team.fork", {}).value;
  return fork?.state === "proven" ? <Fork {...props} fork={fork} /> : null;
}

function Fork({ members, fork, onPeople, onClose }: ForkProps & { fork: ForkShape }) {
  useRoute("fork");
  useLayer("sheet", onClose);
  const others = members.filter(({ user, self }) => !self && (fork.people.includes(user) || user === fork.other?.user));
  const [isChoosing, setChoosing] = useState(false);
  const admins = otherActiveAdmins(members);
  const names = others.map(({ name }) => name).join(", ") || words.fork.somebody;
  const save = async (): Promise<void> => {
    const saved = await call("team.saveEvidence", {});
    if (saved.ok) tell(words.fork.saved(saved.value.name, saved.value.place));
    else if (saved.failure.code !== "cancelled") tellFailure(saved.failure);
  };
  return (
    <main className="fork" aria-label={words.fork.title}>
      <div className="fork-inner">
        <header className="fork-head">
          <OctagonAlert size={22} strokeWidth={1.75} aria-hidden="true" />
          <div>
            <h1 className="screen-title">{words.fork.title}</h1>
            <p className="t2">
              {words.fork.note(names)} {fork.since !== null && words.fork.since(shortTime(fork.since))}
            </p>
          </div>
        </header>
        <Histories fork={fork} members={members} names={names} />
        <div className="fork-columns">
          <Frozen />
          <section>
            <h2 className="section">{words.fork.whatToDo}</h2>
            <ol>
              {words.fork.steps(names, fork.mine?.number ?? null).map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ol>
          </section>
          <Whom others={others} members={members} />
        </div>
        <TeamCode title={words.teamCode.now} at={fork.mine?.number ?? null} />
        <footer className="fork-foot">
          <Button kind="main" size={32} onClick={() => void save()}>
            <FileDown size={15} strokeWidth={1.75} aria-hidden="true" /> {words.fork.save}
          </Button>
          {fork.other !== null && admins.length > 0 && (
            <Button size={32} onClick={() => setChoosing(true)}>
              {words.fork.goOver}
            </Button>
          )}
          <Button size={32} onClick={onPeople}>
            {words.fork.remove}
          </Button>
          <span className="grow" />
          <Button kind="quiet" size={32} shortcut="Esc" onClick={onClose}>
            {words.fork.back}
          </Button>
        </footer>
        {isChoosing && <ChooseHistory admins={admins} onClose={() => setChoosing(false)} />}
      </div>
    </main>
  );
}

type Sides = { fork: ForkShape; members: MemberShape[]; names: string };

/** Where they part, and whose entry stands first on each side. */
function Histories({ fork: { mine, other }, members, names }: Sides) {
  if (mine === null || other === null) return <p className="fork-sides t2">{words.fork.unshown}</p>;
  const line = ({ user, at, more }: ForkSide): string =>
    words.fork.side(members.find((one) => one.user === user)?.name ?? words.fork.somebody, shortTime(at), more);
  return (
    <div className="fork-sides">
      <div className="fork-picture">
        <p className="t3">{words.fork.same(mine.number)}</p>
        <svg viewBox="0 0 560 100" aria-hidden="true">
          <path className="fork-line" d="M0 50 H268" />
          <path className="fork-line" data-side="mine" d="M268 50 C310 50 300 12 344 12 H560" />
          <path className="fork-line" data-side="other" d="M268 50 C310 50 300 88 344 88 H560" />
          <circle cx="268" cy="50" r="6" />
        </svg>
        <p className="fork-at">{words.fork.entry(mine.number)}</p>
      </div>
      <dl>
        <dt>{words.fork.mine}</dt>
        <dd>{line(mine)}</dd>
        <dt>{words.fork.other(names)}</dt>
        <dd>{line(other)}</dd>
      </dl>
    </div>
  );
}

function Frozen() {
  const pending = useAnswer("sync.status", {}).value?.pending ?? 0;
  return (
    <section>
      <h2 className="section">{words.fork.whatFrozen}</h2>
      <ul>
        {words.fork.stops.map((text) => (
          <Line key={text} icon={<X size={14} strokeWidth={2} aria-hidden="true" data-tone="act" />} text={text} />
        ))}
        {words.fork.goesOn.map((text) => (
          <Line key={text} icon={<Check size={14} strokeWidth={2} aria-hidden="true" data-tone="ok" />} text={text} />
        ))}
      </ul>
      <p className="t3">{words.fork.drafts(pending)}</p>
    </section>
  );
}

function Line({ icon, text }: { icon: ReactNode; text: string }) {
  return (
    <li className="fork-line-of">
      {icon} {text}
    </li>
  );
}

/** Who stands on the other history, then admins: at most four. */
function Whom({ others, members }: { others: MemberShape[]; members: MemberShape[] }) {
  const admins = otherActiveAdmins(members).filter((one) => !others.includes(one));
  return (
    <section>
      <h2 className="section">{words.fork.whom}</h2>
      <p className="t3">{words.fork.whomNote}</p>
      <ul>
        {[...others, ...admins].slice(0, 4).map((member) => (
          <li key={member.user} className="fork-person">
            <Avatar id={member.user} name={member.name} size={28} />
            <span>
              <span className="wrap">{member.name}</span>
              <span className="t3">{others.includes(member) ? words.fork.seesOther : words.fork.admin}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
