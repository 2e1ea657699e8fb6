/**
 * A device's keys. Only the master key is stored (sealed); everything else is derived from it at each unlock, public
 * halves too, and compared with the log [protocol: Unlock] [protocol: People and devices].
 */

import { idBytes } from "../encoding/id-bytes.ts";
import type { DeviceId, Hash, TeamId, UserId } from "../encoding/ids.ts";
import { fail, ok, type Result } from "../failures.ts";
import { base32Text } from "../text.ts";
import { hash, hashText, kdf } from "./hash.ts";
import { checkKemKey, type KemKey, kemKeys } from "./kem.ts";
import { randomBytes } from "./random.ts";
import { type SigningKey, signingKeys } from "./sign.ts";
import { sodium } from "./sodium.ts";

export type DeviceKeys = {
  signPk: Uint8Array;
  kemPk: Uint8Array;
  signKey: SigningKey;
  kemKey: KemKey;
  draftsKey: Uint8Array;
  snapshotKey: Uint8Array;
  localStateKey: Uint8Array;
  /** Overwrites every secret half. */
  wipe(): void;
};

/** 32 fresh random bytes. */
export function newMasterKey(): Uint8Array {
  return randomBytes(32);
}

/** Everything that a device derives from its master key. */
export function deviceKeys(masterKey: Uint8Array): DeviceKeys {
  const sign = signingKeys(kdf(masterKey, "sign-seed"));
  const kem = kemKeys(kdf(masterKey, "kem-seed"));
  const secrets = {
    signKey: sign.signKey,
    kemKey: kem.kemKey,
    draftsKey: kdf(masterKey, "drafts"),
    snapshotKey: kdf(masterKey, "snapshot-key"),
    localStateKey: kdf(masterKey, "local-state"),
  };
  return {
    signPk: sign.signPk,
    kemPk: kem.kemPk,
    ...secrets,
    wipe: () => {
      for (const secret of Object.values(secrets)) secret.fill(0);
    },
  };
}

/** `H("device", team, user, signPk, kemPk)`. */
export function deviceIdOf(device: { team: TeamId; user: UserId; signPk: Uint8Array; kemPk: Uint8Array }): DeviceId {
  return base32Text(
    hash("device", idBytes(device.team), idBytes(device.user), device.signPk, device.kemPk),
  ) as DeviceId;
}

/** `encoding` where a public key is malformed, of small order, or unusable. */
export function checkPublicKeys(keys: { signPk: Uint8Array; kemPk: Uint8Array }): Result<true> {
  const sign = checkSignKey(keys.signPk);
  return sign.ok ? checkKemKey(keys.kemPk) : sign;
}

/** `encoding` unless the signing key is a canonical point of the main subgroup. */
export function checkSignKey(signPk: Uint8Array): Result<true> {
  if (signPk.length !== 32 || !sodium.crypto_core_ed25519_is_valid_point(signPk))
    return fail("encoding", { reason: "sign-key" });
  return ok(true);
}

/** The key of an invite, from the 16-byte seed in its code. */
export function inviteKeys(seed: Uint8Array, team: TeamId): { signPk: Uint8Array; signKey: SigningKey } {
  return signingKeys(kdf(seed, "invite", idBytes(team)));
}

/** The inbox key of a vault's epoch, which every reader derives alike. */
export function inboxKeys(vaultKey: Uint8Array): { kemPk: Uint8Array; kemKey: KemKey } {
  return kemKeys(kdf(vaultKey, "inbox-seed"));
}

/** The hash of an inbox key, as it stands in the entry that makes the epoch. */
export function inboxHash(kemPk: Uint8Array): Hash {
  return hashText("inbox", kemPk);
}
