/** Keys in the state: a new epoch of a vault, and who was sent which key in which bundle [protocol: Vault keys]. */
import type { DeviceId, Hash, UserId, VaultId } from "../../../encoding/ids.ts";
import { limits } from "../../../encoding/limits.ts";
import { fail, ok, type Result } from "../../../failures.ts";
import { withRows } from "./layered-map.ts";
import type { Actor, BundleListing } from "./parts.ts";
import { entitledDevices, rightIn } from "./rules.ts";
import type { Epoch, SentKey, VaultInLog } from "./team-state.ts";
import { type LogTransaction, putVault } from "./transaction.ts";

/** Puts a new epoch under a vault, sent to those of the listed devices that are entitled to it. */
export function putEpoch(
  tx: LogTransaction,
  made: { vault: VaultId; keyCommit: Hash; inbox: Hash; history: Hash | null },
  { by, bundles }: { by: UserId; bundles: readonly BundleListing[] },
): void {
  const vault = tx.vaults.get(made.vault) as VaultInLog;
  const entitled = new Set(entitledDevices(tx, vault));
  const sent = new Map<DeviceId, readonly SentKey[]>();
  for (const { device, hash } of bundles)
    if (entitled.has(device)) sent.set(device, [{ bundle: hash, entrySeq: tx.seq, by, given: null }]);
  const { keyCommit, inbox, history } = made;
  const epoch: Epoch = { keyCommit, inbox, entrySeq: tx.seq, history, sent };
  const next = vault.epoch + 1;
  putVault(tx, { ...vault, epoch: next, epochs: withRows(vault.epochs, [[next, epoch]]) });
}

/** Bundles of entries that make keys: exactly the entitled devices of these vaults, ascending, once each, and no given heads. */
export function checkExactRecipients(
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

/** Whoever was sent the key and still had a right when they signed: a key that somebody kept gives them no say about readers. */
function maySupply({ before }: LogTransaction, { user, device }: Actor, vault: VaultInLog): boolean {
  const then = before.vaults.get(vault.vault);
  const hadRight = then !== undefined && rightIn(before, user, then) !== null;
  return hadRight && vault.epochs.get(vault.epoch)?.sent.has(device) === true;
}

/** Whether this person listed this device for this key as often as one person may: junk then costs everybody little. */
export function isListedOut({ sent }: Epoch, device: DeviceId, by: UserId): boolean {
  return (sent.get(device) ?? []).filter((one) => one.by === by).length >= limits.listingsPerDevice;
}

/**
 * Bundles of entries that do not make keys: a subset of the entitled devices, current epochs only, by a device that was
 * itself sent each key. What they send becomes one candidate more, whatever was listed before and by whom.
 */
export function sendKeys(tx: LogTransaction, sender: Actor, bundles: readonly BundleListing[]): Result<true> {
  const listed = new Map<VaultId, [DeviceId, SentKey][]>();
  let lastDevice = "";
  for (const { device, given, hash } of bundles) {
    if (device <= lastDevice || given.length === 0) return fail("recipient-set", { reason: "order" });
    lastDevice = device;
    let lastVault = "";
    for (const head of given) {
      if (head.vault <= lastVault) return fail("recipient-set", { reason: "order" });
      lastVault = head.vault;
      const given = { seq: head.seq, hash: head.hash };
      const row: SentKey = { bundle: hash, entrySeq: tx.seq, by: sender.user, given };
      const checked = checkSupply(tx, sender, { device, vault: head.vault, row });
      if (!checked.ok) return checked;
      const rows = listed.get(head.vault);
      if (rows === undefined) listed.set(head.vault, [[device, row]]);
      else rows.push([device, row]);
    }
  }
  for (const [id, rows] of listed) addCandidates(tx, id, rows);
  return ok(true);
}

function addCandidates(tx: LogTransaction, id: VaultId, rows: readonly [DeviceId, SentKey][]): void {
  const vault = tx.vaults.get(id) as VaultInLog;
  const epoch = vault.epochs.get(vault.epoch) as Epoch;
  const candidates = rows.map(([device, row]) => [device, [...(epoch.sent.get(device) ?? []), row]] as const);
  const next: Epoch = { ...epoch, sent: withRows(epoch.sent, candidates) };
  putVault(tx, { ...vault, epochs: withRows(vault.epochs, [[vault.epoch, next]]) });
}

/** The same bundle from the same person at the same head: nothing that the device could try anew. */
function isListed({ sent }: Epoch, device: DeviceId, { bundle, by, given }: SentKey): boolean {
  return (sent.get(device) ?? []).some(
    (one) => one.bundle === bundle && one.by === by && one.given?.seq === given?.seq && one.given?.hash === given?.hash,
  );
}

function checkSupply(
  tx: LogTransaction,
  sender: Actor,
  to: { device: DeviceId; vault: VaultId; row: SentKey },
): Result<true> {
  const vault = tx.vaults.get(to.vault);
  if (vault === undefined || vault.archived || !maySupply(tx, sender, vault))
    return fail("recipient-set", { reason: "sender", vault: to.vault });
  const recipient = tx.devices.get(to.device);
  if (recipient?.active !== true || rightIn(tx, recipient.user, vault) === null)
    return fail("recipient-set", { reason: "entitled", device: to.device });
  const epoch = vault.epochs.get(vault.epoch) as Epoch;
  if (isListed(epoch, to.device, to.row)) return fail("role", { reason: "unchanged", vault: to.vault });
  return isListedOut(epoch, to.device, sender.user)
    ? fail("limit", { field: "listings", device: to.device, vault: to.vault })
    : ok(true);
}
