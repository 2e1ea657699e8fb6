/** A vault's title as people read it; a personal vault has none of its own. */
import type { VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";

/** The title; without a vault, that of all items. */
export function vaultTitle(vault: VaultShape | undefined): string {
  if (vault === undefined) return words.items.all;
  return vault.kind === "personal" ? words.items.personal : vault.title;
}
