/** The payload of every entry type (`model.md`), as strict schemas. A type that is not here is `client-too-old`. */
import { z } from "zod";
import { bytesField, bytesMax, hashField, idField, strict, timeField, uintField } from "../../encoding/fields.ts";
import type { GroupId, InviteId, UserId, VaultId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { policySchema } from "./policy.ts";

export const permissions = ["use", "edit", "manage"] as const;
export type Permission = (typeof permissions)[number];
export const roles = ["member", "lead", "admin", "auditor"] as const;
export type Role = (typeof roles)[number];
export const systemKinds = ["directory", "tools", "governance", "audit"] as const;
export type SystemKind = (typeof systemKinds)[number];
export type VaultKind = "personal" | "shared" | SystemKind;

const permission = z.enum(permissions);
const role = z.enum(roles);
export const headField = () => strict({ vault: idField<VaultId>(), seq: uintField(), hash: hashField() });
export type VaultHead = z.output<ReturnType<typeof headField>>;

const grant = strict({ vault: idField<VaultId>(), permission, end: timeField().nullable() });
export type Grant = z.output<typeof grant>;
const grants = z.array(grant).max(64);
const groups = z.array(idField<GroupId>()).max(64);

const accessChange = strict({
  user: idField<UserId>().nullable(),
  group: idField<GroupId>().nullable(),
  permission: permission.nullable(),
  end: timeField().nullable(),
});
export type AccessChange = z.output<typeof accessChange>;

const rotation = strict({
  vault: idField<VaultId>(),
  epoch: uintField(),
  keyCommit: hashField(),
  inbox: hashField(),
  history: hashField(),
  pin: strict({ seq: uintField(), hash: hashField() }),
  root: hashField(),
  voids: uintField(),
});
export type Rotation = z.output<typeof rotation>;

export const payloadSchemas = {
  genesis: strict({ user: idField<UserId>(), signPk: bytesField(32), kemPk: bytesField(1216), policy: policySchema }),
  invite: strict({
    invite: idField<InviteId>(),
    invitePk: bytesField(32),
    role,
    roleEnd: timeField().nullable(),
    grants,
    groups,
    end: timeField(),
  }),
  "invite-cancel": strict({ invite: idField<InviteId>() }),
  "user-add": strict({ join: bytesMax(limits.joinBytes), grants, groups }),
  "vault-create": strict({
    vault: idField<VaultId>(),
    kind: z.enum(["personal", "shared", ...systemKinds]),
    keyCommit: hashField(),
    inbox: hashField(),
  }),
  "vault-access": strict({ vault: idField<VaultId>(), changes: z.array(accessChange).min(1).max(256) }),
  "vault-keys": strict({}),
  "vault-rotate": strict({ vaults: z.array(rotation).min(1).max(limits.vaultsPerRotation) }),
  "vault-archive": strict({ vault: idField<VaultId>() }),
  policy: strict({ id: idField(), baseSeq: uintField(), policy: policySchema }),
} as const;

export type EntryType = keyof typeof payloadSchemas;
export type Payloads = { [Type in EntryType]: z.output<(typeof payloadSchemas)[Type]> };
