/**
 * What was read of logins and accounts, sealed in this computer's file, one record for each vault: so that the first figure after
 * unlocking opens no old version. It counts only for exactly the version and envelope that the chain names now.
 */
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import type { Hash, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import type { FactorSpan } from "../../../shared/model/second-factor/history.ts";
import { utf8Bytes, utf8Text } from "../../../shared/text.ts";
import type { LocalProfile } from "../local/local-profile.ts";
import { findSealed, putSealed, removeSealed } from "../store/sealed-rows.ts";

export type KeptSpans = { version: number; hash: Hash | null; spans: FactorSpan[] };
type Kept = Map<ItemId, KeptSpans>;

/** Raised when the stored form changes; other forms are not read but written anew. */
const form = 1;
type Stored = { form: number; items: [item: ItemId, version: number, hash: Hash | null, spans: FactorSpan[]][] };
type Area = Pick<LocalProfile, "db" | "keys" | "profile">;

const nameOf = (vault: VaultId): string => `factor-spans/${vault}`;

/** What was read of this vault; empty where nothing lies here that opens. */
export function loadSpans({ db, keys, profile }: Area, vault: VaultId): Kept {
  const name = nameOf(vault);
  const sealed = findSealed(db, "settings", name);
  const plain = sealed === null ? null : openLocal(keys.localStateKey, { profile: profile.profile, name }, sealed);
  const text = plain?.ok ? utf8Text(plain.value) : null;
  if (text === null) return new Map();
  try {
    const stored = JSON.parse(text) as Partial<Stored>;
    if (stored.form !== form || !Array.isArray(stored.items)) return new Map();
    return new Map(stored.items.map(([item, version, hash, spans]) => [item, { version, hash, spans }]));
  } catch {
    return new Map();
  }
}

/** Writes it. */
export function saveSpans({ db, keys, profile }: Area, vault: VaultId, kept: Kept): void {
  const name = nameOf(vault);
  // A first version is read from what the list opened anyway.
  const items = [...kept].flatMap(([item, { version, hash, spans }]) =>
    version > 1 ? [[item, version, hash, spans] as const] : [],
  );
  const plain = utf8Bytes(JSON.stringify({ form, items }));
  putSealed(db, "settings", name, sealLocal(keys.localStateKey, { profile: profile.profile, name }, plain));
}

/** Of a vault that this person may not read any more nothing stays. */
export function dropSpans({ db }: Area, vault: VaultId): void {
  removeSealed(db, "settings", nameOf(vault));
}
