/** What people of a test team post: vaults, invites, new members, access, rotations, each taken into the test's state. */
import { inviteKeys } from "../crypto/device-keys.ts";
import { newId, randomBytes } from "../crypto/random.ts";
import type { SigningKey } from "../crypto/sign.ts";
import type { EpochMs, Hash, InviteId, TeamId, VaultId } from "../encoding/ids.ts";
import { makeCertificate, makeJoin } from "../protocol/join/join.ts";
import { type BodyParts, bodyOn } from "../protocol/team-log/compose-plan.ts";
import { signBody } from "../protocol/team-log/compose-seal.ts";
import type { Entry } from "../protocol/team-log/entry.ts";
import type { EntryType } from "../protocol/team-log/entry-types.ts";
import type { Permission, Role, VaultKind } from "../protocol/team-log/state/parts.ts";
import type { Head } from "../protocol/team-log/state/team-state.ts";
import { applyEntry } from "../protocol/team-log/verify.ts";
import { emptyChain, manifestRoot, type VaultChain } from "../protocol/vault-chain/chain.ts";
import {
  type Built,
  must,
  newPerson,
  type Person,
  planOf,
  postOf,
  type TestTeam,
  takeFirst,
  takePlan,
} from "./team.ts";

export type Invited = { invite: Hash; seed: Uint8Array; signKey: SigningKey };

/** Signs a body made by hand and moves the test's state. */
export function build<Type extends EntryType>(
  team: TestTeam,
  by: Person,
  parts: Omit<BodyParts<Type>, "actor" | "time">,
): Entry {
  const actor = { user: by.user, device: by.device };
  const body = bodyOn(team.state, { ...parts, actor, time: team.now as EpochMs } as BodyParts<Type>);
  const { state, entry } = must(applyEntry(team.state, signBody(body, by.keys.signKey)));
  team.state = state;
  return entry;
}

/** A vault of this person. */
export function createVault(team: TestTeam, by: Person, kind: VaultKind = "shared"): { vault: VaultId; built: Built } {
  const vault = newId<VaultId>();
  team.chains.set(vault, emptyChain(vault));
  return { vault, built: takeFirst(team, by, { type: "vault-create", vault, kind }) };
}

/** An invite and what its code carries. */
export function invite(
  team: TestTeam,
  by: Person,
  options: { role?: Role; end?: number; roleEnd?: number } = {},
): Invited & { built: Built; id: InviteId } {
  const seed = randomBytes(16);
  const id = newId<InviteId>();
  const { signPk, signKey } = inviteKeys(seed, team.team);
  const sealed = takePlan(
    team,
    by,
    planOf(team, by, {
      type: "invite",
      invite: id,
      invitePk: signPk,
      role: options.role ?? "member",
      roleEnd: (options.roleEnd ?? null) as EpochMs | null,
      grants: [],
      groups: [],
      end: (options.end ?? team.now + 7 * 86_400_000) as EpochMs,
    }),
  );
  return { invite: sealed.entries[0]?.hash as Hash, id, seed, signKey, built: postOf(sealed) };
}

/** A person at their computer who holds an invite, with their join message. */
export function joiner(team: TeamId, invited: Invited): Person & { join: Uint8Array } {
  const person = newPerson({ team });
  const { keys, user } = person;
  const certificate = makeCertificate(keys, { team, user });
  const join = makeJoin({ certificate, invite: invited.invite, inviteKey: invited.signKey, deviceKey: keys.signKey });
  return { ...person, join };
}

/** `user-add` with the keys of all that the new member may open. */
export function admit(team: TestTeam, by: Person, person: Person & { join: Uint8Array }): Built {
  return takeFirst(team, by, { type: "user-add", join: person.join });
}

/** `vault-access` with the keys for whom it widens, and the cut where it lowers; `head` and `cut` where the test says so. */
export function grant(
  team: TestTeam,
  by: Person,
  options: {
    vault: VaultId;
    to: Person;
    permission: Permission | null;
    end?: number;
    head?: Head;
    cut?: Head;
  },
): Built {
  const { vault, to, permission, head, cut } = options;
  const change = { user: to.user, group: null, permission, end: (options.end ?? null) as EpochMs | null };
  const planned = planOf(team, by, { type: "vault-access", vault, changes: [change] });
  const [access] = planned.entries;
  if (access === undefined) throw new Error("no entry");
  const given = head === undefined ? undefined : { vault, ...head };
  const entry = {
    ...access,
    heads: given === undefined ? access.heads : [given],
    cuts: access.cuts.map((one) => ({ ...one, ...(cut ?? head) })),
    recipients: access.recipients.map((one) => (given === undefined ? one : { ...one, given: [given] })),
  };
  return postOf(takePlan(team, by, { ...planned, entries: [entry] }));
}

/** `vault-rotate` of one vault, pinned at the head or `voids` below it. */
export function rotate(
  team: TestTeam,
  by: Person,
  options: { vault: VaultId; voids?: number; pin?: Head; root?: Hash },
): Built {
  const { vault, voids = 0 } = options;
  const chain = team.chains.get(vault) as VaultChain;
  const cutBack = { pin: options.pin ?? chain.head, root: options.root ?? manifestRoot(chain), voids };
  return takeFirst(team, by, { type: "vault-rotate", vaults: [{ vault, cutBack }], only: "all" });
}
