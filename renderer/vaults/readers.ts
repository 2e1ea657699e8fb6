/** How many people can open a vault, oneself among them. */
import type { VaultShape } from "../../shared/contract/shapes.ts";

/** At least one. */
export function readersOf({ kind, readers }: VaultShape): number {
  return kind === "personal" ? 1 : Math.max(1, readers.length);
}
