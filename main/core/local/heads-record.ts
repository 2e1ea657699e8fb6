/**
 * The heads that this computer had when it last wrote [protocol: Rollback guard]: sealed, counted, one record in the
 * database. What is loaded from the file must reach exactly these heads; the plain tables decide nothing.
 */
import { z } from "zod";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { strict, uintField } from "../../../shared/encoding/fields.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import type { Head } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { Database } from "../ports.ts";
import type { Profile } from "../store/profile-row.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";
import {
  type HeadsRecord,
  headRows,
  headsName,
  headsOf,
  knownHead,
  logHeadField,
  type OwnHeads,
  vaultHeadField,
} from "./heads.ts";
import { readFirstForm } from "./heads-first-form.ts";

export type HeadsHolder = { db: Database; profile: Pick<Profile, "profile">; localStateKey: Uint8Array };

const schema = strict({
  form: z.literal(2),
  counter: uintField(),
  log: logHeadField,
  vaults: z.array(vaultHeadField).max(limits.headsPerTeam),
  isKept: z.boolean(),
});
const maxBytes = 4 * 1024 * 1024;

/** Reads the record of the database; one that this profile did not seal is `foreign`. */
export function readOwnHeads(holder: HeadsHolder): OwnHeads {
  const { db, profile, localStateKey } = holder;
  const sealed = findSealed(db, "settings", headsName);
  if (sealed === null) return { state: "none" };
  const plain = openLocal(localStateKey, { profile: profile.profile, name: headsName }, sealed);
  if (!plain.ok) return { state: "foreign" };
  const parsed = parseWith(schema, plain.value, maxBytes);
  if (!parsed.ok) return readFirstForm(db, plain.value);
  const { counter, log, vaults, isKept } = parsed.value;
  const record = { counter, log: { seq: log[0], hash: log[1] }, vaults: headsOf(vaults), isKept };
  return { state: "record", record };
}

/** Writes the record; inside the transaction that moves a head. */
export function putOwnHeads({ db, profile, localStateKey }: HeadsHolder, record: HeadsRecord): void {
  const { counter, log, vaults, isKept } = record;
  const plain = encodeWith(schema, {
    ...{ form: 2, counter, isKept },
    ...{ log: [log.seq, log.hash], vaults: headRows(vaults) },
  });
  putSealed(db, "settings", headsName, sealLocal(localStateKey, { profile: profile.profile, name: headsName }, plain));
}

/** A log came at once, before anything watches it: its head stands in the record; inside the transaction that keeps the log. */
export function noteFirstHead(holder: HeadsHolder, head: Head): void {
  const own = readOwnHeads(holder);
  const before = own.state === "record" ? own.record : { counter: 0, vaults: new Map(), isKept: false };
  putOwnHeads(holder, { ...before, counter: before.counter + 1, log: knownHead(head) });
}
