/** One sign-in to a tool: a person's own, or a login in a vault. Everybody of the team reads it; it holds no secret. */
import { z } from "zod";
import { hashField, idField, strict, timeField, typedText, uintField } from "../../encoding/fields.ts";
import type { ItemId, LetterChainId, UserId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { secondFactor } from "../item-parts.ts";
import { value } from "../kinds/field-rule.ts";
import type { RecordRule } from "./record-rule.ts";

/** What people say of an account, by field: the same where it is stored and where they type it. */
export const accountFields = {
  signInName: typedText(limits.signInNameChars).nullable(),
  role: typedText(limits.roleChars).nullable(),
};

const stated = strict({
  by: idField<UserId>(),
  letter: hashField(),
  logSeq: uintField(),
  chain: idField<LetterChainId>(),
  counter: uintField(),
  time: timeField(),
});

const schema = strict({
  kind: z.literal("account"),
  tool: idField<ItemId>(),
  /** The shared login; null: it is a person's own. */
  item: idField<ItemId>().nullable(),
  /** Whose own it is; null: it is a shared login. */
  user: idField<UserId>().nullable(),
  ...accountFields,
  secondFactor: secondFactor.nullable(),
  /** The letter by which its own person said so, and where it stood: a later one replaces it. Null: somebody else added it. */
  stated: stated.nullable(),
  /** It is there no more; the record stays, for what was true at a time. */
  removed: z.boolean(),
})
  .refine(({ item, user }) => (item === null) !== (user === null))
  .refine(({ user, stated }) => stated === null || stated.by === user);

export const accountRecord = {
  schema,
  vaults: ["tools"],
  itemId: "subject",
  fields: {
    tool: value({ holds: "id", secret: false }),
    item: { ...value({ holds: "id", secret: false }), merge: { rule: "fixed" } },
    user: { ...value({ holds: "id", secret: false }), merge: { rule: "fixed" } },
    signInName: value({ holds: "text", secret: false }),
    role: value({ holds: "text", secret: false }),
    secondFactor: value({ holds: "structure", secret: false }),
    stated: value({ holds: "structure", secret: false }),
    removed: value({ holds: "flag", secret: false }),
  },
  writer: "edit",
  listed: false,
  title: ({ signInName }: z.output<typeof schema>) => signInName ?? "",
  searchText: ({ signInName, role }: z.output<typeof schema>) => [signInName ?? "", role ?? ""].join("\n"),
} satisfies RecordRule;
