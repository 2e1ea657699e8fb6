/** Kinds of items with nothing of their own: login, note, document. */
import { strict } from "../../encoding/fields.ts";
import type { DetailRules } from "./field-rule.ts";

const none = { schema: strict({}), empty: () => ({}), fields: {} satisfies DetailRules<object> };

export const login = { ...none, offers: ["username", "password", "totp", "urls"] } as const;
/** A note or a document: its text and its files. */
export const plain = { ...none, offers: [] };
