/**
 * Backups of Stratum, which was Authenticator Pro: JSON as its `doc/BACKUP_FORMAT.md` describes it (github.com/jamie-mh/AuthenticatorPro).
 * Encrypted, `AUTHENTICATORPRO` stands before salt (16), nonce (12) and a text of AES-256-GCM, the key by Argon2id (64 MiB, three passes,
 * four lanes: `StrongBackupEncryption.cs` there). Before 2023 it was `AuthenticatorPro`, salt (20), iv (16) and AES-256-CBC, the key by
 * PBKDF2-SHA-1 with 64,000 rounds (the same document).
 */
import { z } from "zod";
import type { Result } from "../../../../../shared/failures.ts";
import type { MigratedCode } from "../../../../../shared/model/otpauth-migration.ts";
import { bytesEqual, utf8Bytes } from "../../../../../shared/text.ts";
import { boundedJson } from "./bounded-json.ts";
import { argonKey, openCbc, openGcm, pbkdf2Key } from "./ciphers.ts";
import { codesOf, exportedNumber, exportedText, notOpened, notRead } from "./exported-code.ts";

type Sealing = {
  begins: Uint8Array;
  salt: number;
  iv: number;
  key(password: Uint8Array, salt: Uint8Array): Promise<Uint8Array>;
  open(key: Uint8Array, iv: Uint8Array, sealed: Uint8Array): Promise<Uint8Array | null>;
};

const sealings: readonly Sealing[] = [
  {
    ...{ begins: utf8Bytes("AUTHENTICATORPRO"), salt: 16, iv: 12, open: openGcm },
    key: (password, salt) => argonKey(password, salt, { memoryKiB: 64 * 1024, passes: 3, lanes: 4 }),
  },
  {
    ...{ begins: utf8Bytes("AuthenticatorPro"), salt: 20, iv: 16, open: openCbc },
    key: (password, salt) => pbkdf2Key(password, { hash: "SHA-1", salt, iterations: 64_000 }),
  },
];

const backup = z.object({ Authenticators: z.array(z.unknown()) });
const authenticator = z.object({
  Type: z.number(),
  Issuer: exportedText.nullish(),
  Username: exportedText.nullish(),
  Secret: exportedText,
  Algorithm: z.number(),
  Digits: exportedNumber,
  Period: exportedNumber,
});
const types = new Map([
  [1, "hotp"],
  [2, "totp"],
  [4, "steam"],
] as const satisfies [number, string][]);
/** A number that is none of these is no name of an algorithm, and refused as such. */
const algorithms = ["SHA1", "SHA256", "SHA512"];

/** Whether a parsed file has its shape. */
export const isStratum = (file: unknown): boolean => backup.safeParse(file).success;

/** Whether bytes begin as one of its encrypted backups does. */
export const isSealedStratum = (bytes: Uint8Array): boolean => sealingOf(bytes) !== undefined;

const sealingOf = (bytes: Uint8Array): Sealing | undefined =>
  sealings.find(({ begins }) => bytesEqual(bytes.subarray(0, begins.length), begins));

/** Every code of a plain backup. Fails `import`. */
export function readStratum(file: unknown): Result<MigratedCode[]> {
  const read = backup.safeParse(file);
  if (!read.success) return notRead("codes-damaged");
  return codesOf(read.data.Authenticators, authenticator, (one) => ({
    type: types.get(one.Type as 2) ?? "vendor",
    issuer: one.Issuer ?? null,
    account: one.Username ?? null,
    secret: one.Secret,
    algorithm: algorithms[one.Algorithm] ?? String(one.Algorithm),
    digits: one.Digits ?? null,
    period: one.Period ?? null,
  }));
}

/** Every code of an encrypted backup. Fails `import` with its reason. */
export async function readSealedStratum(
  bytes: Uint8Array,
  password: Uint8Array | null,
): Promise<Result<MigratedCode[]>> {
  const sealing = sealingOf(bytes);
  if (sealing === undefined) return notRead("codes-unknown");
  const [saltAt, ivAt] = [sealing.begins.length, sealing.begins.length + sealing.salt];
  const sealed = bytes.subarray(ivAt + sealing.iv);
  if (sealed.length < 16) return notRead("codes-damaged");
  if (password === null) return notOpened("codes-asked");
  const key = await sealing.key(password, bytes.slice(saltAt, ivAt));
  const plain = await sealing.open(key, bytes.slice(ivAt, ivAt + sealing.iv), sealed);
  key.fill(0);
  if (plain === null) return notOpened("codes-passphrase");
  const json = boundedJson(plain);
  plain.fill(0);
  // The older cipher proves nothing: another passphrase may open it to noise.
  if (!json.ok) return json.failure.code === "import" ? notOpened("codes-passphrase") : json;
  return readStratum(json.value);
}
