/**
 * Heads of vaults that a teammate's statement names, against the chains of this computer [protocol: Freshness]: one beside mine, or
 * one above it that the server does not show when it is asked, is told with whose word it is; nothing here decides who lies.
 */
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Statement } from "../../../shared/protocol/heads/statement.ts";
import { bindings } from "../../../shared/protocol/team-log/state/rules.ts";
import { isTransportFailure } from "../sync/failure-kinds.ts";
import type { HeadsArea } from "./heads-area.ts";

/** `log-fork` for a head beside my chain, `log-rollback` for one that the server leaves out; or what the way there failed with. */
export async function compareVaults(area: HeadsArea, { body, bytes }: Statement): Promise<Result<true>> {
  const { chains, vaults } = area;
  const by = { user: body.user, device: body.device };
  let first: Result<true> = ok(true);
  for (const { vault, seq, hash } of body.vaults) {
    if (!isCompared(area, vault, body.logSeq)) continue;
    if (seq > chains.chain(vault).head.seq) {
      const pulled = await vaults.pull(vault);
      if (!pulled.ok && isTransportFailure(pulled.failure)) return pulled;
      // What a vault that cannot be read has against the server is told with the vault.
      if (!pulled.ok || !isCompared(area, vault, body.logSeq)) continue;
    }
    const mine = chains.chain(vault).hashes[seq];
    if (mine === hash) vaults.standsHere(vault, body);
    else if (mine !== undefined) vaults.heardWord(vault, bytes);
    // What one vault lacks hides nothing that is said of the others.
    if (mine !== hash && first.ok)
      first = fail(mine === undefined ? "log-rollback" : "log-fork", { ...by, vault, number: seq });
  }
  return first;
}

/** I read it, it does not stand still, and no later manager's pin took the place of what was stated. */
function isCompared({ chains, log, rights }: HeadsArea, vault: VaultId, logSeq: number): boolean {
  if (rights.of(vault) === null || chains.stopped(vault) !== null) return false;
  return !bindings(log.state(), vault).some(
    ({ kind, manager, entrySeq }) => kind === "pin" && manager && entrySeq > logSeq,
  );
}
