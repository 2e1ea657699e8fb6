/** Kinds of items with nothing of their own: login, note, document. */
import { strict } from "../../encoding/fields.ts";
import type { FieldRules } from "./field-rule.ts";

export const plain = { schema: strict({}), empty: () => ({}), fields: {} satisfies FieldRules };
