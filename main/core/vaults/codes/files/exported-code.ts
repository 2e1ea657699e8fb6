/** One code of another app's export, as every reader hands it on: it passes the rules of `otpauth://` links, or says why not. */
import { z } from "zod";
import { limits } from "../../../../../shared/encoding/limits.ts";
import { fail, type Result } from "../../../../../shared/failures.ts";
import { parseOtpauth } from "../../../../../shared/model/otpauth.ts";
import type { MigratedCode } from "../../../../../shared/model/otpauth-migration.ts";

/** What an app says of a code. Absent is RFC 6238's own: SHA-1, six digits, 30 seconds. */
export type ExportedCode = {
  type: "totp" | "hotp" | "steam" | "vendor";
  issuer: string | null;
  account: string | null;
  secret: string;
  algorithm: string | null;
  digits: number | null;
  period: number | null;
};

/** A code of an app, read one by one: what one of them lacks keeps no other from being read. */
export const exportedText = z.string().max(limits.codeTextChars);
export const exportedNumber = z.number().nullish();

/** Codes that one file may hold; what is taken of it is bounded again, with all that was read before. */
const codesMost = 2000;

/** Why an export as a whole is not read. */
export const notRead = (reason: "codes-damaged" | "codes-newer" | "codes-unknown"): Result<never> =>
  fail("import", { reason });
/** That a passphrase is asked for (`codes-asked`), or that this one does not open it. */
export const notOpened = (reason: "codes-asked" | "codes-passphrase"): Result<never> =>
  fail("import", { reason }, "after-act");

/** Every code of a list, in its order. Fails `limit`; a row that is none stands there as unreadable. */
export function codesOf<T>(
  rows: readonly unknown[],
  schema: z.ZodType<T>,
  read: (row: T) => ExportedCode,
): Result<MigratedCode[]> {
  if (rows.length > codesMost) return fail("limit", { field: "found", number: codesMost });
  const codes = rows.map((row): MigratedCode => {
    const parsed = schema.safeParse(row);
    return parsed.success ? codeOf(read(parsed.data)) : unreadable;
  });
  return { ok: true, value: codes };
}

const unreadable: MigratedCode = { issuer: null, account: null, totp: null, refused: "unreadable" };

function codeOf({ type, secret, algorithm, digits, period, ...named }: ExportedCode): MigratedCode {
  const [issuer, account] = [nameOf(named.issuer), nameOf(named.account)];
  const refused = (reason: string): MigratedCode => ({ issuer, account, totp: null, refused: reason });
  if (type !== "totp") return refused(type);
  // No seed has half a character, and no link can hold one.
  if (![secret, algorithm ?? ""].every((text) => text.isWellFormed())) return refused("secret");
  const label = [...(issuer === null ? [] : [issuer]), account ?? ""].map(encodeURIComponent).join(":");
  const parameters = { secret, algorithm, digits, period, issuer };
  const query = Object.entries(parameters)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  // As a link it passes the same rules as every other: the names of vendors, the lengths, the numbers.
  const read = parseOtpauth(`otpauth://totp/${label}?${query.join("&")}`);
  if (!read.ok) return refused(read.failure.detail?.reason ?? "secret");
  return { issuer: read.value.issuer, account: read.value.account, totp: read.value, refused: null };
}

function nameOf(text: string | null): string | null {
  const name = (text ?? "").toWellFormed().trim().slice(0, limits.nameChars).toWellFormed().trim();
  return name === "" ? null : name;
}
