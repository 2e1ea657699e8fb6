/**
 * Every command between renderer and core, listed once: name, input schema, session states in which it is taken. The
 * core checks the name, the session state, then the input (unknown keys refused), in that order. Names say what the
 * person does, never what the machine does. Outputs stand in `outputs.ts` under the same names.
 */
import { z } from "zod";

export type SessionState = "none" | "waiting" | "locked" | "unlocked";

const id = z.string().regex(/^[0-9abcdefghjkmnpqrstvwxyz]{26}$/);
const name = z.string().min(1).max(200);
const passphrase = z.string().max(1024);
const time = z.number().int().nonnegative();
const permission = z.enum(["use", "edit", "manage"]);
const keychain = z.enum(["os", "file"]);
const bytes = z.instanceof(Uint8Array) as unknown as z.ZodType<Uint8Array, Uint8Array>;
const url = z.union([
  z.string().max(2000),
  z.strictObject({ url: z.string().max(2000), match: z.enum(["domain", "host", "exact", "never"]) }),
]);
const itemChanges = z.strictObject({
  title: z.string().max(200).optional(),
  username: z.string().max(1000).nullable().optional(),
  password: z.string().max(10_000).nullable().optional(),
  urls: z.array(url).max(20).optional(),
  notes: z.string().max(65_536).nullable().optional(),
  tags: z.array(z.string().min(1).max(100)).max(100).optional(),
  totp: z.string().max(4096).nullable().optional(),
  fields: z
    .array(z.strictObject({ name, type: z.enum(["text", "hidden", "date"]), value: z.string().max(65_536) }))
    .max(50)
    .optional(),
  expires: time.nullable().optional(),
});

export type CommandRule = {
  input: z.ZodType;
  /** Session states in which it is taken. */
  in: readonly SessionState[];
  /** A screen keeps itself up to date by it: it says nothing about a person being there. */
  quiet?: true;
};
const always = ["none", "waiting", "locked", "unlocked"] as const;
const open = ["unlocked"] as const;

