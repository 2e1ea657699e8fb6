/**
 * The two halves that open a profile: the passphrase in a head, the device secret in the keychain (or, by choice, a file)
 * and on the device sheet. Makes them for a new profile, puts them together at unlock.
 */
import { type DeviceKeys, deviceKeys, newMasterKey } from "../../../shared/crypto/device-keys.ts";
import { randomBytes } from "../../../shared/crypto/random.ts";
import {
  calibrateKdf,
  type KdfHeader,
  kdfFloor,
  newKdfHeader,
  unwrapMasterKey,
  wrapMasterKey,
} from "../../../shared/crypto/unlock.ts";
import type { ProfileId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { readTransferCode, writeTransferCode } from "../../../shared/protocol/transfer-code/transfer-code.ts";
import { bytesEqual } from "../../../shared/text.ts";
import type { Keychain, Ports } from "../ports.ts";
import type { Profile, StoredProfile, Wrapping } from "../store/profile-row.ts";

const unlockTargetMs = 700;

export type NewSecrets = {
  header: KdfHeader;
  sealedMasterKey: Uint8Array;
  keys: DeviceKeys;
  deviceSecret: Uint8Array;
  sheet: string;
};

/** Fresh secrets for a profile that is being made; nothing is stored yet. */
export function newSecrets(ports: Ports, profileId: ProfileId, passphrase: string): NewSecrets {
  const header = newKdfHeader(profileId, costOf(ports));
  const deviceSecret = randomBytes(32);
  const masterKey = newMasterKey();
  const sealedMasterKey = wrapMasterKey({ passphrase, deviceSecret, header, masterKey });
  const keys = deviceKeys(masterKey);
  masterKey.fill(0);
  return { header, sealedMasterKey, keys, deviceSecret, sheet: sheetText(profileId, deviceSecret) };
}

function sheetText(profile: ProfileId, deviceSecret: Uint8Array): string {
  return writeTransferCode("device-sheet", { profile, deviceSecret });
}

/** The keychain of the person's choice; without one, the OS's if it answers, else `keychain-missing` so that they are asked. */
export async function chooseKeychain(ports: Ports, chosen: "os" | "file" | undefined): Promise<Result<Keychain>> {
  if (chosen === "file") return ok(ports.keyFile);
  return (await ports.keychain.available())
    ? ok(ports.keychain)
    : fail("keychain-missing", { reason: "choose" }, "after-act");
}

/** The keychain that a profile uses. */
export function keychainOf(ports: Ports, kind: "os" | "file"): Keychain {
  return kind === "os" ? ports.keychain : ports.keyFile;
}

export type Opened = { keys: DeviceKeys; deviceSecret: Uint8Array };

/** Puts the device secret back where the sealed copy of the profile's row says that it lies. */
export async function keepSecret(ports: Ports, profile: Profile, deviceSecret: Uint8Array): Promise<void> {
  await keychainOf(ports, profile.keychain).set(profile.profile, deviceSecret);
}

/**
 * Opens a profile with its passphrase and the device secret, from the keychain or from a typed device sheet. `keychain-missing` where neither is there; `invalid-input` for a mistyped sheet,
 * with the number of the line at fault where one is.
 */
export async function openSecrets(ports: Ports, stored: StoredProfile, typed: Typed): Promise<Result<Opened>> {
  const opened = await openMasterKey(ports, stored, typed);
  if (!opened.ok) return opened;
  const { masterKey, deviceSecret } = opened.value;
  const keys = deviceKeys(masterKey);
  masterKey.fill(0);
  return ok({ keys, deviceSecret });
}

export type Typed = { passphrase: string; deviceSheet?: string | undefined };

async function openMasterKey(
  ports: Ports,
  { profile, header, sealedMasterKey }: StoredProfile,
  typed: Typed,
): Promise<Result<{ masterKey: Uint8Array; deviceSecret: Uint8Array }>> {
  const found =
    typed.deviceSheet === undefined
      ? await fromKeychains(ports, profile)
      : fromSheet(typed.deviceSheet, profile.profile);
  if (!found.ok) return found;
  const deviceSecret = found.value;
  const masterKey = unwrapMasterKey({ passphrase: typed.passphrase, deviceSecret, header, wrapped: sealedMasterKey });
  return masterKey.ok ? ok({ masterKey: masterKey.value, deviceSecret }) : masterKey;
}

/**
 * The same master key under another passphrase, a fresh salt and a cost that is never below the one before; the device secret,
 * and with it the device sheet, stays. As `openSecrets`; `key-changed` where the row on the disk is not of these keys.
 */
export async function wrapAnew(
  ports: Ports,
  stored: StoredProfile,
  { old, chosen, signPk }: { old: Typed; chosen: string; signPk: Uint8Array },
): Promise<Result<Wrapping>> {
  const opened = await openMasterKey(ports, stored, old);
  if (!opened.ok) return opened;
  const { masterKey, deviceSecret } = opened.value;
  const keys = deviceKeys(masterKey);
  const isOwn = bytesEqual(keys.signPk, signPk);
  keys.wipe();
  const header = newKdfHeader(stored.profile.profile, costlier(stored.header, costOf(ports)));
  const wrapped = isOwn
    ? ok({ header, sealedMasterKey: wrapMasterKey({ passphrase: chosen, deviceSecret, header, masterKey }) })
    : fail("key-changed", { reason: "profile" });
  masterKey.fill(0);
  deviceSecret.fill(0);
  return wrapped;
}

type Cost = Pick<KdfHeader, "ops" | "mem">;

/** What deriving a key from a new passphrase costs here. */
export const costOf = (ports: Ports): Cost =>
  ports.kdf === "floor" ? kdfFloor : calibrateKdf(unlockTargetMs, () => ports.clock.now());

/** A computer that was busy while it was measured makes no profile cheaper to open. */
const costlier = (had: Cost, measured: Cost): Cost =>
  had.ops * had.mem > measured.ops * measured.mem ? had : measured;

/** Whether these are the halves of the open profile, whose signing key is `signPk`. As `openSecrets`; `key-changed` as in `wrapAnew`. */
export async function checkSecrets(
  ports: Ports,
  stored: StoredProfile,
  { typed, signPk }: { typed: Typed; signPk: Uint8Array },
): Promise<Result<true>> {
  const opened = await openSecrets(ports, stored, typed);
  if (!opened.ok) return opened;
  const { keys, deviceSecret } = opened.value;
  const isOwn = bytesEqual(keys.signPk, signPk);
  keys.wipe();
  deviceSecret.fill(0);
  return isOwn ? ok(true) : fail("key-changed", { reason: "profile" });
}

/** The device sheet of a profile, once more, for somebody who typed the passphrase. */
export async function sheetAgain(ports: Ports, stored: StoredProfile, passphrase: string): Promise<Result<string>> {
  const opened = await openSecrets(ports, stored, { passphrase });
  if (!opened.ok) return opened;
  opened.value.keys.wipe();
  const text = sheetText(stored.profile.profile, opened.value.deviceSecret);
  opened.value.deviceSecret.fill(0);
  return ok(text);
}

/** From the place that the row names, or from the other one: the column is a claim, and reading in both gives nothing away. */
async function fromKeychains(ports: Ports, { profile, keychain }: Profile): Promise<Result<Uint8Array>> {
  const named = await fromKeychain(keychainOf(ports, keychain), profile);
  if (named.ok) return named;
  const other = await fromKeychain(keychainOf(ports, keychain === "os" ? "file" : "os"), profile);
  return other.ok ? other : named;
}

async function fromKeychain(keychain: Keychain, profile: ProfileId): Promise<Result<Uint8Array>> {
  const found = await keychain.get(profile);
  if (!found.ok) return found;
  return found.value === null || found.value.length !== 32
    ? fail("keychain-missing", { reason: "forgotten" }, "after-act")
    : ok(found.value);
}

function fromSheet(text: string, profile: ProfileId): Result<Uint8Array> {
  const sheet = readTransferCode("device-sheet", text);
  if (!sheet.ok) {
    const { reason, number } = sheet.failure.detail ?? {};
    const line = reason === "line" && number !== undefined ? { number } : {};
    return fail("invalid-input", { field: "deviceSheet", reason: "mistyped", ...line }, "after-act");
  }
  return sheet.value.profile === profile
    ? ok(sheet.value.deviceSecret)
    : fail("invalid-input", { field: "deviceSheet", reason: "other-profile" }, "after-act");
}
