/** The team's name. */
import { z } from "zod";
import { strict } from "../../encoding/fields.ts";
import { value } from "../kinds/field-rule.ts";
import { nameText } from "../kinds/parts.ts";
import type { RecordRule } from "./record-rule.ts";

const schema = strict({ kind: z.literal("team"), name: nameText() });

export const teamRecord = {
  schema,
  vaults: ["directory"],
  itemId: "subject",
  fields: { name: value({ holds: "text", secret: false }) },
  writer: "manage",
  listed: false,
  title: ({ name }: z.output<typeof schema>) => name,
  searchText: ({ name }: z.output<typeof schema>) => name,
} satisfies RecordRule;
