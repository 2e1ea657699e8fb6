/** People: who is here, who is invited, who waits; and what somebody can open, as far as you can see it. */
import { Copy, UsersRound, X } from "lucide-react";
import { useRef, useState } from "react";
import type { AccountStatus, InviteShape, MemberShape } from "../../shared/contract/shapes.ts";
import { call, useAnswer } from "../client.ts";
import { day } from "../copy/dates.ts";
import { words } from "../copy/words.ts";
import { useKeys } from "../keys.ts";
import { tell, tellFailure } from "../notify.tsx";
import { Button, Face, IconButton } from "../ui/controls.tsx";
import { SearchField } from "../ui/inputs.tsx";
import { InviteDialog } from "./invite-dialog.tsx";

/** The room. */
export function PeopleScreen({ status, members }: { status: AccountStatus; members: MemberShape[] }) {
  const [text, setText] = useState("");
  const [picked, setPicked] = useState<string | null>(null);
  const [invites, setInvites] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const isAdmin = status.role === "admin";
  const open = useAnswer("invite.list", {}, isAdmin).value ?? [];
  const seen = members.filter((member) =>
    `${member.name} ${member.emails.join(" ")}`.toLowerCase().includes(text.toLowerCase()),
  );
  const at = Math.max(
    0,
    seen.findIndex(({ user }) => user === picked),
  );
  const person = seen[at];
  useKeys({
    search: () => {
      search.current?.focus();
      return true;
    },
    new: () => {
      if (isAdmin) setInvites(true);
      return true;
    },
  });
  const label = words.people.search(members.length);
  return (
    <div className="people">
      <section className="list-col wide" aria-label={words.room.people}>
        <div className="band">
          <SearchField
            ref={search}
            autoFocus
            aria-label={label}
            placeholder={label}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "ArrowDown" || event.key === "ArrowUp") {
                event.preventDefault();
                setPicked(
                  seen[Math.max(0, Math.min(seen.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))]?.user ?? null,
                );
              }
            }}
          />
          {isAdmin && (
            <Button kind="main" size={32} onClick={() => setInvites(true)}>
              {words.people.invite}
            </Button>
          )}
        </div>
        <div className="people-list">
          <Invites invites={open.filter(({ state }) => state === "joining")} title={words.people.joining} />
          <Invites invites={open.filter(({ state }) => state === "open")} title={words.people.open} />
          <h2 className="side-head">{words.people.list}</h2>
          {seen.map((member, index) => (
            <button
              key={member.user}
              type="button"
              className="row in-flow"
              aria-pressed={index === at}
              onClick={() => setPicked(member.user)}
            >
              <Face id={member.user} name={member.name} />
              <span className="grow">
                <span className="row-title cut">{member.name}</span>
                <br />
                <span className="meta">
                  {words.people.roles[member.role]}
                  {member.self ? `, ${words.people.you}` : ""}
                </span>
              </span>
              {member.state !== "active" && <span className="meta">{words.people.state[member.state]}</span>}
            </button>
          ))}
          {members.length === 1 && isAdmin && (
            <p className="meta" style={{ padding: "8px 14px" }}>
              {words.people.alone}
            </p>
          )}
        </div>
      </section>
      {person === undefined ? (
        <main className="detail">
          <div className="band" />
        </main>
      ) : (
        <PersonDetail member={person} />
      )}
      {invites && <InviteDialog onClose={() => setInvites(false)} />}
    </div>
  );
}

function Invites({ invites, title }: { invites: InviteShape[]; title: string }) {
  if (invites.length === 0) return null;
  const again = async (invite: string): Promise<void> => {
    const copied = await call("invite.copy", { invite });
    if (copied.ok) tell(words.people.copied);
    else tellFailure(copied.failure);
  };
  const cancel = async (invite: string): Promise<void> => {
    const cancelled = await call("invite.cancel", { invite });
    if (!cancelled.ok) tellFailure(cancelled.failure);
  };
  return (
    <section className="invites">
      <h2 className="side-head">{title}</h2>
      {invites.map(({ invite, name, end }) => (
        <div key={invite} className="invite">
          <div className="grow">
            <div className="row-title cut">{name}</div>
            <div className="meta">{words.people.left(end, Date.now())}</div>
          </div>
          <Button onClick={() => void again(invite)}>
            <Copy size={14} aria-hidden="true" />
            {words.people.again}
          </Button>
          <IconButton icon={X} label={`${words.people.cancel}: ${name}`} onClick={() => void cancel(invite)} />
        </div>
      ))}
    </section>
  );
}

function PersonDetail({ member }: { member: MemberShape }) {
  const vaults = (useAnswer("vault.list", {}).value ?? []).flatMap((vault) => {
    const access = vault.access.find(({ user }) => user === member.user);
    return access === undefined || vault.kind !== "shared" ? [] : [{ ...vault, permission: access.permission }];
  });
  return (
    <main className="detail" aria-label={member.name}>
      <div className="band detail-band" />
      <div className="detail-body" style={{ maxWidth: 680 }}>
        <div className="line" style={{ gap: 12, marginBottom: 20 }}>
          <Face id={member.user} name={member.name} size={40} />
          <div>
            <h2 className="screen-title">{member.name}</h2>
            <div className="meta">
              {[
                words.people.roles[member.role],
                ...member.emails,
                words.people.since(day(member.since)),
                words.count.computers(member.devices),
              ].join(". ")}
            </div>
          </div>
        </div>
        <h3 className="section">
          {words.people.canOpen(member.self ? words.people.you : (member.name.split(" ")[0] ?? ""))}
        </h3>
        <p className="meta" style={{ marginBottom: 6 }}>
          {words.people.canOpenNote}
        </p>
        {vaults.length === 0 && <p className="t3">{words.people.nothing}</p>}
        {vaults.map(({ vault, title, count, permission }) => (
          <div key={vault} className="person-row">
            <UsersRound size={16} className="t2" aria-hidden="true" />
            <div className="grow">
              <div className="row-title cut">{title}</div>
              <div className="meta">{words.count.items(count)}</div>
            </div>
            <span className="meta">{words.items.can[permission]}</span>
          </div>
        ))}
      </div>
    </main>
  );
}
