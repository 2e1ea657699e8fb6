/** Where the recovery codes of a login begin: apart from it, with those who manage it. Pure. */
import type { VaultShape } from "../../../shared/contract/shapes.ts";
import { isWritable } from "../../vaults/is-writable.ts";

/** Who manages what lies in a vault. */
function managersOf({ readers }: VaultShape): string[] {
  return readers.flatMap(({ user, permission }) => (permission === "manage" ? [user] : []));
}

/**
 * Another vault that the login's managers open, and nobody else; else one that only some of them open, the most people first; null
 * where there is neither: then its person chooses.
 */
export function codesVault(vaults: readonly VaultShape[], loginVault: string): string | null {
  const from = vaults.find(({ vault }) => vault === loginVault);
  if (from === undefined) return null;
  const managers = new Set(managersOf(from));
  const apart = vaults.filter((one) => one.vault !== loginVault && isWritable(one));
  const fitting = apart.filter(({ readers }) => readers.every(({ user }) => managers.has(user)));
  const most = fitting.toSorted((one, other) => other.readers.length - one.readers.length);
  return most[0]?.vault ?? null;
}
