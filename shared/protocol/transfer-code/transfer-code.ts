/**
 * Texts that people carry: Crockford base32 in groups of four, of a canonical array that begins with suite and purpose,
 * followed by four check bytes [model: Transfer codes]. Each purpose is taken only where it is asked for. Reading is
 * tolerant of spaces, line breaks, hyphens and case, and strict about everything else. The two sheets stand in lines with
 * check symbols (`sheet-lines.ts`).
 */
import { z } from "zod";
import { hash } from "../../crypto/hash.ts";
import { type BodySchema, encodeWith, parseWith } from "../../encoding/canonical.ts";
import { isCanonical, peek } from "../../encoding/canonical-scan.ts";
import { bytesField, hashField, idField, suiteField, teamField, textField } from "../../encoding/fields.ts";
import type { ProfileId, UserId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { fail, ok, type Result } from "../../failures.ts";
import { base32Bytes, base32Text, bytesEqual, joinBytes } from "../../text.ts";
import { findFault } from "./code-fault.ts";
import { readSheetLines, tidyLetters, writeSheetLines } from "./sheet-lines.ts";

const origin = () => textField(300);
/** Fields after suite and purpose, in the order in which they stand in the array. */
const parts = {
  join: {
    origin: origin(),
    team: teamField(),
    seed: bytesField(16),
    invite: hashField(),
    serverKeys: hashField(),
    teamName: textField(64),
    inviterName: textField(64),
  },
  setup: { origin: origin(), serverKeys: hashField(), token: bytesField(16) },
  "device-sheet": { profile: idField<ProfileId>(), deviceSecret: bytesField(32) },
  /** A paper device [protocol: Recovery]. */
  paper: { team: teamField(), user: idField<UserId>(), seed: bytesField(32) },
} as const;

export type TransferPurpose = keyof typeof parts;
/** Printed on paper and typed from it. */
const isSheet: Record<TransferPurpose, boolean> = { join: false, setup: false, "device-sheet": true, paper: true };
export type TransferFields<Purpose extends TransferPurpose> = {
  -readonly [Field in keyof (typeof parts)[Purpose]]: z.output<(typeof parts)[Purpose][Field] & z.ZodType>;
};

function schemaOf<Purpose extends TransferPurpose>(purpose: Purpose): BodySchema<unknown[]> {
  const fields = Object.values(parts[purpose]) as z.ZodType[];
  return z.tuple([suiteField(), z.literal(purpose), ...fields]) as unknown as BodySchema<unknown[]>;
}

const checkBytes = 4;

/** The text for these fields; a join code begins with `latchkey://join/`, a sheet has lines with check symbols. */
export function writeTransferCode<Purpose extends TransferPurpose>(
  purpose: Purpose,
  fields: TransferFields<Purpose>,
): string {
  const names = Object.keys(parts[purpose]) as (keyof TransferFields<Purpose>)[];
  const bytes = encodeWith(schemaOf(purpose), [1, purpose, ...names.map((name) => fields[name])]);
  const text = base32Text(joinBytes([bytes, check(bytes)]));
  if (isSheet[purpose]) return writeSheetLines(text);
  const grouped = (text.match(/.{1,4}/g) ?? []).join("-");
  return purpose === "join" ? `latchkey://join/${grouped}` : grouped;
}

/**
 * Reads what a person typed, pasted or dropped. `suite` where a later version wrote it, `encoding` for all else: of a sheet
 * with a line at fault with reason `line` and its number, counted from 1; of another text with what is wrong with it
 * (`code-fault.ts`); reason `purpose` with `field` where it is a code of that other kind.
 */
export function readTransferCode<Purpose extends TransferPurpose>(
  purpose: Purpose,
  typed: string,
): Result<TransferFields<Purpose>> {
  const tidied = typed.length > 4 * limits.transferCodeBytes ? "" : tidy(typed);
  const read = textOf(purpose, tidied);
  const whole = read.ok ? checkedBody(read.value) : null;
  if (whole === null) return otherKind(purpose, tidied) ?? (read.ok ? faultOf(read.value) : read);
  const body = whole;
  const parsed = parseWith(schemaOf(purpose), body, limits.transferCodeBytes);
  if (!parsed.ok) return otherText(purpose, body);
  const names = Object.keys(parts[purpose]);
  return ok(Object.fromEntries(names.map((name, at) => [name, parsed.value[at + 2]])) as TransferFields<Purpose>);
}

function textOf(purpose: TransferPurpose, typed: string): Result<string> {
  return isSheet[purpose] ? readSheetLines(typed) : ok(typed);
}

/** What stands before check bytes that fit; null where they do not. */
function checkedBody(text: string): Uint8Array | null {
  const bytes = base32Bytes(text);
  if (bytes === null || bytes.length <= checkBytes) return null;
  const body = bytes.subarray(0, -checkBytes);
  return bytesEqual(check(body), bytes.subarray(-checkBytes)) ? body : null;
}

/** A text in the other form, with lines or without, that is whole: it is of a kind that was not asked for. */
function otherKind(purpose: TransferPurpose, tidied: string): Result<never> | null {
  const lines = isSheet[purpose] ? ok(tidied) : readSheetLines(tidied);
  const body = lines.ok ? checkedBody(lines.value) : null;
  return body === null ? null : otherText(purpose, body);
}

function faultOf(tidied: string): Result<never> {
  if (tidied === "") return fail("encoding", { reason: "text" }, "after-act");
  return fail("encoding", findFault(tidied, checkBytes), "after-act");
}

/** A whole text that is none of this purpose: one of a later suite is named, so that people learn to update. */
function otherText(purpose: TransferPurpose, body: Uint8Array): Result<never> {
  const isRead = body.length <= limits.transferCodeBytes && isCanonical(body);
  const suite = isRead ? peek(body, 0) : null;
  if (typeof suite === "number" && suite !== 1) return fail("suite", { number: suite });
  const kind = isRead ? peek(body, 1) : null;
  const named = typeof kind === "string" && kind !== purpose && Object.hasOwn(parts, kind) ? { field: kind } : {};
  return fail("encoding", { reason: "purpose", ...named }, "after-act");
}

/** At most 64 bytes of a name, cut between characters, for showing only. */
export function transferName(name: string): string {
  let short = "";
  for (const letter of name.normalize("NFC").toWellFormed()) {
    if (new TextEncoder().encode(short + letter).length > 64) break;
    short += letter;
  }
  return short;
}

function check(bytes: Uint8Array): Uint8Array {
  return hash("text", bytes).subarray(0, checkBytes);
}

function tidy(typed: string): string {
  return tidyLetters(typed.trim().replace(/^latchkey:\/\/join\//i, ""));
}
