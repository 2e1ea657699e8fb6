/** What the entries about vaults and their keys do to the state [protocol: Team log] [protocol: Vault keys]. */

import type { DeviceId, GroupId, Hash, UserId, VaultId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { fail, ok, type Result } from "../../failures.ts";
import type { Actor, BundleListing, EntryBodyOf } from "./entry.ts";
import { type AccessChange, type EntryType, type Rotation, systemKinds } from "./payloads.ts";
import { bindingNow, covers, entitledDevices, isRotationDue, isSystem, rightIn } from "./rules.ts";
import type { Access, Epoch, VaultInLog } from "./state.ts";
import { type LogTransaction, putVault, recordRights, recordVaultHistory } from "./transaction.ts";

type Reduce<Type extends EntryType> = (tx: LogTransaction, body: EntryBodyOf<Type>, hash: Hash) => Result<true>;

/** Genesis is followed by exactly these, in this order, then the founder's personal vault [protocol: Team log]. */
const firstKinds = [...systemKinds, "personal"] as const;

/** `vault-create`: its first manager, by policy; the key is listed for exactly the entitled devices. */
export const reduceVaultCreate: Reduce<"vault-create"> = (tx, { payload, actor, attached }) => {
  const allowed = mayCreate(tx, payload.kind, actor.user);
  if (!allowed.ok) return allowed;
  if (tx.before.vaults.has(payload.vault)) return fail("encoding", { reason: "id-repeated" });
  const isShared = payload.kind === "shared";
  putVault(tx, {
    vault: payload.vault,
    kind: payload.kind,
    createdBy: actor.user,
    createdSeq: tx.seq,
    epoch: 0,
    epochs: new Map(),
    access: new Map<UserId | GroupId, Access>(isShared ? [[actor.user, { permission: "manage", end: null }]] : []),
    archived: false,
    rotationDue: false,
    bindings: [],
    moments: [],
    rights: new Map(),
  });
  turnEpoch(tx, payload, null, attached.bundles);
  recordRights(tx, payload.vault, isSystem(payload.kind) ? tx.users.keys() : [actor.user]);
  recordVaultHistory(tx, payload.vault);
  return exactRecipients(tx, [payload.vault], attached.bundles);
};

function mayCreate(tx: LogTransaction, kind: VaultInLog["kind"], user: UserId): Result<true> {
  const { before } = tx;
  const first = firstKinds[tx.seq - 1];
  if (first !== undefined)
    return kind === first && user === before.founder ? ok(true) : fail("genesis", { number: tx.seq });
  if (isSystem(kind)) return fail("role", { reason: "system-vault" });
  const vaults = [...before.vaults.values()];
  if (kind === "personal") {
    return vaults.some((vault) => vault.kind === "personal" && vault.createdBy === user)
      ? fail("role", { reason: "second-personal" })
      : ok(true);
  }
  const role = before.users.get(user)?.role;
  if (role === "auditor" || (role === "member" && before.policy.vaultCreation === "leads"))
    return fail("role", { reason: "policy" });
  const live = vaults.filter((vault) => vault.kind === "shared" && !vault.archived);
  if (live.length >= limits.vaultsPerTeam) return fail("limit", { field: "vaults" });
  return live.filter((vault) => vault.createdBy === user).length >= limits.vaultsPerMaker
    ? fail("limit", { field: "vaults" })
    : ok(true);
}

/** Puts a new epoch under a vault, sent to those of the listed devices that are entitled to it. */
function turnEpoch(
  tx: LogTransaction,
  made: { vault: VaultId; keyCommit: Hash; inbox: Hash },
  history: Hash | null,
  bundles: readonly BundleListing[],
): void {
  const vault = tx.vaults.get(made.vault) as VaultInLog;
  const entitled = new Set(entitledDevices(tx, vault));
  const sent = new Map<DeviceId, { bundle: Hash; entrySeq: number; given: null }>();
  for (const { device, hash } of bundles)
    if (entitled.has(device)) sent.set(device, { bundle: hash, entrySeq: tx.seq, given: null });
  const epoch: Epoch = { keyCommit: made.keyCommit, inbox: made.inbox, entrySeq: tx.seq, history, sent };
  putVault(tx, { ...vault, epoch: vault.epoch + 1, epochs: new Map(vault.epochs).set(vault.epoch + 1, epoch) });
}

/** `vault-create` and `vault-rotate` list exactly the entitled devices, ascending, once each, and lead nobody to a head. */
function exactRecipients(
  tx: LogTransaction,
  vaults: readonly VaultId[],
  bundles: readonly BundleListing[],
): Result<true> {
  const expected = new Set<DeviceId>();
  for (const id of vaults)
    for (const device of entitledDevices(tx, tx.vaults.get(id) as VaultInLog)) expected.add(device);
  const listed = bundles.map(({ device }) => device);
  const wanted = [...expected].sort();
  const exact = listed.length === wanted.length && listed.every((device, at) => device === wanted[at]);
  return exact && bundles.every(({ given }) => given.length === 0)
    ? ok(true)
    : fail("recipient-set", { reason: "exact" });
}

/** `vault-access`: the vault's managers; names the head; lowering carries cuts (judged by the caller). */
export const reduceVaultAccess: Reduce<"vault-access"> = (tx, { payload, actor, attached }) => {
  const vault = tx.before.vaults.get(payload.vault);
  if (vault === undefined || vault.kind !== "shared" || vault.archived) return fail("role", { reason: "vault" });
  if (rightIn(tx.before, actor.user, vault) !== "manage") return fail("role");
  if (attached.heads.length !== 1 || attached.heads[0]?.vault !== payload.vault)
    return fail("recipient-set", { reason: "head" });
  const access = new Map(vault.access);
  let last = "";
  for (const change of payload.changes) {
    const subject = change.user ?? change.group;
    const checked = checkSubject(tx, change);
    if (!checked.ok || subject === null) return checked;
    if (subject <= last) return fail("encoding", { reason: "change-order" });
    last = subject;
    if (change.permission === null) access.delete(subject);
    else access.set(subject, { permission: change.permission, end: change.end });
  }
  putVault(tx, { ...vault, access });
  recordRights(tx, vault.vault, affected(tx, payload.changes));
  recordVaultHistory(tx, vault.vault);
  return ok(true);
};

function checkSubject(tx: LogTransaction, { user, group, permission, end }: AccessChange): Result<true> {
  if ((user === null) === (group === null)) return fail("encoding", { reason: "subject" });
  if (permission === null && end !== null) return fail("encoding", { reason: "end" });
  if (group !== null) return tx.before.groups.has(group) ? ok(true) : fail("role", { reason: "group" });
  const member = tx.before.users.get(user as UserId);
  if (member === undefined) return fail("role", { reason: "subject" });
  if (permission !== null && (!member.active || member.role === "auditor")) return fail("role", { reason: "subject" });
  return ok(true);
}

function affected(tx: LogTransaction, changes: readonly AccessChange[]): Set<UserId> {
  const users = new Set<UserId>();
  for (const { user, group } of changes) {
    if (user !== null) users.add(user);
    if (group !== null) for (const member of tx.groups.get(group)?.members ?? []) users.add(member);
  }
  return users;
}

/** `vault-rotate`: by a device with `edit` where it is due, else by a manager; epochs grow by one. */
export const reduceVaultRotate: Reduce<"vault-rotate"> = (tx, { payload, actor, attached }) => {
  for (const [at, rotation] of payload.vaults.entries()) {
    if (at > 0 && (payload.vaults[at - 1] as Rotation).vault >= rotation.vault)
      return fail("encoding", { reason: "rotation-order" });
    const rotated = rotateOne(tx, rotation, actor.user, attached.bundles);
    if (!rotated.ok) return rotated;
  }
  return exactRecipients(
    tx,
    payload.vaults.map(({ vault }) => vault),
    attached.bundles,
  );
};

function rotateOne(
  tx: LogTransaction,
  rotation: Rotation,
  user: UserId,
  bundles: readonly BundleListing[],
): Result<true> {
  const vault = tx.before.vaults.get(rotation.vault);
  if (vault === undefined || vault.archived) return fail("role", { reason: "vault" });
  const right = rightIn(tx.before, user, vault);
  const needed = isRotationDue(tx.before, vault) ? "edit" : "manage";
  if (!covers(right, needed)) return fail("role");
  const isManager = right === "manage";
  if (rotation.voids > 0 && (!isManager || vault.kind === "audit")) return fail("role", { reason: "voids" });
  if (!isManager && passesBelow(vault, rotation.pin)) return fail("role", { reason: "pin", vault: vault.vault });
  if (rotation.epoch !== vault.epoch + 1) return fail("epoch-stale", { number: rotation.epoch });
  turnEpoch(tx, rotation, rotation.history, bundles);
  const { pin, root, voids } = rotation;
  const binding = {
    entrySeq: tx.seq,
    seq: pin.seq,
    hash: pin.hash,
    kind: "pin" as const,
    manager: isManager,
    root,
    voids,
  };
  const now = tx.vaults.get(rotation.vault) as VaultInLog;
  putVault(tx, { ...now, bindings: [...now.bindings, binding] });
  recordVaultHistory(tx, rotation.vault);
  return ok(true);
}

/** Whether a pin lies below or beside a head that binds: only a manager may cut a chain back [protocol: Team log]. */
function passesBelow(vault: VaultInLog, pin: Rotation["pin"]): boolean {
  return bindingNow(vault.bindings).some(({ seq, hash }) => pin.seq < seq || (pin.seq === seq && pin.hash !== hash));
}

/** `vault-archive`: a manager of a shared vault; ends writing, keeps reading. */
export const reduceVaultArchive: Reduce<"vault-archive"> = (tx, { payload, actor }) => {
  const vault = tx.before.vaults.get(payload.vault);
  if (vault === undefined || vault.kind !== "shared" || vault.archived) return fail("role", { reason: "vault" });
  if (rightIn(tx.before, actor.user, vault) !== "manage") return fail("role");
  putVault(tx, { ...vault, archived: true });
  tx.reducedVaults.add(vault.vault);
  recordVaultHistory(tx, vault.vault);
  return ok(true);
};

/** Whoever was sent the key and still had a right when he signed: a key that somebody kept gives him no say about readers. */
function mayServe({ before }: LogTransaction, { user, device }: Actor, vault: VaultInLog): boolean {
  return vault.epochs.get(vault.epoch)?.sent.has(device) === true && rightIn(before, user, vault) !== null;
}

/**
 * Bundles of entries that do not make keys: a subset of the entitled devices, current epochs only, by a device that was
 * itself sent each key [protocol: Vault keys]. Puts what they send into the state.
 */
export function sendKeys(tx: LogTransaction, sender: Actor, bundles: readonly BundleListing[]): Result<true> {
  let lastDevice = "";
  for (const { device, given, hash } of bundles) {
    if (device <= lastDevice || given.length === 0) return fail("recipient-set", { reason: "order" });
    lastDevice = device;
    let lastVault = "";
    for (const head of given) {
      if (head.vault <= lastVault) return fail("recipient-set", { reason: "order" });
      lastVault = head.vault;
      const vault = tx.vaults.get(head.vault);
      const epoch = vault?.epochs.get(vault.epoch);
      if (vault === undefined || epoch === undefined || vault.archived || !mayServe(tx, sender, vault))
        return fail("recipient-set", { reason: "sender", vault: head.vault });
      const recipient = tx.devices.get(device);
      if (recipient?.active !== true || rightIn(tx, recipient.user, vault) === null)
        return fail("recipient-set", { reason: "entitled", device });
      const sent = new Map(epoch.sent).set(device, {
        bundle: hash,
        entrySeq: tx.seq,
        given: { seq: head.seq, hash: head.hash },
      });
      putVault(tx, { ...vault, epochs: new Map(vault.epochs).set(vault.epoch, { ...epoch, sent }) });
    }
  }
  return ok(true);
}
