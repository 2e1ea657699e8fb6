/** The name of a group. */
import { z } from "zod";
import { strict } from "../../encoding/fields.ts";
import { value } from "../kinds/field-rule.ts";
import { nameText } from "../kinds/parts.ts";
import type { RecordRule } from "./record-rule.ts";

const schema = strict({ kind: z.literal("group"), name: nameText() });

export const groupRecord = {
  schema,
  vaults: ["directory"],
  itemId: "subject",
  fields: { name: value({ holds: "text", secret: false }) },
  writer: "manage",
  listed: true,
  title: ({ name }: z.output<typeof schema>) => name,
  searchText: ({ name }: z.output<typeof schema>) => name,
} satisfies RecordRule;
