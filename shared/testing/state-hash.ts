/** One hash of everything that a team log, or a vault's chain, says: two sides that agree on it agree on all of it. */
import { hashText } from "../crypto/hash.ts";
import type { Encodable } from "../encoding/canonical.ts";
import type { Hash } from "../encoding/ids.ts";
import type { TeamState } from "../protocol/team-log/state/team-state.ts";
import { manifestRoot, type VaultChain } from "../protocol/vault-chain/chain.ts";

function isTable(value: unknown): value is ReadonlyMap<unknown, unknown> {
  return typeof value === "object" && value !== null && "get" in value && "entries" in value;
}

/** Maps and sets become sorted lists, so that the order in which things were put in does not count. */
function plain(value: unknown): Encodable {
  if (value === undefined) return null;
  if (isTable(value)) return sorted([...value].map(([key, held]) => [key as string, plain(held)]));
  if (value instanceof Set) return [...(value as Set<string>)].sort();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value as Encodable;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, plain(held)]));
}

function sorted(rows: [string | number, Encodable][]): Encodable {
  return rows.sort(([left], [right]) => (String(left) < String(right) ? -1 : 1));
}

/** Every field of a team's state. */
export function stateHash(state: TeamState): Hash {
  return hashText("text", plain({ ...state, hashes: [...state.hashes.full.flat(), ...state.hashes.last] }));
}

/** Head, log position, all commit hashes and the manifest of a chain. */
export function chainHash(chain: VaultChain): Hash {
  return hashText("text", plain({ ...chain, root: manifestRoot(chain) }));
}
