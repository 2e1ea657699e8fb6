/**
 * One-time codes as KeePass and its relatives keep them: the `otp` field (a link, or KeeOtp's query), `TOTP Seed` with
 * `TOTP Settings`, and KeePass's own `TimeOtp-*`. All are brought into one link, which the one parser checks. Steam's and
 * counter-based codes are refused by name and never become wrong codes: their fields stay as hidden fields.
 */

import { type ImportRemark, importRemark } from "../../../../shared/model/import-remarks.ts";
import type { Totp } from "../../../../shared/model/item-parts.ts";
import { parseTypedSeed } from "../../../../shared/model/otpauth.ts";
import { hexBytes, utf8Bytes } from "../../../../shared/text.ts";
import { bytesOfBase64 } from "../kdbx/bytes.ts";

export type KeepassCode = {
  totp: Totp | null;
  /** Fields that the code was made of: they need not become fields of the item. */
  used: string[];
  remarks: ImportRemark[];
};

type Texts = ReadonlyMap<string, string>;
/** A link or seed to try, or why there is none. */
type Found =
  | {
      link: string;
      used: [string, ...string[]];
      /** What is said of the codes beside the link, empty where nothing is: another word than the link's is no code. */
      beside?: { period: string; digits: string };
    }
  | { refused: "code-steam" | "code-counter"; used: [string] };

const seedNames = [
  "otp",
  "TOTP Seed",
  ...["TimeOtp-Secret", "HmacOtp-Secret"].flatMap((stem) =>
    ["", "-Hex", "-Base32", "-Base64"].map((end) => stem + end),
  ),
];
const timeSettings = ["TimeOtp-Length", "TimeOtp-Period", "TimeOtp-Algorithm"];
/** Names as the readers below look for them, by how people and programs write them too: in any case. */
const knownNames = new Map([
  ...[...seedNames, "TOTP Settings", ...timeSettings].map((name) => [name.toLowerCase(), name] as const),
  ["totp", "otp"] as const,
  ["otpauth", "otp"] as const,
]);
const isSeedName = new Set([...seedNames.map((name) => name.toLowerCase()), "totp", "otpauth"]);

/** Whether a field of this name says something of a code. */
export const isCodeField = (name: string): boolean => knownNames.has(name.toLowerCase()) || prefix.test(name);
const prefix = /^(totp |timeotp-|hmacotp-)/i;

/** Fields that hold seeds, by their name or as a link: hidden in the item whatever the file says, where they stay fields. */
export const isSeedField = (name: string, text: string): boolean =>
  isSeedName.has(name.toLowerCase()) || /^\s*(otpauth|steam):/i.test(text);

/** The texts by the names that are looked for, how each is written in the entry, and one that is there twice with another text. */
function byKnownName(fields: Texts): { texts: Texts; written: Texts; twice: string | null } {
  const [texts, written] = [new Map<string, string>(), new Map<string, string>()];
  let twice: string | null = null;
  for (const [name, text] of fields) {
    if (text.trim() === "") continue;
    const known = knownNames.get(name.toLowerCase()) ?? name.replace(/^timeotp-/i, "TimeOtp-");
    if ((texts.get(known) ?? text).trim() !== text.trim()) twice = name;
    texts.set(known, text);
    written.set(known, name);
  }
  return { texts, written, twice };
}

/**
 * Finds the entry's code among its fields, given as text by name. The first field that says one decides: another may hold the
 * same seed without the words that make its codes something else, and would give wrong ones.
 */
export function readCode(fields: Texts): KeepassCode {
  const { texts, written, twice } = byKnownName(fields);
  if (twice !== null) return without("code-unreadable", twice);
  for (const find of [fromOtpField, fromSeedAndSettings, fromTimeOtp, fromHmacOtp]) {
    const found = find(texts);
    if (found === null) continue;
    const used = found.used.map((name) => written.get(name) ?? name);
    const [field = ""] = used;
    if ("refused" in found) return without(found.refused, field);
    const totp = parseTypedSeed(found.link);
    if (totp.ok && agrees(totp.value, found.beside)) return { totp: totp.value, used, remarks: [] };
    const why = totp.ok ? "" : (totp.failure.detail?.reason ?? "");
    return without((Object.hasOwn(remarkOf, why) ? remarkOf[why] : undefined) ?? "code-unreadable", field);
  }
  return { totp: null, used: [], remarks: [] };
}

function without(code: "code-steam" | "code-counter" | "code-vendor" | "code-unreadable", field: string): KeepassCode {
  return { totp: null, used: [], remarks: [importRemark(code, { field })] };
}

function agrees({ period, digits }: Totp, beside = { period: "", digits: "" }): boolean {
  return (
    (beside.period === "" || Number(beside.period) === period) &&
    (beside.digits === "" || Number(beside.digits) === digits)
  );
}

