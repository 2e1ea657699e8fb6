/** What payloads and attached lists of several entry types are made of [model: Payloads]: strict schemas and their types. */
import { z } from "zod";
import { deviceField, hashField, idField, strict, timeField, uintField } from "../../../encoding/fields.ts";
import type { DeviceId, GroupId, UserId, VaultId } from "../../../encoding/ids.ts";
import { limits } from "../../../encoding/limits.ts";

export const permissions = ["use", "edit", "manage"] as const;
export type Permission = (typeof permissions)[number];
export const roles = ["member", "lead", "admin", "auditor"] as const;
export type Role = (typeof roles)[number];
export const systemKinds = ["directory", "tools", "governance", "audit"] as const;
export type SystemKind = (typeof systemKinds)[number];
export type VaultKind = "personal" | "shared" | SystemKind;

export const permissionField = z.enum(permissions);
export const roleField = z.enum(roles);
export const vaultKindField = z.enum(["personal", "shared", ...systemKinds]);

/** The head of a vault's chain, as a signer verified it. */
export const headField = () => strict({ vault: idField<VaultId>(), seq: uintField(), hash: hashField() });
export type VaultHead = z.output<ReturnType<typeof headField>>;

const grant = strict({ vault: idField<VaultId>(), permission: permissionField, end: timeField().nullable() });
export type Grant = z.output<typeof grant>;
export const grantsField = () => z.array(grant).max(64);
export const groupsField = () => z.array(idField<GroupId>()).max(64);

/** People who come into a group, go, or manage it: ascending. */
export const peopleField = () => z.array(idField<UserId>()).max(limits.peoplePerGroup);

/** Who becomes the manager of a vault or group that would be without one [protocol: Leavers]. */
const heir = strict({
  vault: idField<VaultId>().nullable(),
  group: idField<GroupId>().nullable(),
  user: idField<UserId>(),
});
export type Heir = z.output<typeof heir>;
export const heirsField = () => z.array(heir).max(limits.vaultsPerTeam);

const accessChange = strict({
  user: idField<UserId>().nullable(),
  group: idField<GroupId>().nullable(),
  permission: permissionField.nullable(),
  end: timeField().nullable(),
});
export type AccessChange = z.output<typeof accessChange>;
export const accessChangesField = () => z.array(accessChange).min(1).max(256);

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
export const rotationsField = () => z.array(rotation).min(1).max(limits.vaultsPerRotation);

/** Which device was sent which keys by this entry; `given` is empty where the entry itself makes the keys. */
const bundleListing = strict({
  device: deviceField(),
  given: z.array(headField()).max(limits.vaultsPerTeam),
  hash: hashField(),
});
export type BundleListing = z.output<typeof bundleListing>;

/** What stands beside a payload: heads that bind, heads that were given, bundles of keys [protocol: Team log]. */
export const attachedField = () =>
  strict({
    cuts: z.array(headField()).max(limits.vaultsPerTeam),
    heads: z.array(headField()).max(limits.vaultsPerTeam),
    bundles: z.array(bundleListing).max(4096),
  });
export type Attached = z.output<ReturnType<typeof attachedField>>;
export const nothingAttached: Attached = { cuts: [], heads: [], bundles: [] };

export const actorField = () => strict({ user: idField<UserId>(), device: deviceField() });
export type Actor = { user: UserId; device: DeviceId };
