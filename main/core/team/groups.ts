/** Groups of people: their names lie in the directory, who is in them and what they are given in the log [protocol: Groups]. */
import type { CommandOutput, CommandParsed } from "../../../shared/contract/commands.ts";
import type { Act, GroupShape } from "../../../shared/contract/shapes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { GroupId, ItemId, UserId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { encodeRecord } from "../../../shared/model/records/records.ts";
import { compareTitles } from "../../../shared/model/search-text.ts";
import { vaultsOfGroup } from "../../../shared/protocol/team-log/state/groups.ts";
import { isAdmin, rightIn } from "../../../shared/protocol/team-log/state/rules.ts";
import type { Access, VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { act } from "../log/act.ts";
import { done } from "../log/done.ts";
import { alikeNames } from "./known-names.ts";
import { heirOf, withAllHeads } from "./leaving.ts";
import { directoryOf } from "./people.ts";
import type { TeamArea } from "./team-area.ts";

const unknownUser = () => fail("not-found", { field: "user" });

/** `group.create`: its name is durable here before the group is posted. Failures: `role`, `not-found`, `limit`, `offline`. */
export async function createGroup(
  area: TeamArea,
  input: CommandParsed<"group.create">,
): Promise<Result<CommandOutput<"group.create">>> {
  const { managers, members } = input;
  const state = area.log.state();
  if (!isAdmin(state, area.profile.user)) return fail("role");
  if (![...managers, ...members].every((user) => state.users.has(user))) return unknownUser();
  return area.begun.run(
    { command: "group.create", input },
    () => {
      const group = newId<GroupId>();
      const record = encodeRecord({ kind: "group", name: input.name });
      return { id: group, records: [{ vault: directoryOf(area), item: group as string as ItemId, record }] };
    },
    async (making, begin) => {
      const group = making.id as GroupId;
      const intent = { type: "group-create" as const, group, managers: unique(managers), members: unique(members) };
      const made = await act(area, intent, async () => begin());
      if (!made.ok) return made;
      await area.records.pushSoon(directoryOf(area));
      return ok({ ...done(), group });
    },
  );
}

const unique = (users: readonly UserId[]): UserId[] => [...new Set(users)];

/**
 * `group.change`: keys go to whoever comes as far as this computer has them, and change where somebody goes, by this app where
 * it may and by others' else. What is so already is left as it is. Failures: `role` (no manager; `own`: it would raise oneself;
 * `last-manager`), `not-found`, `invalid-input` (in and out at once), `offline`.
 */
export async function changeGroup(area: TeamArea, input: CommandParsed<"group.change">): Promise<Result<Act>> {
  const { group, add = [], remove = [], managersAdd = [], managersRemove = [], heirs = [] } = input;
  const state = area.log.state();
  if (!state.groups.has(group)) return fail("not-found", { field: "group" });
  if (![...add, ...remove, ...managersAdd, ...managersRemove].every((user) => state.users.has(user)))
    return unknownUser();
  const isBoth = (one: readonly UserId[], other: readonly UserId[]) => one.some((user) => other.includes(user));
  if (isBoth(add, remove) || isBoth(managersAdd, managersRemove)) return fail("invalid-input", { field: "remove" });
  const changed = await act(namesUnopened(area, group) ? withAllHeads(area) : area, {
    ...{ type: "group-change", group, add, remove, managersAdd, managersRemove },
    heirs: heirs.map(heirOf),
  });
  area.requestSync();
  return changed.ok ? ok(done()) : changed;
}

/** Whoever manages a group need not open what it opens: then only the server knows the heads of these vaults. */
function namesUnopened({ log, profile }: TeamArea, group: GroupId): boolean {
  const state = log.state();
  if (state.groups.get(group)?.managers.has(profile.user) !== true) return false;
  const isClosed = (vault: VaultInLog) => !vault.archived && rightIn(state, profile.user, vault) === null;
  return vaultsOfGroup(state, group).some(isClosed);
}

/** `group.list`: by name; a group that nobody is in or manages any more is over. */
export async function listGroups(area: TeamArea): Promise<Result<GroupShape[]>> {
  const state = area.log.state();
  const rows = await area.records.of.group.list();
  const names = new Map(rows.map(({ item, body }) => [item as string, body.name]));
  const live = [...state.groups.values()].filter(({ members, managers }) => members.size + managers.size > 0);
  const alike = alikeNames(new Map(live.map(({ group }) => [group, names.get(group) ?? ""])));
  const shapes = live.map(({ group, members, managers }): GroupShape => {
    const given = vaultsOfGroup(state, group).filter(({ archived }) => !archived);
    return {
      ...{ group, name: names.get(group) ?? "", managers: [...managers], members: [...members] },
      ...(alike.has(group) ? { like: alike.get(group) as GroupId[] } : {}),
      vaults: given.map(({ vault }) => vault),
      given: given.map(({ vault, access }) => {
        const { permission, end } = access.get(group) as Access;
        return { vault, permission, ...(end === null ? {} : { end }) };
      }),
    };
  });
  return ok(shapes.sort((left, right) => compareTitles(left.name, right.name)));
}
