/** Attacks on the protocol's own functions, without a server: entries on a team's log, commits on a vault's chain, bytes. */
import { newId } from "../../shared/crypto/random.ts";
import type { ItemId } from "../../shared/encoding/ids.ts";
import type { FailureCode, Result } from "../../shared/failures.ts";
import type { TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import { applyEntry } from "../../shared/protocol/team-log/verify.ts";
import { type VaultChain, verifyCommit } from "../../shared/protocol/vault-chain/chain.ts";
import { commit as buildOn, fold } from "../../shared/testing/commits.ts";
import { bodyOf, type Plan, signBody } from "../../shared/testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../shared/testing/small-team.ts";
import { chainHash, stateHash } from "../../shared/testing/state-hash.ts";
import type { Person } from "../../shared/testing/team.ts";
import { type Attack, codeOf, type Verdict } from "./attack.ts";

/** The small team with one login in its vault `ops`, made once a file. */
export type Scene = SmallTeam & { login: ItemId };
let made: Scene | null = null;

/** A copy of the scene to change. */
export function scene(): Scene {
  made ??= withLogin(smallTeam());
  return copyScene(made);
}

function withLogin(small: SmallTeam): Scene {
  const built = buildOn(small.team, small.ada, { vault: small.ops });
  fold(small.team, small.ops, built.bytes);
  return { ...small, login: built.items[0] ?? newId<ItemId>() };
}

function copyScene(of: Scene): Scene {
  const copied = copyOf(of);
  const chains = [...copied.team.chains].map(([vault, chain]) => [vault, copyChain(chain)] as const);
  return { ...of, ...copied, team: { ...copied.team, chains: new Map(chains) } };
}

function copyChain(chain: VaultChain): VaultChain {
  return { ...chain, items: new Map(chain.items), hashes: [...chain.hashes] };
}

/** Runs an act with and without its change. */
export function act(changes: string, code: Verdict, run: (evil: boolean) => Result<unknown>): Attack {
  return { changes, code, run: () => ({ attack: codeOf(run(true)), twin: codeOf(run(false)) }) };
}

/** An entry that each client and the server verify: refused, it leaves the state as it was. */
export function entry(
  changes: string,
  code: FailureCode,
  make: (mine: Scene, evil: boolean) => Uint8Array | [TeamState, Uint8Array],
): Attack {
  return act(changes, code, (evil) => {
    const mine = scene();
    const given = make(mine, evil);
    const [state, bytes] = given instanceof Uint8Array ? [mine.team.state, given] : given;
    const before = stateHash(state);
    const result = applyEntry(state, bytes);
    if (stateHash(state) !== before) throw new Error("a checked entry changed the state that it was checked on");
    return result;
  });
}

/** A commit on the vault `ops`, or where `make` says: refused, it leaves the chain as it was. */
export function commit(
  changes: string,
  code: FailureCode,
  make: (mine: Scene, evil: boolean) => Uint8Array | { chain: VaultChain; bytes: Uint8Array },
): Attack {
  return act(changes, code, (evil) => {
    const mine = scene();
    const given = make(mine, evil);
    const chain = given instanceof Uint8Array ? (mine.team.chains.get(mine.ops) as VaultChain) : given.chain;
    const bytes = given instanceof Uint8Array ? given : given.bytes;
    const before = chainHash(chain);
    const result = verifyCommit(mine.team.state, chain, bytes);
    if (chainHash(chain) !== before) throw new Error("a checked commit changed the chain that it was checked on");
    return result;
  });
}

/** A plan signed by this person as it stands. */
export function signed(mine: SmallTeam, by: Person, plan: Plan): Uint8Array {
  return signBody(bodyOf(mine.team, by, plan), by);
}
