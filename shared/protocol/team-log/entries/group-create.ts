/** `group-create`: an admin makes a group and says who manages it; from then on only they change it [protocol: Groups]. */
import { z } from "zod";
import { idField, strict } from "../../../encoding/fields.ts";
import type { GroupId, UserId } from "../../../encoding/ids.ts";
import { limits } from "../../../encoding/limits.ts";
import { fail, ok } from "../../../failures.ts";
import { type EntryRule, nobodyNamed, plainEntry } from "../state/entry-rule.ts";
import { groupManagementOf, isAscending, mayBeInGroup, putGroup } from "../state/groups.ts";
import { peopleField } from "../state/parts.ts";
import { isAdmin } from "../state/rules.ts";
import type { LogTransaction } from "../state/transaction.ts";

type Payload = { group: GroupId; managers: UserId[]; members: UserId[] };

/** A grant names a group where it may name a person: an id is only ever one of them, and names nothing else either. */
function isUsed({ before }: LogTransaction, id: string): boolean {
  const { users, groups, vaults, invites } = before;
  return [users, groups, vaults, invites].some((table) => (table as ReadonlyMap<string, unknown>).has(id));
}

export const groupCreate: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({
    group: idField<GroupId>(),
    managers: z.array(idField<UserId>()).min(1).max(limits.peoplePerGroup),
    members: peopleField(),
  }),
  attached: { cuts: "none", heads: "none", bundles: "none" },
  changes: ["members"],
  signer: (before, { actor }) => (isAdmin(before, actor.user) ? ok(true) : fail("role")),
  names: ({ group, managers, members }) => ({ ...nobodyNamed, groups: [group], users: [...managers, ...members] }),
  reduce(tx, { payload: { group, managers, members } }) {
    if (isUsed(tx, group)) return fail("encoding", { reason: "id-repeated" });
    if (tx.before.groups.size >= limits.groupsPerTeam) return fail("limit", { field: "groups" });
    if (!isAscending(managers) || !isAscending(members)) return fail("encoding", { reason: "people-order" });
    if (![...managers, ...members].every((user) => mayBeInGroup(tx.before, user)))
      return fail("role", { reason: "subject" });
    const made = { group, managers: new Set(managers), members: new Set(members) };
    if (groupManagementOf(tx, made) < 2) return fail("role", { reason: "last-manager" });
    putGroup(tx, made, []);
    return ok(true);
  },
};
