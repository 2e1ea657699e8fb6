/** One person: who this is, what they can open and by whom; at the right their role, computers and where they came from. */
import { ChevronLeft, Laptop, MonitorX } from "lucide-react";
import { useState } from "react";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { day, shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { Avatar, Button, IconButton } from "../ui/controls.tsx";
import { ExactText } from "../ui/exact-text.tsx";
import { ChangedBadge, ComparedMark } from "../vaults/known-person.tsx";
import { ChangeRole } from "./change-role.tsx";
import { OwnName } from "./name-requests.tsx";
import { PersonAccess } from "./person-access.tsx";
import { PersonFactor } from "./person-factor.tsx";
import { RemovePerson } from "./remove-person.tsx";
import { RevokeComputer } from "./revoke-computer.tsx";
import { SafetyNumber } from "./safety-number.tsx";
import { useOpened } from "./use-opened.ts";

type PersonProps = { member: MemberShape; members: MemberShape[]; isAdmin: boolean; onBack(): void };

/** The right pane. */
export function PersonDetail({ member, members, isAdmin, onBack }: PersonProps) {
  return (
    <main className="detail" aria-label={member.name}>
      <div className="band detail-band">
        <span className="back">
          <IconButton icon={ChevronLeft} label={words.act.back} onClick={onBack} />
        </span>
        <span className="only-small person-in-band">
          <Avatar id={member.user} name={member.name} size={24} />
          <span className="title cut">{member.name}</span>
          <span className="t3">{roleOf(member)}</span>
        </span>
        {isAdmin && member.state !== "removed" && <PersonActs key={member.user} member={member} members={members} />}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where it scrolls, the keyboard scrolls it */}
      <div className="detail-cols" tabIndex={0}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where it scrolls, the keyboard scrolls it */}
        <div className="detail-body person-body" tabIndex={0}>
          <header className="detail-head not-small">
            <Avatar id={member.user} name={member.name} size={40} />
            <div className="detail-title grow">
              <h2 className="screen-title title-text">
                {member.name} <ComparedMark compared={member.compared} />
                <ChangedBadge compared={member.compared} />
              </h2>
              <p className="meta">{about(member)}</p>
            </div>
          </header>
          {member.self && <OwnName name={member.name} members={members} />}
          <PersonAccess key={member.user} member={member} members={members} />
        </div>
        <AboutPerson {...{ member, members, isAdmin }} />
      </div>
    </main>
  );
}

/** Drawn once the number is there, which stands first; what only the server says comes last: nothing moves as it arrives. */
function AboutPerson({ member, members, isAdmin }: Omit<PersonProps, "onBack">) {
  const { isLoading } = useAnswer("member.safety", { user: member.user }, member.state !== "removed");
  return (
    <aside className="detail-aside" aria-label={words.people.about}>
      {!isLoading && (
        <>
          <SafetyNumber key={`number ${member.user}`} member={member} members={members} />
          <Computers key={member.user} member={member} members={members} isAdmin={isAdmin} />
          <Facts member={member} />
          {isAdmin && member.state === "active" && <PersonFactor key={`${member.user} factor`} member={member} />}
        </>
      )}
    </aside>
  );
}

/** What an admin may do with somebody. */
function PersonActs({ member, members }: { member: MemberShape; members: MemberShape[] }) {
  const [act, setAct] = useState<"role" | "remove" | null>(null);
  const close = (): void => setAct(null);
  return (
    <span className="band-acts">
      <Button kind="quiet" onClick={() => setAct("role")}>
        {words.people.changeRole}
      </Button>
      <Button kind="quiet" onClick={() => setAct("remove")}>
        {words.people.remove}
      </Button>
      {act === "role" && <ChangeRole member={member} members={members} onClose={close} />}
      {act === "remove" && <RemovePerson member={member} members={members} onClose={close} />}
    </span>
  );
}

/** The role, and until when. */
function roleOf({ role, end }: MemberShape): string {
  const named = words.people.roles[role];
  return end === null ? named : words.people.roleUntil(named, shortDay(end));
}

function about(member: MemberShape): string {
  const { emails, self, state } = member;
  const who = self ? words.vault.youRole(roleOf(member)) : roleOf(member);
  const facts = [who, ...emails];
  return (state === "active" ? facts : [words.people.state[state], ...facts]).join(". ");
}

type ComputersProps = { member: MemberShape; members: MemberShape[]; isAdmin: boolean };

/** Others read a number, never the name that somebody gave their computer. */
function Computers({ member: { user, name, self, devices: count }, members, isAdmin }: ComputersProps) {
  const all = useAnswer("device.list", {}).value;
  // How many there are is known before which: the rows stand where they will stay.
  const devices =
    all?.filter((one) => one.user === user && one.active && one.kind === "computer") ??
    Array.from({ length: count }, (_, at) => ({ device: null, number: at + 1 }));
  const [removing, setRemoving] = useState<string | null>(null);
  const first = name.split(" ")[0] ?? name;
  const nameOf = (number: number): string =>
    self ? words.people.yourComputer(number) : words.people.computerOf(first, number);
  return (
    <section className="aside-part">
      <h3 className="line block-head">
        <span className="section">{words.people.computers}</span>
        <span className="t2 lighter">{devices.length}</span>
      </h3>
      {devices.length === 0 && <p className="meta">{words.people.noComputer}</p>}
      {devices.map(({ device, number }) => (
        <div key={number} className="line aside-line">
          <Laptop size={16} strokeWidth={1.75} className="t2" aria-hidden="true" />
          <span className="cut grow">{nameOf(number)}</span>
          {isAdmin && !self && device !== null && (
            <IconButton
              icon={MonitorX}
              label={words.computers.revokeTitle(nameOf(number))}
              onClick={() => setRemoving(device)}
            />
          )}
          {device !== null && removing === device && (
            <RevokeComputer
              {...{ device, members }}
              name={nameOf(number)}
              of={first}
              onClose={() => setRemoving(null)}
            />
          )}
        </div>
      ))}
    </section>
  );
}

function Facts({ member }: { member: MemberShape }) {
  const { user, emails, since, state, self } = member;
  const opened = useOpened(user);
  return (
    <section className="aside-part">
      <h3 className="section block-head">{words.people.inTeam}</h3>
      <dl className="aside-facts">
        <dt>{words.people.role}</dt>
        <dd>{roleOf(member)}</dd>
        {state !== "active" && (
          <>
            <dt>{words.people.access}</dt>
            <dd>{words.people.state[state]}</dd>
          </>
        )}
        <dt>{words.people.joined}</dt>
        <dd>{day(since)}</dd>
        {opened != null && !self && (
          <>
            <dt>{words.people.opened}</dt>
            <dd>{words.people.openedOf(opened.items, opened.hasGaps)}</dd>
          </>
        )}
        {emails.map((email) => (
          <FactOf key={email} label={words.people.mail} text={email} />
        ))}
      </dl>
    </section>
  );
}

function FactOf({ label, text }: { label: string; text: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <ExactText text={text} />
      </dd>
    </>
  );
}
