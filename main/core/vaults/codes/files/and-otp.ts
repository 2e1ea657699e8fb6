/**
 * Backups of andOTP, plain and encrypted: a JSON list as its `Database/Entry.java` writes it (github.com/andOTP/andOTP). Encrypted it is
 * the number of rounds (four bytes, the highest first), salt (12), nonce (12) and a text of AES-256-GCM, the key by PBKDF2-SHA-1
 * (github.com/asmw/andOTP-decrypt, `andotp_decrypt.py`). Of files before 0.6.3, whose key is a bare hash, nothing is read.
 */
import { z } from "zod";
import { fail, type Result } from "../../../../../shared/failures.ts";
import type { MigratedCode } from "../../../../../shared/model/otpauth-migration.ts";
import { boundedJson } from "./bounded-json.ts";
import { openGcm, pbkdf2Key } from "./ciphers.ts";
import { codesOf, exportedNumber, exportedText, notOpened, notRead } from "./exported-code.ts";

const entry = z.object({
  secret: exportedText,
  label: exportedText.nullish(),
  issuer: exportedText.nullish(),
  digits: exportedNumber,
  // Older ones knew one kind alone.
  type: z.string().nullish(),
  algorithm: z.string().nullish(),
  period: exportedNumber,
});
const list = z.array(z.unknown());
const shape = z.object({ secret: z.string(), label: z.string() });
const types = new Map([
  ["TOTP", "totp"],
  ["HOTP", "hotp"],
  ["STEAM", "steam"],
] as const satisfies [string, string][]);

const saltAt = 4;
const ivAt = 16;
const sealedAt = 28;
const tagBytes = 16;
/** Its own is below 200,000. A million takes a second. */
const rounds = { least: 1000, most: 1_000_000 };

/** Whether a parsed file has its shape. */
export function isAndOtp(file: unknown): boolean {
  const read = list.safeParse(file);
  return read.success && read.data.length > 0 && shape.safeParse(read.data[0]).success;
}

/** Whether bytes may be one of its encrypted backups, which have no name of their own: a number of rounds that is not absurd. */
export const isSealedAndOtp = (bytes: Uint8Array): boolean =>
  bytes.length >= sealedAt + tagBytes && roundsOf(bytes) >= rounds.least && roundsOf(bytes) < 2 ** 24;

const roundsOf = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);

/** Every code of a plain backup. Fails `import`. */
export function readAndOtp(file: unknown): Result<MigratedCode[]> {
  const read = list.safeParse(file);
  if (!read.success) return notRead("codes-damaged");
  return codesOf(read.data, entry, (one) => ({
    type: types.get((one.type ?? "TOTP") as "TOTP") ?? "vendor",
    issuer: one.issuer ?? null,
    account: one.label ?? null,
    secret: one.secret,
    algorithm: one.algorithm ?? null,
    digits: one.digits ?? null,
    period: one.period ?? null,
  }));
}

/** Every code of an encrypted backup. Fails `import` with its reason, `limit` where its rounds are too many. */
export async function readSealedAndOtp(
  bytes: Uint8Array,
  password: Uint8Array | null,
): Promise<Result<MigratedCode[]>> {
  const iterations = roundsOf(bytes);
  if (iterations > rounds.most) return fail("limit", { field: "rounds", number: iterations });
  if (password === null) return notOpened("codes-asked");
  const key = await pbkdf2Key(password, { hash: "SHA-1", salt: bytes.slice(saltAt, ivAt), iterations });
  const plain = await openGcm(key, bytes.slice(ivAt, sealedAt), bytes.subarray(sealedAt));
  key.fill(0);
  if (plain === null) return notOpened("codes-passphrase");
  const json = boundedJson(plain);
  plain.fill(0);
  return json.ok ? readAndOtp(json.value) : json;
}