export const commands = {
  "team.create": {
    input: z.strictObject({
      name,
      person: name,
      passphrase,
      server: z.union([
        z.literal("built-in"),
        z.strictObject({ url: z.string().max(2000), setupCode: z.string().max(2000) }),
      ]),
      keychain: keychain.optional(),
    }),
    in: ["none", "locked"],
  },
  /** Checks a setup code before the person types everything else: its origin answers and its keys match. */
  "team.checkServer": { input: z.strictObject({ setupCode: z.string().max(2000) }), in: always },
  "team.join": {
    input: z.strictObject({ code: z.string().max(4000), passphrase, keychain: keychain.optional() }),
    in: ["none", "locked"],
  },
  /** Reads a join code's display names and checks it as far as this computer alone can. */
  "invite.read": { input: z.strictObject({ code: z.string().max(4000) }), in: always },
  "invite.create": {
    input: z.strictObject({
      name,
      emails: z.array(z.string().min(3).max(254)).max(5).optional(),
      /** Other roles come with the codes that people compare [protocol: New device]. */
      role: z.literal("member").optional(),
      grants: z
        .array(z.strictObject({ vault: id, permission, end: time.optional() }))
        .max(64)
        .optional(),
    }),
    in: open,
  },
  "invite.list": { input: z.strictObject({}), in: open, quiet: true },
  "invite.cancel": { input: z.strictObject({ invite: id }), in: open },
  /** The code and names of an open invite again; only the computer that made it still has them. */
  "invite.again": { input: z.strictObject({ invite: id }), in: open },
  /** Copies an invite's message through the clipboard port (it carries a secret); `text` has to hold its code. */
  "invite.copy": { input: z.strictObject({ invite: id, text: z.string().max(4000) }), in: open },
  "account.status": { input: z.strictObject({}), in: always, quiet: true },
  "account.unlock": {
    input: z.strictObject({ passphrase, profile: id.optional(), deviceSheet: z.string().max(400).optional() }),
    in: ["locked", "waiting"],
  },
  /** Takes the waiting profile away from this computer: its invite or setup code came to nothing. */
  "account.giveUp": { input: z.strictObject({}), in: ["waiting"] },
  "account.lock": { input: z.strictObject({}), in: ["waiting", "unlocked"] },
  /** The device sheet's text again, after typing the passphrase. */
  "account.deviceSheet": { input: z.strictObject({ passphrase }), in: open },
  "account.passphraseStrength": {
    input: z.strictObject({ passphrase, words: z.array(z.string().max(200)).max(10).optional() }),
    in: always,
    quiet: true,
  },
  /** The person did something in the window: the auto-lock clock starts anew. */
  "account.active": { input: z.strictObject({}), in: always },
  "account.setAutoLock": { input: z.strictObject({ minutes: z.number().int().min(1).max(60) }), in: open },
  "member.list": { input: z.strictObject({}), in: open, quiet: true },
  "vault.create": { input: z.strictObject({ title: name }), in: open },
  "vault.list": { input: z.strictObject({}), in: open, quiet: true },
  "vault.rename": { input: z.strictObject({ vault: id, title: name }), in: open },
  "vault.archive": { input: z.strictObject({ vault: id }), in: open },
  "vault.setAccess": {
    input: z.strictObject({
      vault: id,
      user: id.optional(),
      group: id.optional(),
      permission: permission.nullable(),
      end: time.optional(),
    }),
    in: open,
  },
  "item.save": {
    input: z.strictObject({
      vault: id,
      item: id.optional(),
      kind: z.enum(["login", "api-key", "note", "ssh-key", "card", "document", "recovery-codes"]).optional(),
      changes: itemChanges,
    }),
    in: open,
  },
  "item.list": {
    input: z.strictObject({
      vault: id.optional(),
      text: z.string().max(1000).optional(),
      limit: z.number().int().positive().max(100_000).optional(),
    }),
    in: open,
    quiet: true,
  },
  "item.get": { input: z.strictObject({ item: id }), in: open, quiet: true },
  "item.reveal": {
    input: z.strictObject({ item: id, field: z.string().max(220), version: z.number().int().positive().optional() }),
    in: open,
  },
  /** `field` as for reveal, or `username`, `title`, `url:<n>`, and `code` for the one-time code of this moment. */
  "item.copyField": { input: z.strictObject({ item: id, field: z.string().max(220) }), in: open },
  "item.code": { input: z.strictObject({ item: id }), in: open, quiet: true },
  /** Opens one of the item's own websites in the default browser (http and https only). */
  "item.openWebsite": { input: z.strictObject({ item: id, index: z.number().int().nonnegative().max(19) }), in: open },
  "item.delete": { input: z.strictObject({ item: id }), in: open },
  /** Into another vault, as a new item; history and who wrote it stay with the old one, in its vault's trash. */
  "item.move": { input: z.strictObject({ item: id, vault: id }), in: open },
  "import.preview": {
    input: z.strictObject({
      format: z.enum(["kdbx"]),
      bytes,
      passphrase: z.string().max(10_000).optional(),
      keyFile: bytes.optional(),
      fileName: z.string().max(255).optional(),
      target: id.optional(),
    }),
    in: open,
  },
  "import.apply": {
    input: z.union([
      z.strictObject({ preview: id, target: id }),
      z.strictObject({ preview: id, targets: z.record(z.string(), id) }),
    ]),
    in: open,
  },
  "import.cancel": { input: z.strictObject({ preview: id }), in: open },
  "import.reports": { input: z.strictObject({}), in: open, quiet: true },
  "sync.now": { input: z.strictObject({}), in: open },
  "sync.status": { input: z.strictObject({}), in: open, quiet: true },
  /** Asks again after sync stopped by itself (20 failing answers in a row). */
  "sync.resume": { input: z.strictObject({}), in: open },
  "act.list": { input: z.strictObject({}), in: open, quiet: true },
  "act.cancel": { input: z.strictObject({ act: z.string().max(60) }), in: open },
} as const satisfies Record<string, CommandRule>;

export type CommandName = keyof typeof commands;
export type CommandInput<Name extends CommandName> = z.input<(typeof commands)[Name]["input"]>;
