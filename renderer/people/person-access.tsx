/** What one person can open: a row for each vault, with how they came to it; a vault that you cannot open has no name here. */

import { Hourglass, Lock, UsersRound } from "lucide-react";
import type { MemberAccess } from "../../shared/contract/member-shapes.ts";
import type { GroupShape, MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { compareTitles } from "../../shared/model/search-text.ts";
import { useAnswer } from "../client/client.ts";
import { Badge } from "../ui/controls.tsx";
import { groupName } from "../vaults/reader.ts";

type Opened = { access: MemberAccess; vault: VaultShape | undefined };
type AccessProps = { member: MemberShape; members: MemberShape[] };

/** The head and the table. */
export function PersonAccess({ member, members }: AccessProps) {
  const vaults = useAnswer("vault.list", {}).value ?? [];
  const groups = useAnswer("group.list", {}).value ?? [];
  const answer = useAnswer("member.access", { user: member.user });
  const opened = (answer.value ?? [])
    .map((access): Opened => ({ access, vault: vaults.find(({ vault }) => vault === access.vault) }))
    .sort(byTitle);
  const name = member.self ? words.people.you : (member.name.split(" ")[0] ?? "");
  const items = opened.reduce((sum, { vault }) => sum + (vault?.count ?? 0), 0);
  if (answer.isLoading) return null;
  return (
    <section aria-label={words.people.canOpen(name)}>
      <h3 className="line block-head">
        <span className="section">{words.people.canOpen(name)}</span>
        <span className="t2 lighter grow">{words.people.vaults(opened.length)}</span>
        {items > 0 && <span className="meta">{words.count.items(items)}</span>}
      </h3>
      {opened.length === 0 ? (
        <p className="t2 person-none">{member.self ? words.people.nothingYou : words.people.nothing(name)}</p>
      ) : (
        <table className="table access-table">
          <thead>
            <tr>
              <th>{words.people.columns.vault}</th>
              <th>{words.people.columns.via}</th>
              <th>{words.people.columns.permission}</th>
              <th>{words.people.columns.until}</th>
            </tr>
          </thead>
          <tbody>
            {opened.map((one) => (
              <AccessRow key={one.access.vault} opened={one} members={members} groups={groups} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** By title; those without one come last. */
function byTitle(left: Opened, right: Opened): number {
  const hidden = Number(left.vault === undefined) - Number(right.vault === undefined);
  return hidden !== 0 ? hidden : compareTitles(left.vault?.title ?? "", right.vault?.title ?? "");
}

type RowProps = { opened: Opened; members: MemberShape[]; groups: GroupShape[] };

function AccessRow({ opened: { access, vault }, members, groups }: RowProps) {
  const Icon = vault === undefined ? Lock : UsersRound;
  const via = viaWords(access, members, groups);
  return (
    <tr data-hidden={vault === undefined}>
      <th scope="row">
        <span className="person-cell">
          <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
          <span className="grow">
            <span className="row-title cut block-line">{vault?.title ?? words.people.hiddenVault}</span>
            <span className="meta cut only-small">{vault === undefined ? managedWords(access, members) : via}</span>
          </span>
        </span>
      </th>
      <td className="not-small">
        <span className="t2 cut block-line">{vault === undefined ? managedWords(access, members) : via}</span>
      </td>
      <td className="t2">{words.items.can[access.permission]}</td>
      <td>
        {access.end === null ? (
          <span className="t2 not-small">{words.vault.noEnd}</span>
        ) : (
          <Badge icon={Hourglass}>{shortDay(access.end)}</Badge>
        )}
      </td>
    </tr>
  );
}

const nameOf = (user: string | null, members: MemberShape[]): string | null => {
  const member = members.find((one) => one.user === user);
  return member?.self === true ? words.people.you : (member?.name ?? null);
};

function viaWords(
  { via, by, at, groups: through }: MemberAccess,
  members: MemberShape[],
  groups: GroupShape[],
): string {
  const names = through.map((id) => groupName(groups.find(({ group }) => group === id)));
  if (via === "group") return words.people.viaGroups(names, at === null ? null : shortDay(at));
  const on = at === null ? null : shortDay(at);
  return words.people.via[via](nameOf(by, members), on);
}

const mostNamed = 2;

function managedWords({ managers }: MemberAccess, members: MemberShape[]): string {
  const names = managers.slice(0, mostNamed).flatMap((user) => nameOf(user, members) ?? []);
  return words.people.managedBy(names, managers.length - names.length);
}
