/**
 * The team's policy [model: Policy]: a complete map, replaced whole by a `policy` entry. Fields that nothing reads yet stand
 * here so that no later version has to change old entries.
 */
import { z } from "zod";
import { encodeWith } from "../../../encoding/canonical.ts";
import { idField, strict, textField, timeField, uintField } from "../../../encoding/fields.ts";
import type { VaultId } from "../../../encoding/ids.ts";
import { bytesEqual } from "../../../text.ts";

/** Where a rule holds: everywhere, in a vault, for a tool, or for a class of data (by its name). */
const scope = z.discriminatedUnion("kind", [
  strict({ kind: z.literal("all"), id: z.null() }),
  strict({ kind: z.literal("vault"), id: idField<VaultId>() }),
  strict({ kind: z.literal("tool"), id: idField() }),
  strict({ kind: z.literal("class"), id: textField(40) }),
]);

const ascending = (names: readonly string[]): boolean =>
  names.every((name, at) => at === 0 || name > (names[at - 1] ?? ""));

export const policySchema = strict({
  /** May a login whose second factor is unsettled be shared, and where that is asked. */
  secondFactor: strict({ mode: z.enum(["off", "warn", "require"]), scope: z.array(scope).max(256) }),
  /** New sessions ask for a code, from that time on. */
  serverTotp: strict({ newSessions: z.boolean(), from: timeField().nullable() }),
  /** Who may create shared vaults. */
  vaultCreation: z.enum(["all", "leads"]),
  /** Entry types that need a second signature besides those that always do; ascending. */
  cosigned: z.array(textField(40)).max(32).refine(ascending),
  /** Vaults in which an act needs two people; ascending. */
  fourEyes: z.array(idField<VaultId>()).max(256).refine(ascending),
  autoLockMinutes: uintField(),
  quickUnlock: z.boolean(),
  /** Who may export. */
  exports: z.enum(["all", "admins", "none"]),
  /** What the generator makes at least: characters of a password, words of a passphrase. */
  generator: strict({ length: uintField(), digits: z.boolean(), symbols: z.boolean(), words: uintField() }),
  /** Hours in which what a leaver could see has to be changed. */
  leaverHours: uintField(),
});
export type Policy = z.output<typeof policySchema>;

/** Whether two policies say the same. */
export function isSamePolicy(one: Policy, other: Policy): boolean {
  return bytesEqual(encodeWith(policySchema, one), encodeWith(policySchema, other));
}

/** Whether the team's rule asks every session for an answer of the second factor at this time [protocol: Second factor]. */
export function asksSessions({ serverTotp: { newSessions, from } }: Pick<Policy, "serverTotp">, now: number): boolean {
  return newSessions && (from === null || now >= from);
}

/** What a new team begins with. */
export const firstPolicy: Policy = {
  secondFactor: { mode: "warn", scope: [{ kind: "all", id: null }] },
  serverTotp: { newSessions: false, from: null },
  vaultCreation: "all",
  cosigned: [],
  fourEyes: [],
  autoLockMinutes: 60,
  quickUnlock: true,
  exports: "admins",
  generator: { length: 20, digits: true, symbols: true, words: 6 },
  leaverHours: 72,
};
