/**
 * Names of files that somebody else chose, as names under which a file may be written: on every system, without a place,
 * without signs that are not seen or that turn the reading direction, and never empty.
 */
import { utf8Bytes } from "../text.ts";

/** What a folder takes, less space for a number behind the name. */
const mostBytes = 240;

/** Names that Windows keeps for devices, whatever their extension. */
const devices = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)/i;
/** Controls, formats (direction, joiners, soft hyphen), line separators, unassigned and private signs, halves of characters. */
const unseen = /[\p{C}\u2028\u2029]/gu;
const forbidden = /[<>:"/\\|?*]/g;

/** The name without what harms; `file` where nothing is left. */
export function safeFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const clean = last.replace(unseen, "").normalize("NFC").replace(forbidden, "_");
  const trimmed = clean.replace(/^[\s.~-]+/, "").replace(/[\s.]+$/, "");
  const named = trimmed === "" ? "file" : trimmed;
  return cut(devices.test(named) ? `_${named}` : named);
}

/** Shortens what stands before the extension, between characters. */
function cut(name: string): string {
  if (utf8Bytes(name).length <= mostBytes) return name;
  const dot = name.lastIndexOf(".");
  const end = dot > 0 && name.length - dot <= 16 ? name.slice(dot) : "";
  const free = mostBytes - utf8Bytes(end).length;
  let kept = "";
  let bytes = 0;
  for (const character of name.slice(0, name.length - end.length)) {
    bytes += utf8Bytes(character).length;
    if (bytes > free) break;
    kept += character;
  }
  return kept.replace(/[\s.]+$/, "") + end;
}
