/**
 * A sealed copy of a profile's row. The plain columns are for the unlock screen; whoever edits the file does not send this
 * computer to another server, its device secret to another place, nor shows another name ([protocol: Local file]).
 */
import { z } from "zod";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { type BodySchema, encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { deviceField, hashField, idField, strict, teamField, textField } from "../../../shared/encoding/fields.ts";
import type { UserId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Profile } from "../store/profile-row.ts";

const identityFields = {
  team: teamField(),
  user: idField<UserId>(),
  device: deviceField(),
  origin: textField(300),
  serverKeys: hashField(),
  builtIn: z.boolean(),
};
const shownText = () => z.string().max(1000);
const stateFields = {
  state: z.enum(["waiting", "joined"]),
  keychain: z.enum(["os", "file"]),
  teamName: shownText(),
  person: shownText(),
  deviceName: shownText(),
  waitsFor: shownText().nullable(),
};
const identitySchema = strict(identityFields);
/** The first version sealed the identity alone. */
const firstSchema = identitySchema;
const schema = strict({ form: z.literal(2), ...identityFields, ...stateFields });
type Sealed = z.output<typeof schema>;
const identityKeys = Object.keys(identityFields) as (keyof typeof identityFields)[];
const stateKeys = Object.keys(stateFields) as (keyof typeof stateFields)[];
const name = "identity";
const maxBytes = 16 * 1024;

/** Seals the row of a profile under its local key. */
export function sealIdentity(localStateKey: Uint8Array, profile: Profile): Uint8Array {
  const { profile: id, ...row } = profile;
  return sealLocal(localStateKey, { profile: id, name }, encodeWith(schema as BodySchema<Sealed>, { form: 2, ...row }));
}

/**
 * The row as it was sealed; `isMarked`: by a version that seals all of it and keeps records of heads from the start.
 * `aead` where the seal does not open, or the columns say another identity: then the file is not believed at all. State,
 * place of the device secret and names are those of the seal, whatever the columns say.
 */
export function openIdentity(
  localStateKey: Uint8Array,
  profile: Profile,
  sealed: Uint8Array,
): Result<{ profile: Profile; isMarked: boolean }> {
  const plain = openLocal(localStateKey, { profile: profile.profile, name }, sealed);
  if (!plain.ok) return fail("aead", { reason: "profile" }, "after-act");
  const whole = parseWith(schema as BodySchema<Sealed>, plain.value, maxBytes);
  const found = whole.ok ? whole : parseWith(firstSchema, plain.value, maxBytes);
  if (!found.ok) return fail("aead", { reason: "profile" }, "after-act");
  for (const field of identityKeys) {
    if (profile[field] !== found.value[field]) return fail("aead", { reason: "profile", field }, "after-act");
  }
  if (!whole.ok) return ok({ profile, isMarked: false });
  const { form: _, ...row } = whole.value;
  return ok({ profile: { ...profile, ...row }, isMarked: true });
}

/** Whether the plain columns say what is sealed. */
export function isAsSealed(shown: Profile, sealed: Profile): boolean {
  return stateKeys.every((field) => shown[field] === sealed[field]);
}
