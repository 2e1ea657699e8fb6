/** Names of people: they lie in the directory vault, typed by an admin, and nowhere in the log. */
import type { MemberShape } from "../../../shared/contract/shapes.ts";
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { devicesOf } from "../../../shared/protocol/team-log/state/rules.ts";
import { readRecords } from "../records/records.ts";
import { updateProfile } from "../store/profile-row.ts";
import type { Unlocked } from "../unlocked.ts";

export type Person = { name: string; emails: string[] };

/** The vault that holds names. */
export function directoryOf(unlocked: Unlocked): VaultId {
  return [...unlocked.log.state().vaults.values()].find(({ kind }) => kind === "directory")?.vault as VaultId;
}

/** Names by item id: the invite's id for people who were invited, the user id for the founder. */
export async function readPeople(unlocked: Unlocked): Promise<Map<string, Person>> {
  const items = await readRecords(unlocked, directoryOf(unlocked), "person");
  return new Map(items.map(({ item, overview }) => [item as string, { name: overview.name, emails: overview.emails }]));
}

/** `member.list`: by name. */
export async function listMembers(unlocked: Unlocked): Promise<Result<MemberShape[]>> {
  const state = unlocked.log.state();
  const people = await readPeople(unlocked);
  const now = unlocked.ports.clock.now();
  const members = [...state.users.values()].map((member): MemberShape => {
    const person = people.get(member.invite ?? member.user);
    const hasEnded = member.roleEnd !== null && member.roleEnd <= now;
    return {
      user: member.user,
      name: person?.name ?? "",
      emails: person?.emails ?? [],
      role: member.role,
      devices: devicesOf(state, member.user).length,
      state: !member.active ? "removed" : hasEnded ? "ended" : "active",
      self: member.user === unlocked.profile.user,
      since: member.addedAt,
    };
  });
  return ok(members.sort((left, right) => left.name.localeCompare(right.name)));
}

/** The unlock screen shows the team and the person as the directory names them, once it does. */
export async function rememberNames(unlocked: Unlocked): Promise<Result<true>> {
  const { profile, db } = unlocked;
  const state = unlocked.log.state();
  const own = state.users.get(profile.user);
  const person = (await readPeople(unlocked)).get(own?.invite ?? profile.user)?.name ?? profile.person;
  const teams = await readRecords(unlocked, directoryOf(unlocked), "team");
  const teamName = teams[0]?.overview.name ?? profile.teamName;
  if (person === profile.person && teamName === profile.teamName) return ok(true);
  updateProfile(db, { person, teamName });
  profile.person = person;
  profile.teamName = teamName;
  unlocked.emit("session.changed", { state: "unlocked" });
  return ok(true);
}
