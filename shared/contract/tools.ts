/** Tools that the team uses, and the accounts with them: everybody reads them, leads and admins write. */
import { z } from "zod";
import type { ItemId, UserId } from "../encoding/ids.ts";
import { limits } from "../encoding/limits.ts";
import { dataClasses, reviewCadences, toolStates } from "../model/records/tool-record.ts";
import { command, edit, open } from "./command.ts";
import { id } from "./fields.ts";
import { saidStates } from "./item-factor.ts";
import type { OwnAccount, Suggestion, ToolDetail, ToolList } from "./tool-shapes.ts";

const name = z.string().min(1).max(limits.nameChars);
/** As people type it: a domain, or an address on it. */
const domain = z.string().min(1).max(limits.urlChars);
const roles = z.array(z.strictObject({ name: z.string().min(1).max(limits.roleChars), privileged: z.boolean() }));
const refreshedBy = [
  "vault.changed",
  "member.changed",
  "items.changed",
  "letters.changed",
  "coverage.changed",
] as const;
const reads = { in: open, steps: [], quiet: true, refreshedBy } as const;

/** What may be said of a tool; what is left out stays as it is, and begins empty. */
const toolChanges = {
  name: name.optional(),
  domains: z.array(domain).max(limits.domainsPerTool).optional(),
  owner: id<UserId>().nullable().optional(),
  deputy: id<UserId>().nullable().optional(),
  dataClass: z.enum(dataClasses).nullable().optional(),
  signInBy: id<ItemId>().nullable().optional(),
  roles: roles.max(limits.rolesPerTool).optional(),
  payer: name.nullable().optional(),
  reviewCadence: z.enum(reviewCadences).nullable().optional(),
  notes: z.string().max(limits.toolNotesChars).nullable().optional(),
  state: z.enum(toolStates).optional(),
};
/** What people can say of an own account; by SSO where its tool has another one for that. */
export const statedStates = [...saidStates, "by-sso"] as const;
const accountChanges = {
  signInName: z.string().max(limits.signInNameChars).nullable().optional(),
  role: z.string().max(limits.roleChars).nullable().optional(),
};

export const toolCommands = {
  "tool.list": command<ToolList>()({ input: z.strictObject({}), ...reads }),
  "tool.get": command<ToolDetail>()({ input: z.strictObject({ tool: id<ItemId>() }), ...reads }),
  /** Without `tool` a new one, which needs a name. */
  "tool.save": command<{ tool: string; draft: boolean }>()({
    input: z.strictObject({ tool: id<ItemId>().optional(), ...toolChanges }),
    in: open,
    steps: edit,
  }),
  /** It stays, with its accounts, out of the lists; and comes back. */
  "tool.archive": command<{ draft: boolean }>()({
    input: z.strictObject({ tool: id<ItemId>(), archived: z.boolean() }),
    in: open,
    steps: edit,
  }),
  /** One tool that was added twice: accounts and logins of the first belong to the second from then on. */
  "tool.merge": command<{ draft: boolean }>()({
    input: z.strictObject({ tool: id<ItemId>(), into: id<ItemId>() }),
    in: open,
    steps: edit,
  }),
  /** What the logins that this person can open lead to, and no tool has yet. */
  "tool.suggest": command<Suggestion[]>()({ input: z.strictObject({}), ...reads }),
  "tool.accept": command<{ added: number; draft: boolean }>()({
    input: z.strictObject({
      tools: z
        .array(z.strictObject({ name, domain, owner: id<UserId>().nullable() }))
        .min(1)
        .max(limits.toolsPerAct),
    }),
    in: open,
    steps: edit,
  }),
  /** Accounts of this person. */
  "account.list": command<OwnAccount[]>()({ input: z.strictObject({}), ...reads }),
  /** Without `account` a new one: of a person, or a shared login. */
  "account.save": command<{ account: string; draft: boolean }>()({
    input: z.union([
      z.strictObject({ account: id<ItemId>(), ...accountChanges }),
      z.strictObject({ tool: id<ItemId>(), user: id<UserId>(), ...accountChanges }),
      z.strictObject({ tool: id<ItemId>(), item: id<ItemId>(), ...accountChanges }),
    ]),
    in: open,
    steps: edit,
  }),
  /** What this person says of an own account, by letter: a lead's app files it. With `account` one that they stated before. */
  "account.state": command<{ account: string }>()({
    input: z.strictObject({
      account: id<ItemId>().optional(),
      tool: id<ItemId>().optional(),
      signInName: z.string().max(limits.signInNameChars).nullable(),
      role: z.string().max(limits.roleChars).nullable(),
      state: z.enum(statedStates),
      isRemoved: z.boolean(),
    }),
    in: open,
    steps: ["here:letters_out"],
  }),
  "account.remove": command<{ draft: boolean }>()({
    input: z.strictObject({ account: id<ItemId>() }),
    in: open,
    steps: edit,
  }),
};
