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
  type KnownHead,
  knownHead,
  logHeadField,
  noHead,
  type OwnHeads,
  vaultHeadField,
} from "./heads.ts";
import { readFirstForm } from "./heads-first-form.ts";

export type HeadsHolder = { db: Database; profile: Pick<Profile, "profile">; localStateKey: Uint8Array };

const heads = {
  counter: uintField(),
  log: logHeadField,
  vaults: z.array(vaultHeadField).max(limits.headsPerTeam),
  isKept: z.boolean(),
};
/** From before there was any activity. */
const secondForm = strict({ form: z.literal(2), ...heads });
const schema = strict({ form: z.literal(3), ...heads, activity: logHeadField });
const maxBytes = 4 * 1024 * 1024;

/** Reads the record of the database; one that this profile did not seal is `foreign`. */
export function readOwnHeads(holder: HeadsHolder): OwnHeads {
  const { db, profile, localStateKey } = holder;
  const sealed = findSealed(db, "settings", headsName);
  if (sealed === null) return { state: "none" };
  const plain = openLocal(localStateKey, { profile: profile.profile, name: headsName }, sealed);
  if (!plain.ok) return { state: "foreign" };
  const parsed = parseWith(schema, plain.value, maxBytes);
  if (parsed.ok) return { state: "record", record: recordOf(parsed.value, known(parsed.value.activity)) };
  const second = parseWith(secondForm, plain.value, maxBytes);
  if (second.ok) return { state: "record", record: recordOf(second.value, noHead) };
  return readFirstForm(db, plain.value);
}

const known = ([seq, hash]: [number, Uint8Array]): KnownHead => ({ seq, hash });

function recordOf(
  { counter, log, vaults, isKept }: Omit<z.output<typeof secondForm>, "form">,
  activity: KnownHead,
): HeadsRecord {
  return { counter, log: known(log), vaults: headsOf(vaults), activity, isKept };
}

/** Writes the record; inside the transaction that moves a head. */
export function putOwnHeads({ db, profile, localStateKey }: HeadsHolder, record: HeadsRecord): void {
  const { counter, log, vaults, activity, isKept } = record;
  const plain = encodeWith(schema, {
    ...{ form: 3, counter, isKept, vaults: headRows(vaults) },
    ...{ log: [log.seq, log.hash], activity: [activity.seq, activity.hash] },
  });
  putSealed(db, "settings", headsName, sealLocal(localStateKey, { profile: profile.profile, name: headsName }, plain));
}

/** A log came at once, before anything watches it: its head stands in the record; inside the transaction that keeps the log. */
export function noteFirstHead(holder: HeadsHolder, head: Head): void {
  const own = readOwnHeads(holder);
  const before =
    own.state === "record" ? own.record : { counter: 0, vaults: new Map(), activity: noHead, isKept: false };
  putOwnHeads(holder, { ...before, counter: before.counter + 1, log: knownHead(head) });
}
