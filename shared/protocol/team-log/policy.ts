/** The team's policy: a complete map, replaced whole by a `policy` entry. Fields that nothing reads yet stand here so that no later version has to change old entries. */
import { z } from "zod";
import { strict, uintField } from "../../encoding/fields.ts";

export const policySchema = strict({
  /** May a login whose second factor is unsettled be shared? */
  secondFactor: z.enum(["off", "warn", "require"]),
  /** Who may create shared vaults. */
  vaultCreation: z.enum(["all", "leads"]),
  /** Entry types that need a second signature besides those that always do; ascending. */
  cosigned: z.array(z.string().max(40)).max(20),
  /** New sessions ask for a code. */
  sessionTotp: z.boolean(),
  autoLockMinutes: uintField(),
  quickUnlock: z.boolean(),
  exports: z.enum(["admins", "managers", "nobody"]),
  passwordMinimum: uintField(),
});
export type Policy = z.output<typeof policySchema>;

/** What a new team begins with. */
export const firstPolicy: Policy = {
  secondFactor: "warn",
  vaultCreation: "all",
  cosigned: [],
  sessionTotp: false,
  autoLockMinutes: 60,
  quickUnlock: true,
  exports: "admins",
  passwordMinimum: 12,
};
