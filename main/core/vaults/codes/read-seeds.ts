/** Seeds in what a person pasted, typed, chose as a file or showed in a picture: links, exports of other apps, or one typed secret. */
import { limits } from "../../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import type { Totp } from "../../../../shared/model/item-parts.ts";
import { parseOtpauth, parseTypedSeed } from "../../../../shared/model/otpauth.ts";
import {
  isMigration,
  type MigratedCode,
  type MigrationPart,
  parseMigration,
} from "../../../../shared/model/otpauth-migration.ts";
import { utf8Text } from "../../../../shared/text.ts";
import type { Pictures } from "../../ports.ts";
import { readCodesFile } from "./files/read-codes-file.ts";

/** What one text or picture holds. */
export type Seeds = { codes: MigratedCode[]; parts: MigrationPart[] };

const linesMost = 200;

/** Several lines are several links; anything else is one link or secret. Fails `otp-uri`, `limit`. */
export function seedsInText(text: string): Result<Seeds> {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length > linesMost) return fail("limit", { field: "text", number: lines.length });
  const isLinks = lines.length > 1 && lines.every((line) => /^\s*otpauth/i.test(line));
  return together((isLinks ? lines : [text]).map((line) => seedsInLine(line, parseTypedSeed)));
}

/** All QR codes of a picture. Fails as the port does, and `otp-uri` with `picture` (none is there) or `other` (none of codes). */
export async function seedsInPicture(pictures: Pictures, bytes: Uint8Array): Promise<Result<Seeds>> {
  if (bytes.length > limits.pictureBytes) return fail("limit", { field: "picture", reason: "pixels" });
  const texts = await pictures.readCodes(bytes);
  if (!texts.ok) return texts;
  if (texts.value.length === 0) return fail("otp-uri", { reason: "picture" }, "after-act");
  const ours = texts.value.filter((text) => /^\s*(otpauth|steam|yaotp|motp)/i.test(text));
  // A seed that stands alone in a picture may be any word: only links are taken from one.
  if (ours.length === 0) return fail("otp-uri", { reason: "other" }, "after-act");
  return together(ours.map((text) => seedsInLine(text, (link) => parseOtpauthOrVendor(link))));
}

/** A file as it was chosen or dropped: a picture, a text of links, or an export of another app. Fails as those do. */
export async function seedsInFile(
  pictures: Pictures,
  { file, passphrase }: { file: Uint8Array; passphrase?: string | undefined },
): Promise<Result<Seeds>> {
  if (pictureStarts.some((start) => start.every((byte, at) => file[at] === byte)))
    return seedsInPicture(pictures, file);
  if (startsAsLink(file)) return seedsInLinks(file);
  const codes = await readCodesFile(file, passphrase ?? null);
  return codes.ok ? ok({ codes: codes.value, parts: [] }) : codes;
}

/** Whole or not at all: a link that is cut may still be one, with another secret. */
function seedsInLinks(file: Uint8Array): Result<Seeds> {
  if (file.length > limits.codeTextChars) return fail("limit", { field: "text", number: limits.codeTextChars });
  return seedsInText(utf8Text(file) ?? "");
}

/** PNG and JPEG. */
const pictureStarts = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
];

const startsAsLink = (file: Uint8Array): boolean =>
  /^\s*otpauth/i.test(new TextDecoder("latin1").decode(file.subarray(0, 64)));

/** A vendor's own scheme is named as where it is typed. */
const parseOtpauthOrVendor = (link: string): Result<Totp> =>
  /^\s*otpauth:/i.test(link) ? parseOtpauth(link) : parseTypedSeed(link);

function seedsInLine(line: string, parse: (text: string) => Result<Totp>): Result<Seeds> {
  if (isMigration(line)) {
    const part = parseMigration(line);
    return part.ok ? ok({ codes: part.value.codes, parts: [part.value] }) : part;
  }
  const totp = parse(line);
  if (!totp.ok) return totp;
  const { issuer, account } = totp.value;
  return ok({ codes: [{ issuer, account, totp: totp.value, refused: null }], parts: [] });
}

/** Several at once: what is refused stands beside the others, by its reason; where nothing is taken, the first refusal is the answer. */
function together(read: readonly Result<Seeds>[]): Result<Seeds> {
  const seeds: Seeds = { codes: [], parts: [] };
  for (const one of read) {
    if (one.ok) {
      seeds.codes.push(...one.value.codes);
      seeds.parts.push(...one.value.parts);
      continue;
    }
    const refused = one.failure.detail?.reason ?? one.failure.code;
    seeds.codes.push({ issuer: null, account: null, totp: null, refused });
  }
  const failed = read.find((one) => !one.ok);
  return failed !== undefined && read.every((one) => !one.ok) ? (failed as Result<Seeds>) : ok(seeds);
}
