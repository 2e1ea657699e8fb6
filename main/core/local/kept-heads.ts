/**
 * The record of heads as the system's keychain keeps it [protocol: Rollback guard]: of every hash the first 16 bytes, split
 * over several entries because a keychain limits their size (Windows: 2,560 bytes of base64). The parts of the last two
 * writings lie side by side and the first entry, written last, says which of them count: a crash in between is no damage.
 * A part that is missing or that this profile did not seal is evidence, never absence.
 */
import { z } from "zod";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { type BodySchema, encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { strict, uintField } from "../../../shared/encoding/fields.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import type { Keychain } from "../ports.ts";
import type { Profile } from "../store/profile-row.ts";
import { type HeadsRecord, headRows, headsName, headsOf, logHeadField, noHead, vaultHeadField } from "./heads.ts";
import { readFirstKept } from "./heads-first-form.ts";

/** What the keychain remembers; `unavailable`: it does not answer, which says nothing. */
export type Kept =
  | { state: "unavailable" }
  | { state: "none" }
  | { state: "foreign" }
  | { state: "record"; record: HeadsRecord; slot: number };
type Holder = { profile: Pick<Profile, "profile">; localStateKey: Uint8Array };

/** One entry's plain text stays below 1 KiB, and so its sealed form below 1,100 bytes. */
const vaultsPerEntry = 20;
const keptHashBytes = 16;
const maxBytes = 1024;
const mostParts = 1000;

const firstSchema = strict({
  ...{
    form: z.literal(2),
    counter: uintField(),
    log: logHeadField,
    vaults: z.array(vaultHeadField).max(vaultsPerEntry),
  },
  ...{ slot: uintField(), parts: uintField() },
});
const partSchema = strict({ counter: uintField(), vaults: z.array(vaultHeadField).max(vaultsPerEntry) });

/** Where the record lies in the keychain, beside the device secret. */
export function rollbackGuardAccount(profile: string): string {
  return `${profile}-rollback-guard`;
}

const partAccount = (profile: string, slot: number, part: number): string =>
  `${rollbackGuardAccount(profile)}-${slot}-${part}`;
const firstName = "kept-heads";
const partName = (slot: number, part: number): string => `${firstName}/${slot}/${part}`;

function seal<T>({ profile, localStateKey }: Holder, name: string, schema: BodySchema<T>, value: T): Uint8Array {
  return sealLocal(localStateKey, { profile: profile.profile, name }, encodeWith(schema, value));
}

function open<T>(
  { profile, localStateKey }: Holder,
  name: string,
  schema: BodySchema<T>,
  sealed: Uint8Array,
): T | null {
  const plain = openLocal(localStateKey, { profile: profile.profile, name }, sealed);
  const parsed = plain.ok ? parseWith(schema, plain.value, maxBytes) : plain;
  return parsed.ok ? parsed.value : null;
}

/** Reads all entries. */
export async function readKeptHeads(keychain: Keychain, holder: Holder): Promise<Kept> {
  if (!(await keychain.available())) return { state: "unavailable" };
  const id = holder.profile.profile;
  const found = await keychain.get(rollbackGuardAccount(id));
  if (!found.ok) return { state: "unavailable" };
  if (found.value === null) return { state: "none" };
  const first = open(holder, firstName, firstSchema, found.value);
  if (first === null) return readFirst(holder, found.value);
  const rows = [...first.vaults];
  for (let part = 1; part <= first.parts; part++) {
    const sealed = await keychain.get(partAccount(id, first.slot, part));
    if (!sealed.ok) return { state: "unavailable" };
    const opened = sealed.value === null ? null : open(holder, partName(first.slot, part), partSchema, sealed.value);
    if (opened?.counter !== first.counter) return { state: "foreign" };
    rows.push(...opened.vaults);
  }
  const { counter, log, slot } = first;
  const head = { seq: log[0], hash: log[1] };
  const record = { counter, log: head, vaults: headsOf(rows), activity: noHead, isKept: true };
  return { state: "record", record, slot };
}

/** An entry of the first version's. */
function readFirst({ profile, localStateKey }: Holder, sealed: Uint8Array): Kept {
  const plain = openLocal(localStateKey, { profile: profile.profile, name: headsName }, sealed);
  const record = plain.ok ? readFirstKept(plain.value) : null;
  return record === null ? { state: "foreign" } : { state: "record", record, slot: 0 };
}

/** The sealed entries of a record, the first one last, as they are to be written. */
export function keptEntries(
  holder: Holder,
  record: HeadsRecord,
  slot: number,
): { account: string; sealed: Uint8Array }[] {
  const id = holder.profile.profile;
  const { counter, log } = record;
  const rows = headRows(record.vaults).map(
    ([vault, seq, hash]): z.output<typeof vaultHeadField> => [vault, seq, hash.subarray(0, keptHashBytes)],
  );
  const entries: { account: string; sealed: Uint8Array }[] = [];
  for (let at = vaultsPerEntry; at < rows.length; at += vaultsPerEntry) {
    const part = entries.length + 1;
    const value = { counter, vaults: rows.slice(at, at + vaultsPerEntry) };
    entries.push({
      account: partAccount(id, slot, part),
      sealed: seal(holder, partName(slot, part), partSchema, value),
    });
  }
  const first = {
    ...{ form: 2 as const, counter, slot, parts: entries.length },
    ...{ log: [log.seq, log.hash] as [number, Uint8Array], vaults: rows.slice(0, vaultsPerEntry) },
  };
  return [...entries, { account: rollbackGuardAccount(id), sealed: seal(holder, firstName, firstSchema, first) }];
}

/** Writes a record's entries in their order; the first refusal ends it, and what was kept before still counts. */
export async function writeKeptHeads(
  keychain: Keychain,
  entries: readonly { account: string; sealed: Uint8Array }[],
): Promise<Result<true>> {
  for (const { account, sealed } of entries) {
    const written = await keychain.set(account, sealed);
    if (!written.ok) return written;
  }
  return ok(true);
}

/** Takes all entries of a profile away. */
export async function removeKeptHeads(keychain: Keychain, profile: string): Promise<void> {
  await keychain.remove(rollbackGuardAccount(profile));
  for (const slot of [0, 1])
    for (let part = 1; part <= mostParts; part++) {
      const found = await keychain.get(partAccount(profile, slot, part));
      if (!found.ok || found.value === null) break;
      await keychain.remove(partAccount(profile, slot, part));
    }
}
