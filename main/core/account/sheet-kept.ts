/** That the person has their device sheet on paper: sealed, because nobody else need know, and asked for until it is there. */
import { z } from "zod";
import type { SheetKept } from "../../../shared/contract/shapes.ts";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { strict, timeField } from "../../../shared/encoding/fields.ts";
import type { Database } from "../ports.ts";
import type { Profile } from "../store/profile-row.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";

type Holder = { db: Database; profile: Pick<Profile, "profile">; keys: { localStateKey: Uint8Array } };

const name = "device-sheet";
const schema = strict({ how: z.enum(["printed", "written"]), at: timeField() });
type Kept = z.output<typeof schema>;
const maxBytes = 64;

/** Puts it down; a later one takes the place of the one before. */
export function putSheetKept({ db, profile, keys }: Holder, kept: SheetKept): void {
  const place = { profile: profile.profile, name };
  putSealed(db, "settings", name, sealLocal(keys.localStateKey, place, encodeWith(schema, kept as Kept)));
}

/** When and how; null where that is not known, also because somebody changed the file. */
export function findSheetKept({ db, profile, keys }: Holder): SheetKept | null {
  const sealed = findSealed(db, "settings", name);
  if (sealed === null) return null;
  const plain = openLocal(keys.localStateKey, { profile: profile.profile, name }, sealed);
  const parsed = plain.ok ? parseWith(schema, plain.value, maxBytes) : plain;
  return parsed.ok ? parsed.value : null;
}
