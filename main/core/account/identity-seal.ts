/**
 * A sealed copy of what decides whom a profile talks to and as whom. The plain columns are for the unlock screen; whoever
 * edits the file does not send this computer to another server ([protocol: Unlock]: settings lie in authenticated records).
 */
import { z } from "zod";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { deviceField, hashField, idField, strict, teamField, textField } from "../../../shared/encoding/fields.ts";
import type { UserId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Profile } from "../store/profile-row.ts";

const schema = strict({
  team: teamField(),
  user: idField<UserId>(),
  device: deviceField(),
  origin: textField(300),
  serverKeys: hashField(),
  builtIn: z.boolean(),
});
type Identity = z.output<typeof schema>;
const name = "identity";
const maxBytes = 1024;

/** Seals the identity of a new profile under its local key. */
export function sealIdentity(localStateKey: Uint8Array, profile: Profile): Uint8Array {
  return sealLocal(localStateKey, { profile: profile.profile, name }, encodeWith(schema, identityOf(profile)));
}

/** `aead` where the columns are not what was sealed. */
export function checkIdentity(localStateKey: Uint8Array, profile: Profile, sealed: Uint8Array): Result<true> {
  const plain = openLocal(localStateKey, { profile: profile.profile, name }, sealed);
  if (!plain.ok) return fail("aead", { reason: "profile" }, "after-act");
  const parsed = parseWith(schema, plain.value, maxBytes);
  if (!parsed.ok) return fail("aead", { reason: "profile" }, "after-act");
  const shown = identityOf(profile);
  for (const field of Object.keys(shown) as (keyof Identity)[]) {
    if (shown[field] !== parsed.value[field]) return fail("aead", { reason: "profile", field }, "after-act");
  }
  return ok(true);
}

function identityOf({ team, user, device, origin, serverKeys, builtIn }: Profile): Identity {
  return { team, user, device, origin, serverKeys, builtIn };
}
