/** What one person can open, and by whom: read from the log that this computer verified, titles are not its matter. */
import type { MemberAccess } from "../../../shared/contract/member-shapes.ts";
import type { UserId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { type EntryBody, isBodyOf } from "../../../shared/protocol/team-log/entry.ts";
import { covers, headAt, readersOf, reasonsOf, rightIn } from "../../../shared/protocol/team-log/state/rules.ts";
import type { TeamState, VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { findEntry } from "../local/named-bytes.ts";
import type { TeamArea } from "./team-area.ts";

/** `member.access`: shared vaults in the order of the log. Failures: `not-found` for somebody who never was in the team. */
export function accessOfMember(area: TeamArea, user: UserId): Result<MemberAccess[]> {
  const state = area.log.state();
  if (!state.users.has(user)) return fail("not-found", { field: "user" });
  const found: MemberAccess[] = [];
  for (const vault of state.vaults.values()) {
    if (vault.kind !== "shared") continue;
    const readers = readersOf(state, vault.vault);
    const own = readers.find((reader) => reader.user === user);
    if (own === undefined) continue;
    const managers = readers.filter((reader) => reader.permission === "manage" && reader.user !== user);
    found.push({
      vault: vault.vault,
      permission: own.permission,
      ...reasonsOf(state, vault, { user, permission: own.permission }),
      ...givenBy(area, { state, vault, user }),
      managers: managers.map((reader) => reader.user),
    });
  }
  return ok(found);
}

type Right = { state: TeamState; vault: VaultInLog; user: UserId };

/** The entry since which the person has the right that they have. */
function givenBy({ db }: TeamArea, { state, vault, user }: Right): Pick<MemberAccess, "via" | "by" | "at"> {
  const since = vault.rights.get(user)?.at(-1)?.seq;
  const entry = since === undefined ? null : findEntry(db, since, headAt(state, since));
  const signed = { by: entry?.body.actor.user ?? null, at: entry?.body.time ?? null };
  if (!covers(vault.access.get(user)?.permission ?? null, rightIn(state, user, vault) ?? "use"))
    return { via: "group", ...signed };
  if (since === vault.createdSeq) return { via: "created", ...signed };
  const inviter = entry === null ? null : inviterIn(state, entry.body, user);
  return inviter === null ? { via: "given", ...signed } : { via: "invite", by: inviter, at: signed.at };
}

/** An admin's app signs that somebody joins; what they then can open was promised by who invited them. */
function inviterIn(state: TeamState, body: EntryBody, user: UserId): UserId | null {
  const invite = isBodyOf(body, "user-add") ? state.users.get(user)?.invite : null;
  return invite == null ? null : (state.invites.get(invite)?.by ?? null);
}
