/** What a version changed, in words. */
import type { ItemVersionShape } from "../../shared/contract/shapes.ts";
import { fieldName } from "../../shared/copy/field-name.ts";
import { words } from "../../shared/copy/words.ts";

const mostNamed = 3;

/** "Password changed"; only that something did, where what it was is not on this computer. */
export function changedWords({ changed, isDamaged }: ItemVersionShape): string {
  if (isDamaged === true) return words.versions.damaged;
  if (changed === null) return words.items.changed;
  const [first] = changed;
  if (first === undefined) return words.versions.unchanged;
  if (first === "conflict-kept") return words.versions.conflictKept;
  if (first === "conflict-settled") return words.versions.conflictSettled;
  if (first === "restored") return words.versions.fromTrash;
  return words.versions.changed(changed.slice(0, mostNamed).map(fieldName));
}
