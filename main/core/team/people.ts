/** Names of people: they lie in the directory vault, typed by an admin, and nowhere in the log. */

import type { MemberShape } from "../../../shared/contract/shapes.ts";
import type { UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { compareTitles } from "../../../shared/model/search-text.ts";
import { devicesOf, hasRoleEnded } from "../../../shared/protocol/team-log/state/rules.ts";
import { comparisonOf } from "../../../shared/protocol/team-log/state/safety.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { changeProfile } from "../account/profile-changes.ts";
import { readPreferences } from "../records/preferences.ts";
import { alikeNames, type FormerName, formerNames, noteNames } from "./known-names.ts";
import type { TeamArea } from "./team-area.ts";

export type Person = { name: string; emails: string[] };

/** The vault that holds names. */
export function directoryOf(area: TeamArea): VaultId {
  return [...area.log.state().vaults.values()].find(({ kind }) => kind === "directory")?.vault as VaultId;
}

/** Names by item id: the invite's id for people who were invited, the user id for the founder. */
export async function readPeople(area: TeamArea): Promise<Map<string, Person>> {
  const rows = await area.records.of.person.list();
  return new Map(rows.map(({ item, body: { name, emails } }) => [item as string, { name, emails }]));
}

/** `member.list`: by name. */
export async function listMembers(area: TeamArea): Promise<Result<MemberShape[]>> {
  const state = area.log.state();
  const people = await readPeople(area);
  const now = area.rights.now();
  const names = namesIn(state, people);
  const former = formerNames(area, names);
  const alike = alikeNames(ofActive(state, names));
  const members = [...state.users.values()].map((member): MemberShape => {
    const person = people.get(member.invite ?? member.user);
    return {
      user: member.user,
      name: person?.name ?? "",
      emails: person?.emails ?? [],
      role: member.role,
      devices: devicesOf(state, member.user).filter(({ kind }) => kind === "computer").length,
      state: !member.active ? "removed" : hasRoleEnded(state, member.user, now) ? "ended" : "active",
      end: member.roleEnd,
      self: member.user === area.profile.user,
      since: member.addedAt,
      ...whatToKnow({
        compared: comparisonOf(state, area.profile.user, member.user).state,
        ...{ was: former.get(member.user) },
        like: alike.get(member.user),
      }),
    };
  });
  return ok(members.sort((left, right) => compareTitles(left.name, right.name)));
}

type ToKnow = { compared: "none" | "same" | "changed"; was: FormerName | undefined; like: string[] | undefined };

/** What there is to know of somebody before they are given something. */
function whatToKnow({ compared, was, like }: ToKnow): Pick<MemberShape, "compared" | "was" | "like"> {
  return {
    ...(compared === "none" ? {} : { compared }),
    ...(was === undefined ? {} : { was }),
    ...(like === undefined ? {} : { like }),
  };
}

/** What everybody is called; empty where the directory says nothing. */
function namesIn(state: TeamState, people: ReadonlyMap<string, Person>): Map<UserId, string> {
  return new Map([...state.users.values()].map(({ user, invite }) => [user, people.get(invite ?? user)?.name ?? ""]));
}

function ofActive({ users }: TeamState, names: ReadonlyMap<UserId, string>): Map<UserId, string> {
  return new Map([...names].filter(([user]) => users.get(user)?.active === true));
}

/** Keeps who is called otherwise than before. */
export async function noteCalled(area: TeamArea): Promise<Result<true>> {
  const people = await readPeople(area);
  const state = area.log.state();
  noteNames(area, ofActive(state, namesIn(state, people)));
  return ok(true);
}

/** The unlock screen shows the team and the person as the directory names them, and the computer as its person does. */
export async function rememberNames(area: TeamArea): Promise<Result<true>> {
  const { profile } = area;
  const state = area.log.state();
  const own = state.users.get(profile.user);
  const person = (await readPeople(area)).get(own?.invite ?? profile.user)?.name ?? profile.person;
  const [team] = await area.records.of.team.list();
  const teamName = team?.body.name ?? profile.teamName;
  const { deviceNames } = await readPreferences(area);
  const deviceName = deviceNames.find(({ device }) => device === profile.device)?.name ?? profile.deviceName;
  const isSo = person === profile.person && teamName === profile.teamName && deviceName === profile.deviceName;
  if (isSo) return ok(true);
  changeProfile(area, { person, teamName, deviceName });
  area.emit("session.changed", { state: "unlocked" });
  return ok(true);
}
