/**
 * Every type of entry of the team log, one row each [protocol: Entry types]: a new type is a file in `entries/` and a line
 * here. A type that is not here is `client-too-old`.
 */
import { deviceAdd } from "./entries/device-add.ts";
import { deviceRevoke } from "./entries/device-revoke.ts";
import { genesis } from "./entries/genesis.ts";
import { groupChange } from "./entries/group-change.ts";
import { groupCreate } from "./entries/group-create.ts";
import { invite } from "./entries/invite.ts";
import { inviteCancel } from "./entries/invite-cancel.ts";
import { policy } from "./entries/policy.ts";
import { recoveryCancel } from "./entries/recovery-cancel.ts";
import { recoveryConfirm } from "./entries/recovery-confirm.ts";
import { recoveryOpen } from "./entries/recovery-open.ts";
import { recoveryUse } from "./entries/recovery-use.ts";
import { userAdd } from "./entries/user-add.ts";
import { userRemove } from "./entries/user-remove.ts";
import { userRole } from "./entries/user-role.ts";
import { vaultAccess } from "./entries/vault-access.ts";
import { vaultArchive } from "./entries/vault-archive.ts";
import { vaultCreate } from "./entries/vault-create.ts";
import { vaultKeys } from "./entries/vault-keys.ts";
import { vaultRotate } from "./entries/vault-rotate.ts";
import { verify } from "./entries/verify.ts";
import type { EntryRule } from "./state/entry-rule.ts";

export const entryTypes = {
  genesis,
  invite,
  "invite-cancel": inviteCancel,
  "user-add": userAdd,
  "user-role": userRole,
  "user-remove": userRemove,
  "device-add": deviceAdd,
  "device-revoke": deviceRevoke,
  "recovery-open": recoveryOpen,
  "recovery-confirm": recoveryConfirm,
  "recovery-cancel": recoveryCancel,
  "recovery-use": recoveryUse,
  policy,
  verify,
  "group-create": groupCreate,
  "group-change": groupChange,
  "vault-create": vaultCreate,
  "vault-access": vaultAccess,
  "vault-keys": vaultKeys,
  "vault-rotate": vaultRotate,
  "vault-archive": vaultArchive,
};

export type EntryType = keyof typeof entryTypes;
export type Payloads = {
  [Type in EntryType]: (typeof entryTypes)[Type] extends EntryRule<infer Payload> ? Payload : never;
};

/** The row of a type. Its functions take the payload of an entry of that type, which the entry's schema has settled. */
export function entryRule<Type extends EntryType>(type: Type): EntryRule<Payloads[Type]> {
  return entryTypes[type] as unknown as EntryRule<Payloads[Type]>;
}

/** Whether a text names a type that this version knows. */
export function isEntryType(type: string): type is EntryType {
  return Object.hasOwn(entryTypes, type);
}
