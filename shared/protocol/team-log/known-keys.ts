/**
 * Whom an entry would give something, by its type: where its signer compared other keys of one of them than they have now, their app
 * does not sign it [protocol: Safety numbers]. A rule of the signer's own app: another person may not have compared anything.
 */
import type { DeviceId, GroupId, Hash, UserId } from "../../encoding/ids.ts";
import { fail, ok, type Result } from "../../failures.ts";
import type { EntryType, Payloads } from "./entry-types.ts";
import { isRaised, lastsUntil, rank } from "./state/rules.ts";
import { isChangedFor, safetyNumber } from "./state/safety.ts";
import type { TeamState } from "./state/team-state.ts";

type Gains<Type extends EntryType> = ((before: TeamState, payload: Payloads[Type]) => UserId[]) | null;

/** Null: it gives nobody of the team more than they have, or only who signs it, or people who were never in the team before. */
const gains: { readonly [Type in EntryType]: Gains<Type> } = {
  genesis: null,
  invite: null,
  "invite-cancel": null,
  "user-add": null,
  "user-role": (before, { user, role, end }) => {
    const had = before.users.get(user);
    const isMore = had !== undefined && (isRaised(had.role, role) || lastsUntil(end) > lastsUntil(had.roleEnd));
    return isMore ? [user] : [];
  },
  // Taking somebody out is never held back, whoever is the heir.
  "user-remove": null,
  "device-add": null,
  "device-revoke": null,
  "recovery-open": null,
  "recovery-confirm": null,
  "recovery-cancel": null,
  "recovery-use": null,
  policy: null,
  verify: null,
  "group-create": (_before, { managers, members }) => [...managers, ...members],
  "group-change": (_before, { add, managersAdd }) => [...add, ...managersAdd],
  "vault-create": null,
  "vault-access": (before, { vault, changes }) =>
    changes.flatMap(({ user, group, permission, end }) => {
      const had = before.vaults.get(vault)?.access.get((user ?? group) as UserId | GroupId);
      const isMore =
        rank(permission) > rank(had?.permission ?? null) ||
        (had !== undefined && permission !== null && lastsUntil(end) > lastsUntil(had.end));
      return isMore ? gainersOf(before, { user, group }) : [];
    }),
  // Devices of people whose keys changed are left out of what it sends (`isUnknownDevice`).
  "vault-keys": null,
  // Whoever may open a vault is sent its next key, else a removal would never end.
  "vault-rotate": null,
  "vault-archive": null,
};

/** The person, or the members of the group. */
export function gainersOf(
  { groups }: Pick<TeamState, "groups">,
  { user, group }: { user?: UserId | null | undefined; group?: GroupId | null | undefined },
): UserId[] {
  if (user != null) return [user];
  return group == null ? [] : [...(groups.get(group)?.members ?? [])];
}

/** `key-changed` with whom it is about, where the signer compared other keys of somebody to whom this entry gives more. */
export function checkKnownKeys<Type extends EntryType>(
  before: TeamState,
  { type, payload, by }: { type: Type; payload: Payloads[Type]; by: UserId },
): Result<true> {
  if (!before.verified.has(by)) return ok(true);
  const gainers = (gains[type] as Gains<Type>)?.(before, payload) ?? [];
  const user = gainers.find((one) => isChangedFor(before, by, one));
  return user === undefined ? ok(true) : fail("key-changed", { reason: "person", user });
}

/** Whether it is a device of somebody whose keys are others than this person compared. */
export function isUnknownDevice(state: TeamState, by: UserId, device: DeviceId): boolean {
  const user = state.devices.get(device)?.user;
  return user !== undefined && isChangedFor(state, by, user);
}

/** What says that this number was compared; null where it says so already, `key-changed` where it is another by now. */
export function comparedKeys(
  state: TeamState,
  by: UserId,
  { user, number }: { user: UserId; number: Hash },
): Result<Payloads["verify"] | null> {
  const member = state.users.get(user);
  if (member === undefined) return fail("not-found", { field: "user" });
  if (safetyNumber(state, member) !== number) return fail("key-changed", { reason: "person", user });
  return ok(state.verified.get(by)?.get(user)?.number === number ? null : { user, number });
}
