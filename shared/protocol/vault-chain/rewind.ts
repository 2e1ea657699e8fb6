/**
 * A chain taken back to a manager's pin: the commits above it that do not know the rotation are void. They are evidence
 * from then on, never chain again [protocol: Rotation].
 */
import type { VaultId } from "../../encoding/ids.ts";
import { fail, ok, type Result } from "../../failures.ts";
import { bindingNow } from "../team-log/state/rules.ts";
import type { Binding } from "../team-log/state/team-state.ts";
import { emptyChain, foldCommit, type VaultChain } from "./chain.ts";
import type { Commit } from "./commit.ts";

/** The chain as it stood at the pin, and what was taken out of it, in its order. */
export type Rewound = { chain: VaultChain; voided: Commit[] };

/**
 * The pin to go back to, or null: manager's pins that void, one after the other, each of which lies on my chain below its
 * head while no commit of mine knows its entry. `log-fork` where more commits would go than the signer of the pin that
 * binds now said, since then they did not see what I see. A pin beside my chain is left to the check of completeness.
 */
export function findVoidingPin(chain: VaultChain, all: readonly Binding[]): Result<Binding | null> {
  const binding = new Set(bindingNow(all));
  let height = chain.head.seq;
  let found: Binding | null = null;
  for (const pin of all) {
    const isVoiding = pin.kind === "pin" && pin.manager && pin.voids > 0;
    const isBelow = pin.seq < height && chain.hashes[pin.seq] === pin.hash;
    // `logSeq` never falls along a chain: where the newest commit does not know the entry, none does.
    if (!isVoiding || !isBelow || chain.logSeq >= pin.entrySeq) continue;
    if (binding.has(pin) && height - pin.seq > pin.voids)
      return fail("log-fork", { vault: chain.vault, number: pin.seq, reason: "voids" });
    height = pin.seq;
    found = pin;
  }
  return ok(found);
}

/** Folds my verified commits, from the first one on, up to the pin. */
export function rewind(vault: VaultId, commits: readonly Commit[], pin: Pick<Binding, "seq">): Rewound {
  const chain = emptyChain(vault);
  const voided: Commit[] = [];
  for (const commit of commits) {
    if (commit.body.seq > pin.seq) voided.push(commit);
    else foldCommit(chain, commit);
  }
  return { chain, voided };
}
