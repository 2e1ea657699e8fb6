/**
 * "This is all there is" is one claim with one check [protocol: Completeness]: asked where a chain was pulled, where the server
 * says that nothing is new or leaves a vault out, before a commit, and before an app rotates a key by itself.
 */
import type { DeviceId, VaultId } from "../../encoding/ids.ts";
import { type Failed, fail, ok, type Result } from "../../failures.ts";
import { bindingNow, givenHeads, type NamedHead } from "../team-log/state/rules.ts";
import type { Binding, TeamState, VaultInLog } from "../team-log/state/team-state.ts";
import type { VaultChain } from "./chain.ts";

/** Of what a computer knew when it asked: heads that later entries name are not in an answer from before them. */
export type Asked = { device: DeviceId; upTo: number };

/** The heads that a whole chain of this vault holds: those that bind, and those to which this device was led. */
export function requiredHeads(vault: VaultInLog, { device, upTo }: Asked): NamedHead[] {
  return [...bindingNow(vault.bindings), ...givenHeads(vault, device)].filter(({ entrySeq }) => entrySeq <= upTo);
}

/** The highest of them: a server must show the vault at least so far. */
export function highestRequired(vault: VaultInLog, asked: Asked): NamedHead | null {
  return requiredHeads(vault, asked).reduce<NamedHead | null>(
    (highest, head) => (highest === null || head.seq > highest.seq ? head : highest),
    null,
  );
}

/**
 * The check. `log-fork` where what I accepted passes beside a head that binds, or goes on above it without knowing its entry;
 * `log-rollback` where a head is missing, or a head that was given lies on another branch: its signer is named. The first of
 * them by the order of their entries.
 */
export function checkWhole(state: TeamState, chain: VaultChain, asked: Asked): Result<true> {
  const vault = state.vaults.get(chain.vault);
  if (vault === undefined) return ok(true);
  const bound = checkBindings(vault, chain);
  if (!bound.ok) return bound;
  const missing = requiredHeads(vault, asked).find(({ seq, hash }) => chain.hashes[seq] !== hash);
  return missing === undefined ? ok(true) : missingHead(chain.vault, missing);
}

/** A head that a signed entry names is not in what is shown: whoever signed it is named, for they or the server are wrong. */
export function missingHead(vault: VaultId, { seq, by }: NamedHead): Failed {
  return fail("log-rollback", { vault, number: seq, user: by, reason: "named-head" });
}

/** What the log says of heads against what I hold already, wherever my own head stands [protocol: Cuts and pins bind]. */
export function checkBindings(vault: VaultInLog, chain: VaultChain): Result<true> {
  for (const binding of bindingNow(vault.bindings)) {
    const { seq, by } = binding;
    if (isBeside(chain, binding)) return fail("log-fork", { vault: chain.vault, number: seq, user: by });
    if (goesOnUnknowing(chain, binding))
      return fail("log-fork", { vault: chain.vault, number: seq, user: by, reason: "above" });
  }
  return ok(true);
}

function isBeside({ hashes }: VaultChain, { seq, hash }: Binding): boolean {
  const mine = hashes[seq];
  return mine !== undefined && mine !== hash;
}

/** `logSeq` never falls along a chain, and none is taken before it was checked: the newest commit speaks for all above the head. */
function goesOnUnknowing({ head, logSeq }: VaultChain, { seq, entrySeq }: Binding): boolean {
  return head.seq > seq && logSeq < entrySeq;
}

/**
 * The last manager's pin, where my chain does not hold it: `beside` what I hold, or `ahead` of it, where the chain that leads
 * there may or may not be mine. There, and only there, a chain may begin anew.
 */
export function findPinNotHeld(
  vault: VaultInLog,
  chain: VaultChain,
): { pin: Binding; lies: "beside" | "ahead" } | null {
  const [pin] = bindingNow(vault.bindings);
  if (pin?.kind !== "pin" || !pin.manager || chain.hashes[pin.seq] === pin.hash) return null;
  return { pin, lies: isBeside(chain, pin) ? "beside" : "ahead" };
}
