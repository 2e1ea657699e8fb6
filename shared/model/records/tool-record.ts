/** A tool that the team uses: whose it is, how people sign in, where it is found. Everybody of the team reads it. */
import { z } from "zod";
import { idField, strict, typedText } from "../../encoding/fields.ts";
import type { ItemId, UserId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { entries, value } from "../kinds/field-rule.ts";
import { nameText } from "../kinds/parts.ts";
import type { RecordRule } from "./record-rule.ts";

export const dataClasses = ["public", "internal", "confidential", "strictly-confidential"] as const;
export const reviewCadences = ["monthly", "quarterly", "half-yearly", "yearly"] as const;
export const toolStates = ["shown", "hidden", "archived"] as const;

const domainForm = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;
/** A domain as hosts are written: lower case, labels of ASCII letters, digits and hyphens. */
const domainText = () => typedText(limits.domainChars).refine((text) => domainForm.test(text));

const role = strict({ name: typedText(limits.roleChars).min(1), privileged: z.boolean() });
export type ToolRole = z.output<typeof role>;

const isUnique = (keys: string[]): boolean => new Set(keys).size === keys.length;
/** What a tool says, by field: the same where it is stored and where people type it. */
export const toolFields = {
  name: nameText().min(1),
  /** Its websites are found on these and below them. */
  domains: z.array(domainText()).max(limits.domainsPerTool).refine(isUnique),
  owner: idField<UserId>().nullable(),
  deputy: idField<UserId>().nullable(),
  dataClass: z.enum(dataClasses).nullable(),
  /** The tool through which people sign in; null: with a password of its own. */
  signInBy: idField<ItemId>().nullable(),
  roles: z
    .array(role)
    .max(limits.rolesPerTool)
    .refine((roles) => isUnique(roles.map(({ name }) => name))),
  payer: nameText().nullable(),
  reviewCadence: z.enum(reviewCadences).nullable(),
  notes: typedText(limits.toolNotesChars).nullable(),
  state: z.enum(toolStates),
};

const schema = strict({
  kind: z.literal("tool"),
  ...toolFields,
  /** The tool that this one turned out to be: what names this one means that one. */
  mergedInto: idField<ItemId>().nullable(),
});

const list = { secret: false } as const;

export const toolRecord = {
  schema,
  vaults: ["tools"],
  itemId: "subject",
  fields: {
    name: value({ holds: "text", secret: false }),
    domains: entries({
      rule: "set",
      ...{ ...list, most: limits.domainsPerTool, isKeyAll: true },
      keyOf: (domain: string) => domain,
      pathOf: () => "domains",
      tidy: (domains: string[]) => domains.slice(0, limits.domainsPerTool),
    }),
    owner: value({ holds: "id", secret: false }),
    deputy: value({ holds: "id", secret: false }),
    dataClass: value({ holds: "choice", secret: false }),
    signInBy: value({ holds: "id", secret: false }),
    roles: entries({
      rule: "by-key",
      ...{ ...list, most: limits.rolesPerTool },
      keyOf: ({ name }: ToolRole) => name,
      pathOf: () => "roles",
      tidy: (roles: ToolRole[]) => roles.slice(0, limits.rolesPerTool),
    }),
    payer: value({ holds: "text", secret: false }),
    reviewCadence: value({ holds: "choice", secret: false }),
    notes: value({ holds: "text", secret: false }),
    state: value({ holds: "choice", secret: false }),
    mergedInto: value({ holds: "id", secret: false }),
  },
  writer: "edit",
  listed: true,
  title: ({ name }: z.output<typeof schema>) => name,
  searchText: ({ name, domains }: z.output<typeof schema>) => [name, ...domains].join("\n"),
} satisfies RecordRule;
