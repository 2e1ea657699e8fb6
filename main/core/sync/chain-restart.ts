/**
 * A chain begun anew at a manager's pin that mine does not hold [protocol: Cuts and pins bind]: what leads to the pin is
 * fetched and verified from the first commit on, as a new reader would. The hash in the signed pin vouches for it.
 */
import type { DeviceId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { bindingNow, bindings } from "../../../shared/protocol/team-log/state/rules.ts";
import type { Binding, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import {
  checkPin,
  emptyChain,
  foldCommit,
  type VaultChain,
  verifyCommit,
} from "../../../shared/protocol/vault-chain/chain.ts";
import type { Commit } from "../../../shared/protocol/vault-chain/commit.ts";
import { checkWhole } from "../../../shared/protocol/vault-chain/completeness.ts";
import { isTransportFailure } from "./failure-kinds.ts";
import type { Transport } from "./transport.ts";

/** The chain up to the pin; of its commits those that mine does not hold, after the height up to which both are one. */
export type NewChain = { chain: VaultChain; common: VaultChain; commits: Commit[] };

type Source = { transport: Pick<Transport, "call">; state(): TeamState; mine: VaultChain };

/** Fetches and verifies it; nothing is stored. Failures: the transport's, `log-rollback`, whatever a commit breaks, `manifest`. */
export async function fetchToPin(
  { transport, state, mine }: Source,
  vault: VaultId,
  pin: Binding,
): Promise<Result<NewChain>> {
  const made: NewChain = { chain: emptyChain(vault), common: emptyChain(vault), commits: [] };
  while (made.chain.head.seq < pin.seq) {
    const page = await transport.call("commits", { from: made.chain.head.seq + 1 }, vault);
    if (!page.ok) return page;
    if (page.value.commits.length === 0)
      return fail("log-rollback", { vault, number: page.value.head.seq, user: pin.by, reason: "named-head" });
    const taken = takePage(state(), made, { mine, pin, page: page.value.commits });
    if (!taken.ok) return taken;
  }
  const rooted = checkPin(made.chain, pin);
  return rooted.ok ? ok(made) : rooted;
}

/**
 * The whole chain as a server has it now, verified on another log than mine: as far as it verifies. What is not whole by that log is
 * what both have, and the next pull says why. Failures: the transport's.
 */
export async function fetchWhole({ transport, state, mine }: Source, device: DeviceId): Promise<Result<NewChain>> {
  const { vault } = mine;
  const made: NewChain = { chain: emptyChain(vault), common: emptyChain(vault), commits: [] };
  for (;;) {
    const page = await transport.call("commits", { from: made.chain.head.seq + 1 }, vault);
    if (!page.ok && isTransportFailure(page.failure)) return page;
    const commits = page.ok ? page.value.commits : [];
    const taken = takePage(state(), made, { mine, pin: null, page: commits });
    if (!taken.ok || commits.length === 0) break;
  }
  const whole = checkWhole(state(), made.chain, { device, upTo: state().head.seq });
  return ok(whole.ok ? made : { chain: made.common, common: made.common, commits: [] });
}

/** Pages are verified as they come, and of what both chains have nothing is kept twice. */
function takePage(
  state: TeamState,
  made: NewChain,
  { mine, pin, page }: { mine: VaultChain; pin: Binding | null; page: readonly Uint8Array[] },
): Result<true> {
  const pins = pin === null ? bindingNow(bindings(state, mine.vault)) : [];
  for (const bytes of page) {
    if (made.chain.head.seq === pin?.seq) break;
    const commit = verifyCommit(state, made.chain, bytes);
    if (!commit.ok) return commit;
    foldCommit(made.chain, commit.value);
    const wrong = pins.map((one) => checkPin(made.chain, one)).find(({ ok: fits }) => !fits);
    if (wrong?.ok === false) return wrong;
    const isShared = made.commits.length === 0 && mine.hashes[commit.value.body.seq] === commit.value.hash;
    if (isShared) foldCommit(made.common, commit.value);
    else made.commits.push(commit.value);
  }
  return ok(true);
}
