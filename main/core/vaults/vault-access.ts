/**
 * Giving and taking access [protocol: Team log] [protocol: Vault keys]. Giving hands the key over in the same entry; taking
 * away carries the cut, and the key changes in the same post.
 */
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import type { Act } from "../../../shared/contract/shapes.ts";
import type { GroupId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { rightIn } from "../../../shared/protocol/team-log/state/rules.ts";
import { act } from "../log/act.ts";
import { done } from "../log/done.ts";
import type { VaultActs } from "./vault-acts.ts";

type AccessInput = CommandParsed<"vault.setAccess">;

/** `vault.setAccess`: `role`, `not-found`, `invalid-input` (nobody named, an end in the past), `offline`. */
export async function setAccess(acts: VaultActs, input: AccessInput): Promise<Result<Act>> {
  if ((input.user === undefined) === (input.group === undefined)) return fail("invalid-input", { field: "user" });
  if (input.end !== undefined && (input.permission === null || input.end <= acts.rights.now()))
    return fail("invalid-input", { field: "end" });
  const state = acts.log.state();
  const isKnown = input.user === undefined ? state.groups.has(input.group as GroupId) : state.users.has(input.user);
  if (!state.vaults.has(input.vault) || !isKnown) return fail("not-found");
  const change = {
    user: input.user ?? null,
    group: input.group ?? null,
    permission: input.permission,
    end: input.end ?? null,
  };
  const given = await act(acts, { type: "vault-access", vault: input.vault, changes: [change] });
  return given.ok ? ok(done()) : given;
}

/**
 * `vault.leave`: gives up one's own direct grant. Who alone manages the vault without an end names a successor, who manages it
 * from the same entry on: both or neither. Whoever has left already has left. Failures: `not-found`, `invalid-input`, `role`
 * (`last-manager`: a successor is needed; `subject`: this person cannot be one; no direct grant), `offline`.
 */
export async function leaveVault(
  acts: VaultActs,
  { vault, successor }: CommandParsed<"vault.leave">,
): Promise<Result<Act>> {
  const { user } = acts.profile;
  const state = acts.log.state();
  const inLog = state.vaults.get(vault);
  if (inLog === undefined) return fail("not-found", { field: "vault" });
  if (successor === user) return fail("invalid-input", { field: "successor" });
  if (successor !== undefined && !state.users.has(successor)) return fail("not-found", { field: "successor" });
  if (!inLog.access.has(user))
    return rightIn(state, user, inLog) === null ? ok(done()) : fail("role", { vault, reason: "own" });
  const named = successor === undefined ? [] : [{ ...onPerson(successor), permission: "manage" as const }];
  const changes = [...named, { ...onPerson(user), permission: null }];
  const left = await act(acts, { type: "vault-access", vault, changes });
  return left.ok ? ok(done()) : left;
}

const onPerson = (user: UserId) => ({ user, group: null, end: null });

/** `vault.archive`: writing ends, reading goes on. */
export async function archiveVault(acts: VaultActs, vault: VaultId): Promise<Result<Act>> {
  const archived = await act(acts, { type: "vault-archive", vault });
  return archived.ok ? ok(done()) : archived;
}
