/** One sealed record in the settings: what does not open, or is of no known form, counts as none, and can be asked for. */
import type { z } from "zod";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import type { Database } from "../ports.ts";
import type { Profile } from "../store/profile-row.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";

type Holder = { db: Database; profile: Pick<Profile, "profile">; keys: { localStateKey: Uint8Array } };

const maxBytes = 4 * 1024 * 1024;

export type SealedRecord<Value> = {
  read(): Value | null;
  /** One lies there that cannot be read. */
  isDamaged(): boolean;
  write(value: Value): void;
};

/** The record of this name; it is read once. */
export function sealedRecord<Schema extends z.ZodType>(
  { db, keys, profile }: Holder,
  name: string,
  schema: Schema,
): SealedRecord<z.output<Schema>> {
  const of = { profile: profile.profile, name };
  type Held = { value: z.output<Schema> | null; isDamaged: boolean };
  let held: Held | null = null;
  const load = (): Held => {
    const sealed = findSealed(db, "settings", name);
    if (sealed === null) return { value: null, isDamaged: false };
    const plain = openLocal(keys.localStateKey, of, sealed);
    const parsed = plain.ok ? parseWith(schema as never, plain.value, maxBytes) : plain;
    return parsed.ok ? { value: parsed.value as z.output<Schema>, isDamaged: false } : { value: null, isDamaged: true };
  };
  const loaded = (): Held => {
    held ??= load();
    return held;
  };
  return {
    read: () => loaded().value,
    isDamaged: () => loaded().isDamaged,
    write(value) {
      putSealed(db, "settings", name, sealLocal(keys.localStateKey, of, encodeWith(schema as never, value as never)));
      held = { value, isDamaged: false };
    },
  };
}
