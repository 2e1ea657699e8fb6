/** What other versions changed since an editor opened its own, in words. Pure. */
import type { ItemVersionShape } from "../../../shared/contract/shapes.ts";
import { fieldName } from "../../../shared/copy/field-name.ts";
import { words } from "../../../shared/copy/words.ts";

const mostNamed = 4;
/** What stands for a version that changed no value. */
const noFields = new Set(["conflict-kept", "conflict-settled"]);

/**
 * "Password and username changed by Ivo, 2 min ago"; only that somebody saved where what they changed is not known here. `names`: of
 * who did.
 */
export function sinceWords(versions: readonly ItemVersionShape[], names: string[], when: string): string {
  const isKnown = versions.every(({ changed }) => changed !== null);
  const fields = [...new Set(versions.flatMap(({ changed }) => changed ?? []))]
    .filter((field) => !noFields.has(field))
    .map(fieldName);
  if (!isKnown || fields.length === 0) return words.edit.savedSince(names, when);
  const more = fields.length - mostNamed;
  const shown = more > 1 ? [...fields.slice(0, mostNamed), words.edit.moreFields(more)] : fields;
  return words.edit.changedSince(shown, names, when);
}
