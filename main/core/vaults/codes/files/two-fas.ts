/**
 * Backups of 2FAS, plain and encrypted: JSON with `services`, or with `servicesEncrypted`, which is three base64 texts between colons:
 * the sealed services with their tag, the salt, the nonce. The key is PBKDF2-SHA-256 with 10,000 rounds, the cipher AES-256-GCM. No
 * document of the vendor's describes it; read from two independent readers, github.com/elliotwutingfeng/2fas-backup-decryptor
 * (`lib/crypto.rb`) and github.com/jamie-mh/AuthenticatorPro (`TwoFasBackupConverter.cs`).
 */
import { z } from "zod";
import type { Result } from "../../../../../shared/failures.ts";
import type { MigratedCode } from "../../../../../shared/model/otpauth-migration.ts";
import { base64Bytes } from "./base64.ts";
import { boundedJson } from "./bounded-json.ts";
import { openGcm, pbkdf2Key } from "./ciphers.ts";
import { codesOf, exportedNumber, exportedText, notOpened, notRead } from "./exported-code.ts";

const rounds = 10_000;
const newestSchema = 4;
const bounds = { salt: 1024, iv: { least: 12, most: 16 } };

const backup = z.object({
  schemaVersion: z.number(),
  services: z.array(z.unknown()).nullish(),
  servicesEncrypted: z.string().nullish(),
});
const service = z.object({
  name: exportedText.nullish(),
  secret: exportedText,
  otp: z.object({
    account: exportedText.nullish(),
    issuer: exportedText.nullish(),
    digits: exportedNumber,
    period: exportedNumber,
    algorithm: z.string().nullish(),
    // Older ones knew one kind alone.
    tokenType: z.string().nullish(),
  }),
});
const types = new Map([
  ["TOTP", "totp"],
  ["HOTP", "hotp"],
  ["STEAM", "steam"],
] as const satisfies [string, string][]);

/** Whether a parsed file has its shape. */
export const isTwoFas = (file: unknown): boolean => backup.safeParse(file).success;

/** Every code of it. Fails `import` with its reason. */
export async function readTwoFas(file: unknown, password: Uint8Array | null): Promise<Result<MigratedCode[]>> {
  const read = backup.safeParse(file);
  if (!read.success) return notRead("codes-damaged");
  if (read.data.schemaVersion > newestSchema) return notRead("codes-newer");
  const { services, servicesEncrypted } = read.data;
  if (servicesEncrypted == null) return services == null ? notRead("codes-damaged") : codesOfServices(services);
  const parts = servicesEncrypted.split(":").map(base64Bytes);
  const [sealed, salt, iv] = parts;
  if (parts.length !== 3 || sealed == null || salt == null || iv == null) return notRead("codes-damaged");
  const isWrongLength = salt.length > bounds.salt || iv.length < bounds.iv.least || iv.length > bounds.iv.most;
  if (isWrongLength) return notRead("codes-damaged");
  if (password === null) return notOpened("codes-asked");
  const key = await pbkdf2Key(password, { hash: "SHA-256", salt, iterations: rounds });
  const plain = await openGcm(key, iv, sealed);
  key.fill(0);
  if (plain === null) return notOpened("codes-passphrase");
  const json = boundedJson(plain);
  plain.fill(0);
  if (!json.ok) return json;
  return Array.isArray(json.value) ? codesOfServices(json.value) : notRead("codes-damaged");
}

const codesOfServices = (services: readonly unknown[]): Result<MigratedCode[]> =>
  codesOf(services, service, ({ name, secret, otp }) => ({
    type: types.get((otp.tokenType ?? "TOTP") as "TOTP") ?? "vendor",
    issuer: otp.issuer || name || null,
    account: otp.account ?? null,
    secret,
    algorithm: otp.algorithm ?? null,
    digits: otp.digits ?? null,
    period: otp.period ?? null,
  }));
