/** People: who is here, who is invited, who waits; and what somebody can open, as far as you can see it. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type { AccountStatus, InviteShape, MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { isFound } from "../page/fold-text.ts";
import { placeOf } from "../page/list-keys.ts";
import { useCovering } from "../page/use-covering.ts";
import { useRoute } from "../page/use-route.ts";
import { useTakenUp } from "../typed/taken-up.tsx";
import type { Kept } from "../typed/use-kept-text.ts";
import { Avatar, Button } from "../ui/controls.tsx";
import { SearchField } from "../ui/inputs.tsx";
import { TwoLines } from "../ui/rows.tsx";
import { ChangedBadge, ComparedMark } from "../vaults/known-person.tsx";
import { otherActiveAdmins } from "../vaults/who-gives-key.ts";
import { GroupsTab } from "./groups-tab.tsx";
import { anybody, InviteDialog, type InviteStart } from "./invite-dialog.tsx";
import { Joining, LateJoins, OpenInvites } from "./invites.tsx";
import { OpenNameRequests } from "./name-requests.tsx";
import { usePeopleKeys } from "./people-keys.ts";
import { type PeopleTabName, PeopleTabs } from "./people-tabs.tsx";
import { PersonDetail } from "./person-detail.tsx";

/** Who is found, who is picked, and the arrow keys that move from one to the next. */
function usePeopleList(members: MemberShape[]) {
  const [text, setText] = useState("");
  const [picked, setPicked] = useState<string | null>(null);
  const seen = members.filter(({ name, emails }) => isFound(text, name, ...emails));
  const at = Math.max(
    0,
    seen.findIndex(({ user }) => user === picked),
  );
  const keyPressed = (event: KeyboardEvent): void => {
    const to = placeOf(event, at, seen.length);
    if (to === null) return;
    event.preventDefault();
    setPicked(seen[to]?.user ?? null);
  };
  return { text, setText, setPicked, seen, at, keyPressed };
}

/** What stands in the open invite; an invite that was typed before opens by itself when it is taken up. */
function useInviting() {
  const state = useState<InviteStart | null>(null);
  const [, setInviting] = state;
  useTakenUp("invite", ({ typed, text: { name, email, role = "member", instead } }) => {
    setInviting({ name, email, role, instead, typed });
    return true;
  });
  return state;
}

type TabProps = { status: AccountStatus; members: MemberShape[]; tabs: ReactNode };

/** The screen: people, or the groups that they are in. */
export function PeopleScreen({ status, members }: Omit<TabProps, "tabs">) {
  useRoute("people");
  const [tab, setTab] = useState<PeopleTabName>("people");
  const [resumed, setResumed] = useState<Kept<"newGroup"> | null>(null);
  useTakenUp("newGroup", (kept) => {
    setResumed(kept);
    setTab("groups");
    return true;
  });
  const tabs = <PeopleTabs tab={tab} onTab={setTab} />;
  if (tab === "people") return <PeopleTab {...{ status, members, tabs }} />;
  return <GroupsTab {...{ status, members, tabs, resumed }} onResumed={() => setResumed(null)} />;
}

function PeopleTab({ status, members, tabs }: TabProps) {
  const [inviting, setInviting] = useInviting();
  const covering = useCovering(true);
  const search = useRef<HTMLInputElement>(null);
  const isAdmin = status.role === "admin";
  const open = useAnswer("invite.list", {}, isAdmin).value ?? [];
  const { text, setText, setPicked, seen, at, keyPressed } = usePeopleList(members);
  const person = seen[at];
  useEffect(() => {
    search.current?.focus();
  }, []);
  const invite = (): void => setInviting(anybody);
  usePeopleKeys({ search, covering, hasPerson: person !== undefined, invite: isAdmin ? invite : null });
  const label = words.people.search(members.length);
  return (
    <div className="people" data-detail-open={covering.isOpen}>
      <section className="list-col wide" aria-label={words.section.people}>
        <div className="band">
          <SearchField
            ref={search}
            aria-label={label}
            placeholder={label}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={keyPressed}
          />
          {isAdmin && (
            <Button kind="main" className="invite-go" onClick={invite}>
              {words.people.invite}
            </Button>
          )}
        </div>
        <div className="people-list">
          {tabs}
          <Invites invites={open} members={members} onAgain={(late) => setInviting(insteadOf(late))} />
          <OpenNameRequests members={members} />
          <PeopleRows
            {...{ seen, at }}
            onPick={(user) => {
              setPicked(user);
              covering.open();
            }}
          />
          {seen.length === 0 && <p className="list-note">{words.people.none(text.trim())}</p>}
          {isAdmin && <SecondAdmin members={members} onInvite={() => setInviting({ ...anybody, role: "admin" })} />}
          {members.length === 1 && isAdmin && <p className="list-note meta">{words.people.alone}</p>}
        </div>
      </section>
      {person === undefined ? (
        <NobodyFound />
      ) : (
        <PersonDetail member={person} members={members} isAdmin={isAdmin} onBack={() => covering.close()} />
      )}
      {inviting !== null && <InviteDialog start={inviting} onClose={() => setInviting(null)} />}
    </div>
  );
}

/** Who comes, who came too late, and who was asked. */
type InvitesProps = { invites: InviteShape[]; members: MemberShape[]; onAgain(instead: InviteShape): void };

function Invites({ invites, members, onAgain }: InvitesProps) {
  return (
    <>
      <Joining invites={invites.filter(({ state }) => state === "joining")} members={members} />
      <LateJoins invites={invites.filter(({ waits }) => waits === true)} onAgain={onAgain} />
      <OpenInvites invites={invites.filter(({ state }) => state === "open")} />
    </>
  );
}

function insteadOf({ invite, name, role, emails: [email = ""] }: InviteShape): InviteStart {
  return { name, email, role, instead: invite, typed: null };
}

/** A team with several people and one admin is asked for a second. */
function SecondAdmin({ members, onInvite }: { members: MemberShape[]; onInvite(): void }) {
  const active = members.filter(({ state }) => state === "active");
  if (active.length < 2 || otherActiveAdmins(members).length > 0) return null;
  return (
    <p className="list-note meta">
      {words.compare.secondAdmin}{" "}
      <button type="button" className="link" onClick={onInvite}>
        {words.compare.secondAdminDo}
      </button>
    </p>
  );
}

/** Nobody, or no group, is chosen. */
function NobodyFound() {
  return (
    <main className="detail">
      <div className="band" />
    </main>
  );
}

function PeopleRows({ seen, at, onPick }: { seen: MemberShape[]; at: number; onPick(user: string): void }) {
  return (
    <>
      <h2 className="side-head">{words.people.list}</h2>
      {seen.map((member, index) => (
        <PersonRow key={member.user} member={member} isPicked={index === at} onPick={() => onPick(member.user)} />
      ))}
    </>
  );
}

function PersonRow({ member, isPicked, onPick }: { member: MemberShape; isPicked: boolean; onPick(): void }) {
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isPicked) row.current?.scrollIntoView({ block: "nearest" });
  }, [isPicked]);
  const role = words.people.roles[member.role];
  return (
    <button ref={row} type="button" className="row" aria-pressed={isPicked} onClick={onPick}>
      <Avatar id={member.user} name={member.name} />
      <TwoLines
        title={member.name}
        fact={
          <>
            <ComparedMark compared={member.compared} />
            {member.state !== "active" && <span className="row-fact">{words.people.state[member.state]}</span>}
          </>
        }
        meta={member.self ? `${role}, ${words.people.you}` : role}
        badge={<ChangedBadge compared={member.compared} />}
      />
    </button>
  );
}
