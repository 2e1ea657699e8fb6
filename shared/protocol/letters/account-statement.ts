/** What a person says of an own account with a tool [model: Letters]. Its record has an id that nobody else's statement can have. */
import { z } from "zod";
import { hash } from "../../crypto/hash.ts";
import { idField, strict, typedText } from "../../encoding/fields.ts";
import type { ItemId, UserId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { secondFactor } from "../../model/item-parts.ts";
import { base32Text } from "../../text.ts";

const { state } = secondFactor.shape;

export const accountStatement = strict({
  /** Random: of one person the same account has the same one. */
  own: idField<string>(),
  tool: idField<ItemId>(),
  signInName: typedText(limits.signInNameChars).nullable(),
  role: typedText(limits.roleChars).nullable(),
  state,
  /** The tool by which they sign in, of `by-sso`. */
  through: idField<ItemId>().nullable(),
  /** They have it no more. */
  isRemoved: z.boolean(),
});
export type AccountStatement = z.output<typeof accountStatement>;

/** The id of the record that says it: of this person and no other. */
export function statedAccountId(user: UserId, own: string): ItemId {
  return base32Text(hash("stated-account", user, own).subarray(0, 16)) as ItemId;
}
