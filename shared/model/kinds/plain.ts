/** Kinds of items with nothing of their own: login, note, document. */
import { strict } from "../../encoding/fields.ts";
import { type DetailRules, offersNone } from "./field-rule.ts";

const none = { schema: strict({}), empty: () => ({}), fields: {} satisfies DetailRules<object> };

export const login = { ...none, offers: { username: true, password: true, totp: true, urls: true } };
/** A note or a document: its text and its files. */
export const plain = { ...none, offers: offersNone };
