/** What a version changed, in words. */
import type { ItemVersionShape } from "../../shared/contract/shapes.ts";
import { fieldName } from "../../shared/copy/field-name.ts";
import { words } from "../../shared/copy/words.ts";

const mostNamed = 3;

/** "Password changed"; only that something did, where what it was is not on this computer. */
export function changedWords({ changed, files, isDamaged }: ItemVersionShape): string {
  if (isDamaged === true) return words.versions.damaged;
  if (changed === null) return words.items.changed;
  const [first] = changed;
  if (first === undefined) return words.versions.unchanged;
  if (first === "conflict-kept") return words.versions.conflictKept;
  if (first === "conflict-settled") return words.versions.conflictSettled;
  if (first === "restored") return words.versions.fromTrash;
  // Which files came and went says more than that they changed.
  const fields = files === undefined ? changed : changed.filter((field) => field !== "attachments");
  const deeds = [
    ...(fields.length > 0 ? [words.versions.changed(fields.slice(0, mostNamed).map(fieldName))] : []),
    ...(files === undefined ? [] : words.files.cameAndWent(files)),
  ];
  return words.versions.inOne(deeds);
}
