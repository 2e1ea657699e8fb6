/**
 * One-time-code links (`otpauth://`) and typed seeds. Strict allow-lists of type, algorithm, digits, period and length;
 * what is not RFC 6238 is refused by name and never becomes a wrong code. Input is hostile: a link can come from a QR code.
 */
import { limits } from "../encoding/limits.ts";
import { fail, ok, type Result } from "../failures.ts";
import type { Totp } from "./item-parts.ts";
import { between, type Parameter, parametersOf, unreadParameter } from "./otpauth-parameters.ts";

const maxLinkChars = 4096;
/** By what is left of a name without case, `HMAC`, hyphens, underscores and spaces. */
const algorithms: Record<string, Totp["algorithm"]> = { SHA1: "SHA1", SHA256: "SHA256", SHA512: "SHA512" };
/** Schemes of codes that look like ours and are not, by type, encoder or the scheme of an address. */
const foreign: Record<string, string> = { hotp: "hotp", steam: "steam", yaotp: "vendor", motp: "vendor" };
/** By what is left of an issuer or a label without case, spaces, dashes and the end of an address. */
const steamNames = new Set(["steam", "steamguard", "steampowered", "steamcommunity", "steammobile"]);
const secretBounds = { least: 1, most: 1024 };
const periodBounds = { least: 1, most: 86_400 };
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * Reads an `otpauth://totp/...` link. Fails `otp-uri`, with `reason` hotp, steam, vendor, scheme, fragment, length, parameter (one that
 * is not known and may matter), or the parameter that is not right.
 */
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
  // What stands behind it is no part of the query: a seed that holds one would be cut there.
  if (text.includes("#")) return refused("fragment");
  const type = (url.host || url.pathname.replace(/^\/+/, "").split("/", 1)[0] || "").toLowerCase();
  const pairs: [name: string, value: string][] = [];
  url.searchParams.forEach((value, name) => void pairs.push([name, value]));
  const given = parametersOf(pairs);
  const twice = (Object.keys(given) as Parameter[]).find((name) => given[name].length > 1);
  if (twice !== undefined) return refused(twice);
  const label = labelText(url);
  const [issuer, account] = labelOf(label, given.issuer[0] ?? "");
  const other =
    foreignType([type, given.type[0] ?? "", given.encoder[0] ?? ""]) ??
    ([given.issuer[0] ?? "", label, label.split(":", 1)[0] ?? ""].some(isSteam) ? "steam" : null);
  if (other !== null) return refused(other);
  if (type !== "totp") return refused("scheme");
  const unread = unreadParameter(pairs, label);
  if (unread !== null) return refused(unread);
  const secret = base32(given.secret[0] ?? "");
  if (secret === null) return refused("secret");
  const algorithm = algorithmOf(given.algorithm[0] ?? "SHA1");
  if (algorithm === null) return refused("algorithm");
  const digits = integer(given.digits[0] ?? "", 6);
  if (digits === null || digits < 6 || digits > 8) return refused("digits");
  const period = integer(given.period[0] ?? "", 30);
  if (period === null || period < periodBounds.least || period > periodBounds.most) return refused("period");
  return ok({ secret, algorithm, digits, period, issuer: tidy(issuer, 200), account: tidy(account, 400) });
}

/** Why codes of this type or encoder are not those of RFC 6238; null: they are, as far as these say. */
function foreignType([type, typed, encoder]: [string, string, string]): string | null {
  const named = [type, typed, encoder].map((name) => name.trim().toLowerCase());
  for (const name of named) if (Object.hasOwn(foreign, name)) return foreign[name] as string;
  // What else says of itself how it is encoded, is none of ours.
  return named.slice(1).every((name) => ["", "totp", "default"].includes(name)) ? null : "vendor";
}

/** Whether an issuer, a label or its prefix names the one vendor whose links are told from ours by the name alone. */
function isSteam(name: string): boolean {
  const plain = name
    .normalize("NFKC")
    .replace(between, "")
    .toLowerCase()
    .replace(/^(www|store)\./, "");
  return steamNames.has(plain.replace(/\.com$/, ""));
}

function algorithmOf(name: string): Totp["algorithm"] | null {
  const plain = name.toUpperCase().replace(/[-_ ]/g, "").replace(/^HMAC/, "");
  return Object.hasOwn(algorithms, plain) ? (algorithms[plain] as Totp["algorithm"]) : null;
}

/** Reads what a person typed or pasted: a link, or a base32 seed (SHA-1, 6 digits, 30 seconds). Fails `otp-uri`. */
export function parseTypedSeed(typed: string): Result<Totp> {
  const scheme = /^\s*([a-z][a-z-]*):/i.exec(typed)?.[1]?.toLowerCase() ?? "";
  if (Object.hasOwn(foreign, scheme)) return refused(foreign[scheme] as string);
  if (scheme.startsWith("otpauth")) return parseOtpauth(typed);
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

function integer(text: string, absent: number): number | null {
  if (text === "") return absent;
  return /^\d{1,6}$/.test(text) ? Number(text) : null;
}

/** The label as it is shown; one with a broken escape stands as it is. */
function labelText(url: URL): string {
  const path = url.pathname.replace(/^\/+/, "");
  const label = url.host === "" ? path.replace(/^totp\//i, "") : path;
  try {
    return decodeURIComponent(label);
  } catch {
    return label;
  }
}

/**
 * Issuer and account. A prefix of the label is the issuer where none is named by itself, and repeats it where both are the same;
 * any other colon belongs to the account.
 */
function labelOf(label: string, named: string): [issuer: string, account: string] {
  if (named !== "") return [named, label.startsWith(`${named}:`) ? label.slice(named.length + 1) : label];
  const colon = label.indexOf(":");
  return colon < 0 ? ["", label] : [label.slice(0, colon), label.slice(colon + 1)];
}

function tidy(text: string, most: number): string | null {
  const clean = text.toWellFormed().trim().slice(0, Math.min(most, limits.noteBytes)).toWellFormed();
  return clean === "" ? null : clean;
}

/** What is left over eight letters can be none of these: such a text lost letters, and would give wrong codes. */
const impossibleLengths = [1, 3, 6];

/** RFC 4648 base32, any case, with spaces, dashes and padding as people and vendors write it; null where it is none. */
function base32(text: string): Uint8Array | null {
  if (text.length > maxLinkChars) return null;
  const typed = text.replace(between, "").replace(/=+$/, "");
  if (impossibleLengths.includes(typed.length % 8)) return null;
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
