/** Whether this person may put something into a vault now. */
import type { VaultShape } from "../../shared/contract/shapes.ts";

/** The vaults among them that are writable, by their ids. */
export function writableIn(vaults: readonly VaultShape[]): ReadonlySet<string> {
  return new Set(vaults.filter(isWritable).map(({ vault }) => vault));
}

/** `edit` or more, and the vault neither archived nor stopped nor waiting for its key. */
export function isWritable({ permission, state }: VaultShape): boolean {
  return permission !== "use" && (state === "ready" || state === "rotation-due");
}
