/** One person: who this is, and what they can open as far as you can see it. */
import { ChevronLeft, Hourglass, UsersRound } from "lucide-react";
import type { MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { day, shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { Badge, IconButton, Overview } from "../ui/controls.tsx";
import { TwoLines } from "../ui/rows.tsx";

/** The right pane. */
export function PersonDetail({ member, onBack }: { member: MemberShape; onBack(): void }) {
  const all = useAnswer("vault.list", {}).value ?? [];
  const vaults = all.filter(({ kind, access }) => kind === "shared" && access.some(({ user }) => user === member.user));
  const items = vaults.reduce((sum, { count }) => sum + count, 0);
  const name = member.self ? words.people.you : (member.name.split(" ")[0] ?? "");
  return (
    <main className="detail" aria-label={member.name}>
      <div className="band detail-band">
        <span className="back">
          <IconButton icon={ChevronLeft} label={words.act.back} onClick={onBack} />
        </span>
        <span className="only-small title cut">{member.name}</span>
      </div>
      <div className="detail-body person-body">
        <header className="detail-head">
          <Overview id={member.user} name={member.name} size={40} />
          <div className="detail-title grow">
            <h2 className="screen-title title-text">{member.name}</h2>
            <p className="meta">{about(member)}</p>
          </div>
        </header>
        <h3 className="line">
          <span className="section">{words.people.canOpen(name)}</span>
          {vaults.length > 0 && <span className="t2 lighter">{words.people.opens(vaults.length, items)}</span>}
        </h3>
        <p className="meta person-note">{words.people.canOpenNote}</p>
        {vaults.length === 0 && <p className="t3">{words.people.nothing}</p>}
        {vaults.map((vault) => (
          <OneVault key={vault.vault} vault={vault} user={member.user} />
        ))}
      </div>
    </main>
  );
}

function about({ role, emails, since, devices, state }: MemberShape): string {
  const facts = [words.people.roles[role], ...emails, words.people.since(day(since)), words.count.computers(devices)];
  return (state === "active" ? facts : [words.people.state[state], ...facts]).join(". ");
}

function OneVault({ vault: { title, count, access }, user }: { vault: VaultShape; user: string }) {
  const own = access.find((one) => one.user === user);
  if (own === undefined) return null;
  return (
    <div className="person-row">
      <UsersRound size={16} strokeWidth={1.75} className="t2" aria-hidden="true" />
      <TwoLines
        title={title}
        meta={words.count.items(count)}
        fact={<span className="row-fact">{words.items.can[own.permission]}</span>}
        badge={
          own.end !== undefined && (
            <Badge icon={Hourglass} small>
              {words.items.ends(shortDay(own.end))}
            </Badge>
          )
        }
      />
    </div>
  );
}
