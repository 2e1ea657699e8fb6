/** Nobody raises themselves by any route: no right of theirs is higher, or ends later, after their own entry [protocol: Groups]. */
import type { UserId, VaultId } from "../../../encoding/ids.ts";
import { fail, ok, type Result } from "../../../failures.ts";
import { groupGrants } from "./membership.ts";
import { type Permission, permissions } from "./parts.ts";
import { covers, lastsUntil, rightIn } from "./rules.ts";
import type { TeamState, VaultInLog } from "./team-state.ts";
import type { LogTransaction } from "./transaction.ts";

/** Until when somebody has at least this right on a shared vault, by whatever they have it. */
function lastsFor(state: Pick<TeamState, "users" | "groups">, { vault, user }: Of, least: Permission): number {
  if (rightIn(state, user, vault) === null) return Number.NEGATIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  const direct = vault.access.get(user);
  if (direct !== undefined && covers(direct.permission, least)) latest = lastsUntil(direct.end);
  for (const { group, access } of groupGrants(state.groups, vault.access))
    if (group.members.has(user) && covers(access.permission, least)) latest = Math.max(latest, lastsUntil(access.end));
  return latest;
}
type Of = { vault: VaultInLog; user: UserId };

/** `role`, reason `own`, where the signer has more on one of these vaults, or has it for longer, than before their entry. */
export function checkNotRaised(tx: LogTransaction, user: UserId, vaults: readonly VaultId[]): Result<true> {
  for (const id of vaults) {
    const [was, now] = [tx.before.vaults.get(id), tx.vaults.get(id)];
    if (was === undefined || now === undefined) continue;
    for (const least of permissions)
      if (lastsFor(tx, { vault: now, user }, least) > lastsFor(tx.before, { vault: was, user }, least))
        return fail("role", { reason: "own", vault: id });
  }
  return ok(true);
}
