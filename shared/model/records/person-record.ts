/** The name and addresses of a person, typed by an admin with the invite; `user` is set once they are in. */
import { z } from "zod";
import { idField, strict, typedText } from "../../encoding/fields.ts";
import type { InviteId, UserId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { value } from "../kinds/field-rule.ts";
import { nameText } from "../kinds/parts.ts";
import type { RecordRule } from "./record-rule.ts";

const schema = strict({
  kind: z.literal("person"),
  invite: idField<InviteId>().nullable(),
  user: idField<UserId>().nullable(),
  name: nameText(),
  emails: z.array(typedText(limits.emailChars)).max(limits.emailsPerPerson),
});

export const personRecord = {
  schema,
  vaults: ["directory"],
  itemId: "subject",
  fields: {
    invite: value({ holds: "id", secret: false }),
    user: value({ holds: "id", secret: false }),
    name: value({ holds: "text", secret: false }),
    emails: value({ holds: "structure", secret: false, most: limits.emailsPerPerson }),
  },
  writer: "manage",
  listed: true,
  title: ({ name }: z.output<typeof schema>) => name,
  searchText: ({ name, emails }: z.output<typeof schema>) => [name, ...emails].join("\n"),
} satisfies RecordRule;
