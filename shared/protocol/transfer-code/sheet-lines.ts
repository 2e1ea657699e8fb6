/**
 * Sheets that people print and type [model: Transfer codes]: lines of sixteen characters in groups of four, each followed
 * by Crockford's check symbol over it (modulo 37: the alphabet and `*~$=u`), so that an error names its line. The canonical
 * form has one line of text per line and a hyphen between groups and before the symbol; reading needs the symbols, and
 * finds the lines by counting, because a field of one line keeps no line breaks.
 */
import { fail, ok, type Result } from "../../failures.ts";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const symbols = `${alphabet}*~$=u`;
const lineChars = 16;

/** The check symbol of one line: its number, modulo 37. Null where a character is not of the alphabet. */
function checkSymbol(line: string): string | null {
  let rest = 0;
  for (const letter of line) {
    const digit = alphabet.indexOf(letter);
    if (digit < 0) return null;
    rest = (rest * 32 + digit) % 37;
  }
  return symbols[rest] as string;
}

/** The lines of a sheet for base32 text; the last may be shorter. */
export function writeSheetLines(text: string): string {
  const lines = text.match(new RegExp(`.{1,${lineChars}}`, "g")) ?? [];
  return lines.map((line) => [...(line.match(/.{1,4}/g) ?? []), checkSymbol(line)].join("-")).join("\n");
}

/** The base32 text of typed lines (lower case, without spaces and hyphens); `encoding` with the number of the first line at fault. */
export function readSheetLines(typed: string): Result<string> {
  let text = "";
  for (let at = 0; at < typed.length; at += lineChars + 1) {
    const line = typed.slice(at, at + lineChars + 1);
    const held = line.slice(0, -1);
    if (held === "" || checkSymbol(held) !== line.at(-1))
      return fail("encoding", { reason: "line", number: at / (lineChars + 1) + 1 }, "after-act");
    text += held;
  }
  return ok(text);
}

/** As letters are compared: lower case, without spaces and hyphens, and those that are never written as the digits that they look like. */
export function tidyLetters(typed: string): string {
  return typed.toLowerCase().replace(/[\s-]/g, "").replace(/o/g, "0").replace(/[il]/g, "1");
}

/** While it is typed: how many lines were begun. */
export function begunLines(typed: string): number {
  return Math.ceil(tidyLetters(typed).length / (lineChars + 1));
}

/** While it is typed: the first line that is whole and whose symbol does not fit, counted from 1; null where there is none. */
export function mistypedLine(typed: string): number | null {
  const letters = tidyLetters(typed);
  const whole = letters.slice(0, letters.length - (letters.length % (lineChars + 1)));
  const read = readSheetLines(whole);
  return read.ok ? null : (read.failure.detail?.number ?? null);
}
