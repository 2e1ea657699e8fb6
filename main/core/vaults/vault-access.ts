/**
 * Giving and taking access [protocol: Team log] [protocol: Vault keys]. Giving hands the key over in the same entry; taking
 * away carries the cut, and the key changes in the same post.
 */
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import type { Act } from "../../../shared/contract/shapes.ts";
import type { GroupId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { act } from "../log/act.ts";
import { done } from "../log/done.ts";
import type { VaultActs } from "./vault-acts.ts";

type AccessInput = CommandParsed<"vault.setAccess">;

/** `vault.setAccess`: `role`, `not-found`, `invalid-input` (nobody named, an end in the past), `offline`. */
export async function setAccess(acts: VaultActs, input: AccessInput): Promise<Result<Act>> {
  if ((input.user === undefined) === (input.group === undefined)) return fail("invalid-input", { field: "user" });
  if (input.end !== undefined && (input.permission === null || input.end <= acts.ports.clock.now()))
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

/** `vault.archive`: writing ends, reading goes on. */
export async function archiveVault(acts: VaultActs, vault: VaultId): Promise<Result<Act>> {
  const archived = await act(acts, { type: "vault-archive", vault });
  return archived.ok ? ok(done()) : archived;
}
