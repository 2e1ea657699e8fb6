/** Heads of the log and of vaults as this computer remembers them, to compare with what it finds [protocol: Rollback guard]. */
import { z } from "zod";
import { bytesMax, idField, uintField, zeroHash } from "../../../shared/encoding/fields.ts";
import { idBytes } from "../../../shared/encoding/id-bytes.ts";
import type { VaultId } from "../../../shared/encoding/ids.ts";
import type { Head } from "../../../shared/protocol/team-log/state/team-state.ts";
import { bytesEqual } from "../../../shared/text.ts";

/** The name under which records of heads are sealed in the database; the first version's in the keychain too. */
export const headsName = "heads";

/** A head by its number and its hash, or the first bytes of its hash where the keychain keeps no more. */
export type KnownHead = { seq: number; hash: Uint8Array };
export type HeadsRecord = {
  counter: number;
  log: KnownHead;
  vaults: Map<VaultId, KnownHead>;
  /** Of this computer's activity; the keychain's record knows it by the counter alone. */
  activity: KnownHead;
  /** The keychain holds such a record by now: from then on it is missed where it is not there. */
  isKept: boolean;
};
/** What the database says of itself. */
export type OwnHeads = { state: "none" } | { state: "foreign" } | { state: "record"; record: HeadsRecord };

/** Number and hash of a log's head; of a vault, with its id before them. */
export const logHeadField = z.tuple([uintField(), bytesMax(32)]);
export const vaultHeadField = z.tuple([idField<VaultId>(), uintField(), bytesMax(32)]);

/** A head with its whole hash. */
export function knownHead({ seq, hash }: Head): KnownHead {
  return { seq, hash: idBytes(hash) };
}

/** Before the first entry or commit. */
export const noHead: KnownHead = { seq: 0, hash: idBytes(zeroHash) };

/** Whether a hash is the one that is known, as far as it is known. */
export function isHead({ hash }: KnownHead, found: string | null | undefined): boolean {
  return found != null && bytesEqual(idBytes(found).subarray(0, hash.length), hash);
}

/** Whether two records name the same heads, as far as both know their hashes. */
export function namesSame(left: HeadsRecord, right: HeadsRecord): boolean {
  const isSame = (one: KnownHead | undefined, other: KnownHead | undefined): boolean => {
    if (one === undefined || other === undefined || one.seq !== other.seq) return false;
    const length = Math.min(one.hash.length, other.hash.length);
    return bytesEqual(one.hash.subarray(0, length), other.hash.subarray(0, length));
  };
  if (!isSame(left.log, right.log) || left.vaults.size !== right.vaults.size) return false;
  return [...left.vaults].every(([vault, head]) => isSame(head, right.vaults.get(vault)));
}

/** The list of vaults as it is sealed, ascending. */
export function headRows(vaults: ReadonlyMap<VaultId, KnownHead>): z.output<typeof vaultHeadField>[] {
  const rows = [...vaults].map(([vault, { seq, hash }]): [VaultId, number, Uint8Array] => [vault, seq, hash]);
  return rows.sort(([left], [right]) => (left < right ? -1 : 1));
}

/** The same as a map again. */
export function headsOf(rows: readonly z.output<typeof vaultHeadField>[]): Map<VaultId, KnownHead> {
  return new Map(rows.map(([vault, seq, hash]) => [vault, { seq, hash }]));
}
