/** Vaults themselves: making, naming, archiving them, and who may use what. */
import { z } from "zod";
import type { GroupId, UserId, VaultId } from "../encoding/ids.ts";
import { command, edit, entry, event, open } from "./command.ts";
import { id, letterHash, type Nothing, nameText, nothing, permission, time } from "./fields.ts";
import type { Act, VaultShape, VoidingShape } from "./shapes.ts";

export const vaultCommands = {
  "vault.create": command<Act & { vault: string }>()({
    input: z.strictObject({ title: nameText }),
    in: open,
    steps: ["here:settings", "post:append", "here:log_entries", "here:drafts", "post:push"],
  }),
  "vault.list": command<VaultShape[]>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["vault.changed", "items.changed", "member.changed"],
  }),
  "vault.rename": command<Nothing>()({
    input: z.strictObject({ vault: id<VaultId>(), title: nameText }),
    in: open,
    steps: edit,
  }),
  /** What `vault.void` would take away: only for a manager whose computer lacks the current key. */
  "vault.voiding": command<VoidingShape>()({
    input: z.strictObject({ vault: id<VaultId>() }),
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["vault.changed", "items.changed"],
  }),
  /** Restarts such a vault; `upTo` is the height of `vault.voiding` that the person saw. */
  "vault.void": command<Act>()({
    input: z.strictObject({
      vault: id<VaultId>(),
      upTo: z.number().int().nonnegative().optional(),
      head: letterHash.optional(),
    }),
    in: open,
    steps: entry,
  }),
  "vault.archive": command<Act>()({ input: z.strictObject({ vault: id<VaultId>() }), in: open, steps: entry }),
  /** Gives up one's own grant; `successor` manages the vault from then on, where nobody else does for good. */
  "vault.leave": command<Act>()({
    input: z.strictObject({ vault: id<VaultId>(), successor: id<UserId>().optional() }),
    in: open,
    steps: entry,
  }),
  "vault.setAccess": command<Act>()({
    input: z.strictObject({
      vault: id<VaultId>(),
      user: id<UserId>().optional(),
      group: id<GroupId>().optional(),
      permission: permission.nullable(),
      end: time.optional(),
    }),
    in: open,
    steps: entry,
  }),
};

export const vaultEvents = { "vault.changed": event<{ vault: string }>() };
