/** One sealed record in the settings: what does not open, or is of no known form, counts as none. */
import type { z } from "zod";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import type { Database } from "../ports.ts";
import type { Profile } from "../store/profile-row.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";

type Holder = { db: Database; profile: Pick<Profile, "profile">; keys: { localStateKey: Uint8Array } };

const maxBytes = 4 * 1024 * 1024;

export type SealedRecord<Value> = { read(): Value | null; write(value: Value): void };

/** The record of this name; it is read once. */
export function sealedRecord<Schema extends z.ZodType>(
  { db, keys, profile }: Holder,
  name: string,
  schema: Schema,
): SealedRecord<z.output<Schema>> {
  const of = { profile: profile.profile, name };
  let held: { value: z.output<Schema> | null } | null = null;
  const load = (): z.output<Schema> | null => {
    const sealed = findSealed(db, "settings", name);
    const plain = sealed === null ? null : openLocal(keys.localStateKey, of, sealed);
    const parsed = plain?.ok === true ? parseWith(schema as never, plain.value, maxBytes) : null;
    return parsed?.ok === true ? (parsed.value as z.output<Schema>) : null;
  };
  return {
    read() {
      held ??= { value: load() };
      return held.value;
    },
    write(value) {
      putSealed(db, "settings", name, sealLocal(keys.localStateKey, of, encodeWith(schema as never, value as never)));
      held = { value };
    },
  };
}
