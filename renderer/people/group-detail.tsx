/** One group: who is in it; at the right who decides that, and which vaults it is given. */
import { ChevronLeft, Crown, Ellipsis, Lock, UserMinus, UsersRound } from "lucide-react";
import { useState } from "react";
import type { GroupShape, MemberShape } from "../../shared/contract/shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { tellAct, tellFailure } from "../page/notify.tsx";
import { Avatar, Button, IconButton } from "../ui/controls.tsx";
import { ActMenu, type MenuAct } from "../ui/menu.tsx";
import { TwoLines } from "../ui/rows.tsx";
import { groupName, managerNames } from "../vaults/reader.ts";
import { AddToGroup, GiveVault } from "./group-adds.tsx";
import { type GroupAsk, GroupDialog } from "./group-dialogs.tsx";

type DetailProps = { group: GroupShape; members: MemberShape[]; onBack(): void };

const peopleOf = (ids: readonly string[], members: MemberShape[]) => members.filter(({ user }) => ids.includes(user));

/** The right pane. */
export function GroupDetail({ group, members, onBack }: DetailProps) {
  const [ask, setAsk] = useState<GroupAsk | null>(null);
  const self = members.find((member) => member.self);
  const isManager = self !== undefined && group.managers.includes(self.user);
  const isIn = self !== undefined && (isManager || group.members.includes(self.user));
  const name = groupName(group);
  return (
    <main className="detail" aria-label={name}>
      <div className="band detail-band">
        <span className="back">
          <IconButton icon={ChevronLeft} label={words.groups.back} onClick={onBack} />
        </span>
        <span className="grow" />
        <span className="band-acts">
          {isIn && (
            <Button kind="quiet" onClick={() => setAsk({ kind: "leave", member: self })}>
              {words.groups.leave}
            </Button>
          )}
          {isManager && <AddToGroup group={group} members={members} />}
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where it scrolls, the keyboard scrolls it */}
      <div className="detail-cols" tabIndex={0}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where it scrolls, the keyboard scrolls it */}
        <div className="detail-body person-body" tabIndex={0}>
          <header className="detail-head">
            <UsersRound size={24} strokeWidth={1.75} className="t2 group-mark" aria-hidden="true" />
            <div className="detail-title grow">
              <h2 className="screen-title title-text">{name}</h2>
              <p className="meta">
                {words.groups.facts(group.members.length, group.vaults.length)}{" "}
                {words.groups.decide(managerNames(group, members))}
              </p>
            </div>
          </header>
          <MemberTable group={group} members={members} isManager={isManager} onAsk={setAsk} />
        </div>
        <aside className="detail-aside" aria-label={words.groups.managers}>
          <Managers group={group} members={members} isManager={isManager} onAsk={setAsk} />
          <GivenVaults group={group} members={members} />
        </aside>
      </div>
      {ask !== null && <GroupDialog ask={ask} group={group} onClose={() => setAsk(null)} />}
    </main>
  );
}

type PartProps = { group: GroupShape; members: MemberShape[]; isManager: boolean; onAsk(ask: GroupAsk): void };

async function makeManager(group: GroupShape, { user, name }: MemberShape): Promise<void> {
  const made = await call("group.change", { group: group.group, managersAdd: [user] });
  if (!made.ok) return tellFailure(made.failure);
  tellAct(made.value, words.groups.isManager(name, groupName(group)));
}

function MemberTable({ group, members, isManager, onAsk }: PartProps) {
  const inside = peopleOf(group.members, members);
  if (inside.length === 0) return <p className="t2 person-none">{words.groups.noMembers}</p>;
  const { member: head, role, acts } = words.groups.columns;
  return (
    <table className="table group-table">
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col">{role}</th>
          <th scope="col">
            <span className="only-read">{acts}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {inside.map((member) => (
          <tr key={member.user}>
            <th scope="row">
              <span className="person-cell">
                <Avatar id={member.user} name={member.name} size={24} />
                <span className="row-title cut">{member.self ? words.items.you : member.name}</span>
              </span>
            </th>
            <td className="t2">{words.people.roles[member.role]}</td>
            <td className="acts-cell">
              {isManager && !member.self && (
                <ActMenu acts={actsOn(member, group, onAsk)}>
                  <IconButton icon={Ellipsis} label={words.groups.actsOf(member.name)} />
                </ActMenu>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function actsOn(member: MemberShape, group: GroupShape, onAsk: PartProps["onAsk"]): MenuAct[] {
  const takeOut = { icon: UserMinus, label: words.groups.takeOut, onAct: () => onAsk({ kind: "out", member }) };
  if (group.managers.includes(member.user)) return [takeOut];
  return [{ icon: Crown, label: words.groups.makeManager, onAct: () => void makeManager(group, member) }, takeOut];
}

function Managers({ group, members, isManager, onAsk }: PartProps) {
  return (
    <section className="aside-part">
      <h3 className="line block-head">
        <span className="section">{words.groups.managers}</span>
        <span className="t2 lighter">{group.managers.length}</span>
      </h3>
      {peopleOf(group.managers, members).map((member) => (
        <div key={member.user} className="person-row">
          <Avatar id={member.user} name={member.name} size={24} />
          <TwoLines title={member.self ? words.items.you : member.name} meta={words.people.roles[member.role]} />
          {isManager && !member.self && (
            <ActMenu
              acts={[
                {
                  icon: UserMinus,
                  label: words.groups.noManager,
                  onAct: () => onAsk({ kind: "unmanage", member }),
                },
              ]}
            >
              <IconButton icon={Ellipsis} label={words.groups.actsOf(member.name)} />
            </ActMenu>
          )}
        </div>
      ))}
    </section>
  );
}

function GivenVaults({ group, members }: Pick<PartProps, "group" | "members">) {
  const vaults = useAnswer("vault.list", {}).value ?? [];
  const seen = group.given.map((given) => ({ ...given, shape: vaults.find(({ vault }) => vault === given.vault) }));
  const items = seen.reduce((sum, { shape }) => sum + (shape?.count ?? 0), 0);
  return (
    <section className="aside-part">
      <h3 className="line block-head">
        <span className="section">{words.groups.vaults}</span>
        <span className="t2 lighter grow">{group.given.length}</span>
        <GiveVault group={group} members={members} vaults={vaults} />
      </h3>
      {seen.map(({ vault, permission, end, shape }) => {
        const Icon = shape === undefined ? Lock : UsersRound;
        const until = end === undefined ? [] : [words.groups.until(shortDay(end))];
        const facts = [...(shape === undefined ? [] : [words.groups.items(shape.count)]), ...until];
        return (
          <div key={vault} className="person-row">
            <Icon size={16} strokeWidth={1.75} className="t2 group-mark" aria-hidden="true" />
            <TwoLines
              title={shape?.title ?? words.people.hiddenVault}
              fact={<span className="row-fact">{words.items.can[permission]}</span>}
              meta={facts.join(", ")}
            />
          </div>
        );
      })}
      <p className="meta" style={{ marginTop: 8 }}>
        {seen.length === 0 ? words.groups.noVaults : words.groups.joins(items)}
      </p>
    </section>
  );
}
