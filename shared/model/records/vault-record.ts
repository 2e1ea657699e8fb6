/** A vault's title, inside the vault: nobody else reads it. */
import { z } from "zod";
import { strict } from "../../encoding/fields.ts";
import { value } from "../kinds/field-rule.ts";
import { nameText } from "../kinds/parts.ts";
import type { RecordRule } from "./record-rule.ts";

const schema = strict({ kind: z.literal("vault"), title: nameText(), single: z.boolean() });

export const vaultRecord = {
  schema,
  vaults: ["shared", "personal"],
  itemId: "vault",
  fields: { title: value({ holds: "text", secret: false }), single: value({ holds: "flag", secret: false }) },
  writer: "edit",
  listed: false,
  title: ({ title }: z.output<typeof schema>) => title,
  searchText: ({ title }: z.output<typeof schema>) => title,
} satisfies RecordRule;
