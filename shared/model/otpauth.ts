/**
 * One-time-code links (`otpauth://`) and typed seeds. Strict allow-lists of type, algorithm, digits, period and length;
 * what is not RFC 6238 is refused by name and never becomes a wrong code. Input is hostile: a link can come from a QR code.
 */
import { limits } from "../encoding/limits.ts";
import { fail, ok, type Result } from "../failures.ts";
import type { Totp } from "./item-parts.ts";

const maxLinkChars = 4096;
const algorithms: Record<string, Totp["algorithm"]> = {
  SHA1: "SHA1",
  "SHA-1": "SHA1",
  HMACSHA1: "SHA1",
  "HMAC-SHA-1": "SHA1",
  SHA256: "SHA256",
  "SHA-256": "SHA256",
  HMACSHA256: "SHA256",
  "HMAC-SHA-256": "SHA256",
  SHA512: "SHA512",
  "SHA-512": "SHA512",
  HMACSHA512: "SHA512",
  "HMAC-SHA-512": "SHA512",
};
const secretBounds = { least: 1, most: 1024 };
const periodBounds = { least: 1, most: 86_400 };
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Reads an `otpauth://totp/...` link. Fails `otp-uri`, with `reason` hotp, steam, scheme, secret, algorithm, digits or period. */
export function parseOtpauth(link: string): Result<Totp> {
  const text = link.trim();
  if (text.length > maxLinkChars) return refused("length");
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return refused("scheme");
  }
  if (url.protocol !== "otpauth:") return refused("scheme");
  const type = (url.host || url.pathname.replace(/^\/+/, "").split("/", 1)[0] || "").toLowerCase();
  if (type === "hotp") return refused("hotp");
  if (type === "steam" || isSteam(url)) return refused("steam");
  if (type !== "totp") return refused("scheme");
  const once = ["secret", "algorithm", "digits", "period", "issuer"].find(
    (key) => url.searchParams.getAll(key).length > 1,
  );
  if (once !== undefined) return refused(once);
  const secret = base32(url.searchParams.get("secret") ?? "");
  if (secret === null) return refused("secret");
  const algorithm = algorithms[(url.searchParams.get("algorithm") ?? "SHA1").toUpperCase()];
  if (algorithm === undefined) return refused("algorithm");
  const digits = integer(url.searchParams.get("digits"), 6);
  if (digits === null || digits < 6 || digits > 8) return refused("digits");
  const period = integer(url.searchParams.get("period"), 30);
  if (period === null || period < periodBounds.least || period > periodBounds.most) return refused("period");
  return ok({ secret, algorithm, digits, period, ...readLabel(url) });
}

/** Reads what a person typed or pasted: a link, or a base32 seed (SHA-1, 6 digits, 30 seconds). Fails `otp-uri`. */
export function parseTypedSeed(typed: string): Result<Totp> {
  if (/^\s*(otpauth|steam)(-migration)?:/i.test(typed))
    return typed.trim().toLowerCase().startsWith("steam:") ? refused("steam") : parseOtpauth(typed);
  const secret = base32(typed);
  return secret === null
    ? refused("secret")
    : ok({ secret, algorithm: "SHA1", digits: 6, period: 30, issuer: null, account: null });
}

/** The link form of a seed, as other programs read it. */
export function otpauthLink(totp: Totp): string {
  // The colon stands after an issuer without an account too, or it would be read as one.
  const label = [...(totp.issuer === null ? [] : [totp.issuer]), totp.account ?? ""].map(encodeURIComponent).join(":");
  const issuer = totp.issuer === null ? "" : `&issuer=${encodeURIComponent(totp.issuer)}`;
  return `otpauth://totp/${label}?secret=${seedText(totp)}&algorithm=${totp.algorithm}&digits=${totp.digits}&period=${totp.period}${issuer}`;
}

/** The seed as base32 (RFC 4648, no padding). */
export function seedText(totp: Totp): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of totp.secret) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(held >>> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + alphabet[(held << (5 - bits)) & 31] : text;
}

function refused(reason: string): Result<Totp> {
  return fail("otp-uri", { reason }, "after-act");
}

function isSteam(url: URL): boolean {
  const issuer = (url.searchParams.get("issuer") ?? "").toLowerCase();
  return (
    url.searchParams.get("encoder")?.toLowerCase() === "steam" ||
    (issuer === "steam" && url.searchParams.get("digits") === "5")
  );
}

function integer(text: string | null, absent: number): number | null {
  if (text === null || text === "") return absent;
  return /^\d{1,6}$/.test(text) ? Number(text) : null;
}

function readLabel(url: URL): { issuer: string | null; account: string | null } {
  let label = url.pathname.replace(/^\/+/, "");
  if (url.host === "") label = label.replace(/^totp\//i, "");
  try {
    label = decodeURIComponent(label);
  } catch {
    // A label with a broken escape is shown as it stands.
  }
  const named = url.searchParams.get("issuer");
  // An issuer may hold colons of its own, if it is also named by itself.
  const colon = named !== null && label.startsWith(`${named}:`) ? named.length : label.indexOf(":");
  const issuer = named ?? (colon >= 0 ? label.slice(0, colon) : "");
  const account = colon >= 0 ? label.slice(colon + 1) : label;
  return { issuer: tidy(issuer, 200), account: tidy(account, 400) };
}

function tidy(text: string, most: number): string | null {
  const clean = text.toWellFormed().trim().slice(0, Math.min(most, limits.noteBytes)).toWellFormed();
  return clean === "" ? null : clean;
}

/** RFC 4648 base32, any case, with spaces, hyphens and padding as people and vendors write it; null where it is none. */
function base32(text: string): Uint8Array | null {
  if (text.length > maxLinkChars) return null;
  const typed = text.replace(/[\s-]/g, "").replace(/=+$/, "");
  // Before the capitals: those of a few foreign letters (`ß`, `ſ`) are letters of this alphabet.
  if (!/^[A-Za-z2-7]*$/.test(typed)) return null;
  const letters = typed.toUpperCase();
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of letters) {
    held = (held << 5) | alphabet.indexOf(letter);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push(held >>> bits);
      held &= (1 << bits) - 1;
    }
  }
  return bytes.length < secretBounds.least || bytes.length > secretBounds.most ? null : Uint8Array.from(bytes);
}