/** What the parser refuses by a name of its own is said so. */
const remarkOf: Record<string, "code-steam" | "code-counter" | "code-vendor"> = {
  steam: "code-steam",
  hotp: "code-counter",
  vendor: "code-vendor",
};

const steam = (name: string): Found => ({ refused: "code-steam", used: [name] });
const counter = (name: string): Found => ({ refused: "code-counter", used: [name] });

/** A link with these parameters under the names that the file gives them: what they mean is decided where that of links is. */
function link(secret: string, given: Iterable<readonly [name: string, value: string]> = []): string {
  const query = [["secret", secret] as const, ...given].map((pair) => pair.map(encodeURIComponent).join("="));
  return `otpauth://totp/?${query.join("&")}`;
}

function fromOtpField(fields: Texts): Found | null {
  const text = fields.get("otp")?.trim() ?? "";
  if (text === "") return null;
  if (isAddress(text)) return { link: text, used: ["otp"] };
  const parts = text.split("&").filter((part) => part !== "");
  const query = new Map(parts.map((part) => named(cutOnce(part, "="))));
  const key = query.get("key");
  if (key === undefined) return { link: link(text), used: ["otp"] };
  const encoding = query.get("encoding")?.toLowerCase() ?? "base32";
  // An encoding that is not known, and a name that is there twice, leave nothing to read, and the field stays.
  const isRead = Object.hasOwn(encodings, encoding) && query.size === parts.length;
  const secret = isRead ? (encodings[encoding] as (text: string) => string)(key) : "";
  const given = [...query].filter(([name]) => name !== "key" && name !== "encoding");
  return { link: link(secret, given), used: ["otp"] };
}

/** A link of whichever scheme: the parser of links says which are ours. No seed has a colon. */
const isAddress = (text: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(text);

const named = ([name, value]: [string, string]): [string, string] => [name.toLowerCase().replace(/^amp;/, ""), value];

/** How KeeOtp says that a key is written, as base32. */
const encodings: Record<string, (text: string) => string> = {
  base32: (text) => text,
  hex: (text) => base32Of(hexBytes(spaceless(text))),
  base64: (text) => base32Of(bytesOfBase64(text)),
  utf8: (text) => base32Of(utf8Bytes(text)),
};

function fromSeedAndSettings(fields: Texts): Found | null {
  const secret = fields.get("TOTP Seed")?.trim() ?? "";
  if (secret === "") return null;
  const [period = "", digits = ""] = (fields.get("TOTP Settings") ?? "").split(";").map((part) => part.trim());
  if (digits.toUpperCase() === "S") return steam("TOTP Seed");
  const used: [string, ...string[]] = ["TOTP Seed", "TOTP Settings"];
  if (isAddress(secret)) return { link: secret, used, beside: { period, digits } };
  const given = [["period", period] as const, ["digits", digits] as const];
  return { link: link(spaceless(secret), given), used };
}

function fromTimeOtp(fields: Texts): Found | null {
  const secret = secretOf("TimeOtp-Secret", fields);
  if (secret === null) return null;
  const given = [...fields].flatMap(([name, value]): [string, string][] =>
    name.startsWith("TimeOtp-") && !name.startsWith("TimeOtp-Secret") && value.trim() !== ""
      ? [[name.slice("TimeOtp-".length), value.trim()]]
      : [],
  );
  return { link: link(secret.base32, given), used: [secret.name, ...timeSettings] };
}

function fromHmacOtp(fields: Texts): Found | null {
  const secret = secretOf("HmacOtp-Secret", fields);
  return secret === null ? null : counter(secret.name);
}

/** The secret in whichever of four forms it stands, as base32; what cannot be read is left for the parser to refuse. */
function secretOf(stem: string, fields: Texts): { name: string; base32: string } | null {
  const forms: [string, (text: string) => string][] = [
    ["", (text) => base32Of(utf8Bytes(text))],
    ["-Hex", (text) => base32Of(hexBytes(spaceless(text)))],
    ["-Base32", spaceless],
    ["-Base64", (text) => base32Of(bytesOfBase64(text))],
  ];
  for (const [ending, read] of forms) {
    const text = fields.get(stem + ending) ?? "";
    if (text !== "") return { name: stem + ending, base32: read(text) };
  }
  return null;
}

function spaceless(text: string): string {
  return text.replace(/[\s-]/g, "");
}

function cutOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  const decode = (part: string) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  };
  return at < 0 ? [text, ""] : [text.slice(0, at), decode(text.slice(at + 1))];
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648 base32 without padding; empty for what was no bytes at all. */
function base32Of(bytes: Uint8Array | null): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes ?? []) {
    held = ((held << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(held >>> bits) & 31];
    }
  }
  return bits > 0 ? text + alphabet[(held << (5 - bits)) & 31] : text;
}
