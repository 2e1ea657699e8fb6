/**
 * The QR codes with which Google Authenticator hands over its codes (`otpauth-migration://offline?data=...`, protocol buffers in base64).
 * Read by a bounded reader of our own: three wire types, no nesting but the one that is named. Each seed passes the rules of
 * `otpauth://` links, or says why not.
 */
import { limits } from "../encoding/limits.ts";
import { fail, ok, type Result } from "../failures.ts";
import type { Totp } from "./item-parts.ts";
import { otpauthLink, parseOtpauth } from "./otpauth.ts";

/** One that it holds; `totp` is null where it is not taken, and `refused` says why, as the reasons of `otp-uri` do. */
export type MigratedCode = { issuer: string | null; account: string | null } & (
  | { totp: Totp; refused: null }
  | { totp: null; refused: string }
);
/** `id` is the same in all parts of one export. */
export type MigrationPart = { id: number; size: number; index: number; codes: MigratedCode[] };

const scheme = /^otpauth-migration:/i;
const partsMost = 100;
const codesMost = 200;
const algorithms: Readonly<Record<number, Totp["algorithm"]>> = { 0: "SHA1", 1: "SHA1", 2: "SHA256", 3: "SHA512" };
const digitCounts: Readonly<Record<number, number>> = { 0: 6, 1: 6, 2: 8 };
const types: Readonly<Record<number, "totp" | "hotp">> = { 0: "totp", 1: "hotp", 2: "totp" };
const period = 30;

/** Whether a text says of itself that it is one. */
export function isMigration(text: string): boolean {
  return scheme.test(text.trim());
}

/** Fails `otp-uri` with the reason `migration` where it is broken, `length` where it is too long. */
export function parseMigration(link: string): Result<MigrationPart> {
  const text = link.trim();
  if (text.length > limits.codeTextChars) return fail("otp-uri", { reason: "length" }, "after-act");
  const bytes = payloadOf(text);
  const fields = bytes === null ? null : readFields(bytes);
  const part = fields === null ? null : partOf(fields);
  return part === null ? broken() : ok(part);
}

function broken(): Result<MigrationPart> {
  return fail("otp-uri", { reason: "migration" }, "after-act");
}

function payloadOf(text: string): Uint8Array | null {
  let data: string | null;
  try {
    data = new URL(text).searchParams.get("data");
  } catch {
    return null;
  }
  // A plus that nobody escaped is read as a space.
  const base64 = (data ?? "").replaceAll(" ", "+").replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  if (base64 === "" || !/^[A-Za-z0-9+/]+$/.test(base64) || base64.length % 4 === 1) return null;
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function partOf(fields: readonly Field[]): MigrationPart | null {
  const numbers = new Map(fields.flatMap(({ number, value }) => (typeof value === "number" ? [[number, value]] : [])));
  const [size, index, id] = [Math.max(1, numbers.get(3) ?? 1), numbers.get(4) ?? 0, numbers.get(5) ?? 0];
  if (size > partsMost || index >= size) return null;
  const codes: MigratedCode[] = [];
  for (const { number, value } of fields) {
    if (number !== 1) continue;
    const inner = typeof value === "number" ? null : readFields(value);
    if (inner === null || codes.length === codesMost) return null;
    codes.push(codeOf(inner));
  }
  return codes.length === 0 ? null : { id, size, index, codes };
}

function codeOf(fields: readonly Field[]): MigratedCode {
  const bytesAt = (wanted: number) => {
    const value = fields.findLast(({ number }) => number === wanted)?.value;
    return value instanceof Uint8Array ? value : new Uint8Array();
  };
  const numberAt = (wanted: number) => {
    const value = fields.findLast(({ number }) => number === wanted)?.value;
    return typeof value === "number" ? value : 0;
  };
  const issuer = text(bytesAt(3));
  const name = text(bytesAt(2));
  const isPrefixed = issuer !== null && name?.startsWith(`${issuer}:`) === true;
  const account = isPrefixed ? name.slice(issuer.length + 1).trim() : name;
  const refused = (reason: string): MigratedCode => ({ issuer, account, totp: null, refused: reason });
  const type = types[numberAt(6)];
  if (type !== "totp") return refused(type === "hotp" ? "hotp" : "vendor");
  const algorithm = algorithms[numberAt(4)];
  if (algorithm === undefined) return refused("algorithm");
  const digits = digitCounts[numberAt(5)];
  if (digits === undefined) return refused("digits");
  // As a link it passes the same rules as every other: the names of vendors, the lengths.
  const read = parseOtpauth(otpauthLink({ secret: bytesAt(1), algorithm, digits, period, issuer, account }));
  if (!read.ok) return refused(read.failure.detail?.reason ?? "secret");
  return { issuer: read.value.issuer, account: read.value.account, totp: read.value, refused: null };
}

function text(bytes: Uint8Array): string | null {
  const read = new TextDecoder().decode(bytes).trim().slice(0, limits.nameChars).toWellFormed();
  return read === "" ? null : read;
}

type Field = { number: number; value: number | Uint8Array };

/** Varints (as whole numbers, larger ones than 2^53 are none of ours) and bytes; null where it is broken or holds anything else. */
function readFields(bytes: Uint8Array): Field[] | null {
  const fields: Field[] = [];
  const at = { place: 0 };
  while (at.place < bytes.length) {
    const tag = readVarint(bytes, at);
    if (tag === null || tag < 8) return null;
    const value = readVarint(bytes, at);
    if (value === null) return null;
    const [number, wire] = [Math.floor(tag / 8), tag % 8];
    if (wire === 0) fields.push({ number, value });
    else if (wire === 2 && value <= bytes.length - at.place) {
      fields.push({ number, value: bytes.slice(at.place, at.place + value) });
      at.place += value;
    } else return null;
  }
  return fields;
}

const varintBytesMost = 10;

function readVarint(bytes: Uint8Array, at: { place: number }): number | null {
  let value = 0;
  for (let read = 0; read < varintBytesMost; read += 1) {
    const byte = bytes[at.place];
    if (byte === undefined) return null;
    at.place += 1;
    value += (byte & 127) * 2 ** (7 * read);
    if (byte < 128) return value;
  }
  return null;
}
