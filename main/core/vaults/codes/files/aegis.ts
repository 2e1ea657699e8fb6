/**
 * Vaults of Aegis, plain and encrypted, as its `docs/vault.md` describes them (github.com/beemdevelopment/Aegis): JSON with a header; a
 * master key sealed in each slot, by a password through scrypt; the contents sealed by the master key. AES-256-GCM, nonces and tags in hex.
 */
import { z } from "zod";
import { fail, ok, type Result } from "../../../../../shared/failures.ts";
import type { MigratedCode } from "../../../../../shared/model/otpauth-migration.ts";
import { hexBytes, joinBytes } from "../../../../../shared/text.ts";
import { base64Bytes } from "./base64.ts";
import { boundedJson } from "./bounded-json.ts";
import { openGcm, type ScryptCost, scryptKey } from "./ciphers.ts";
import { codesOf, exportedNumber, exportedText, notOpened, notRead } from "./exported-code.ts";

const hex = (least: number, most = least) =>
  z.string().transform((text, context) => {
    const bytes = text.length > 2 * most ? null : hexBytes(text.toLowerCase());
    if (bytes !== null && bytes.length >= least) return bytes;
    context.addIssue("hex");
    return z.NEVER;
  });
const sealing = z.object({ nonce: hex(12), tag: hex(16) });
const slotsMost = 32;
const slot = z.object({ type: z.number() });
const passwordSlot = z.object({
  ...{ key: hex(32), key_params: sealing, salt: hex(8, 64) },
  ...{ n: z.number().int(), r: z.number().int(), p: z.number().int() },
});
type PasswordSlot = z.output<typeof passwordSlot>;

const plainHeader = z.object({ slots: z.null(), params: z.null() });
const sealedHeader = z.object({ slots: z.array(slot.loose()).max(slotsMost), params: sealing });
const vault = z.object({ version: z.number(), header: z.unknown(), db: z.unknown() });
const contents = z.object({ version: z.number(), entries: z.array(z.unknown()) });
const entry = z.object({
  type: z.string(),
  name: exportedText.nullish(),
  issuer: exportedText.nullish(),
  info: z.object({
    secret: exportedText,
    algo: z.string().nullish(),
    digits: exportedNumber,
    period: exportedNumber,
  }),
});

const vaultVersion = 1;
/** Later ones add groups and pictures, which are not read. */
const contentsVersions = 3;
const types = new Map([
  ["totp", "totp"],
  ["hotp", "hotp"],
  ["steam", "steam"],
] as const satisfies [string, string][]);

/**
 * What all password slots of a file together may cost: 256 MiB at a time, and 16 times the work of Aegis's own parameters
 * (2^15, 8, 1), a few seconds at worst.
 */
const cost = { bytes: 256 * 1024 * 1024, work: 16 * 2 ** 15 * 8 };
const passwordSlotType = 1;

/** Whether a parsed file has its shape. */
export const isAegis = (file: unknown): boolean => vault.safeParse(file).success;

/** Every code of it. Fails `import` with its reason, `limit` where opening it would cost too much. */
export async function readAegis(file: unknown, password: Uint8Array | null): Promise<Result<MigratedCode[]>> {
  const read = vault.safeParse(file);
  if (!read.success) return notRead("codes-damaged");
  if (read.data.version > vaultVersion) return notRead("codes-newer");
  const { header, db } = read.data;
  if (plainHeader.safeParse(header).success) return codesOfContents(db);
  const sealed = sealedHeader.safeParse(header);
  const bytes = typeof db === "string" ? base64Bytes(db) : null;
  if (!sealed.success || bytes === null) return notRead("codes-damaged");
  if (password === null) return notOpened("codes-asked");
  const master = await masterKey(sealed.data.slots, password);
  if (!master.ok) return master;
  const { nonce, tag } = sealed.data.params;
  const plain = await openGcm(master.value, nonce, joinBytes([bytes, tag]));
  master.value.fill(0);
  if (plain === null) return notRead("codes-damaged");
  const json = boundedJson(plain);
  plain.fill(0);
  return json.ok ? codesOfContents(json.value) : json;
}

/** The key of the first slot that this password opens. */
async function masterKey(slots: readonly unknown[], password: Uint8Array): Promise<Result<Uint8Array>> {
  const ours = slots.filter((one) => slot.safeParse(one).data?.type === passwordSlotType);
  const read: PasswordSlot[] = [];
  for (const one of ours) {
    const parsed = passwordSlot.safeParse(one);
    if (!parsed.success) return notRead("codes-damaged");
    read.push(parsed.data);
  }
  const costly = checkCost(read);
  if (!costly.ok) return costly;
  for (const { key, key_params: params, salt, n, r, p } of read) {
    const derived = await scryptKey(password, salt, { n, r, p });
    const master = await openGcm(derived, params.nonce, joinBytes([key, params.tag]));
    derived.fill(0);
    if (master !== null) return ok(master);
  }
  return notOpened("codes-passphrase");
}

/** Before anything is derived: a file says by itself what opening it takes. */
function checkCost(slots: readonly ScryptCost[]): Result<true> {
  let work = 0;
  for (const { n, r, p } of slots) {
    const isPower = n >= 2 && n <= 2 ** 24 && (n & (n - 1)) === 0;
    if (!isPower || r < 1 || p < 1) return notRead("codes-damaged");
    work += n * r * p;
    if (128 * n * r > cost.bytes || work > cost.work) return fail("limit", { field: "scrypt", number: work });
  }
  return ok(true);
}

function codesOfContents(db: unknown): Result<MigratedCode[]> {
  const read = contents.safeParse(db);
  if (!read.success) return notRead("codes-damaged");
  if (read.data.version > contentsVersions) return notRead("codes-newer");
  return codesOf(read.data.entries, entry, ({ type, name, issuer, info }) => ({
    type: types.get(type as "totp") ?? "vendor",
    issuer: issuer ?? null,
    account: name ?? null,
    secret: info.secret,
    algorithm: info.algo ?? null,
    digits: info.digits ?? null,
    period: info.period ?? null,
  }));
}
