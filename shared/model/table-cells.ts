/**
 * Cells of a table that a spreadsheet takes as text and nothing else, and from which every text is had back exactly: controls and
 * characters that turn the direction of a line are written as `\uXXXX`, a backslash twice, and what would begin a formula gets an
 * apostrophe before it, as what begins with one does.
 */

/** Controls, line and paragraph ends, marks without a width, and what changes the direction of text. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const beginsFormula = /^[\s"]*[=+\-@\uff0b\uff0d\uff1d\uff20']/;
/** Where programs separate cells by semicolons, one begins behind it. */
const behindSemicolon = /;(?=[\s"]*[=+\-@\uff0b\uff0d\uff1d\uff20'])/g;

/** Each of the one or two units of UTF-16 that a character has. */
const escaped = (character: string): string =>
  Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
    .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
    .join("");

/** One cell, in quotes. */
export function tableCell(text: string): string {
  const shown = text.replaceAll("\\", "\\\\").replace(unseen, escaped).replace(behindSemicolon, escaped);
  const safe = beginsFormula.test(shown) ? `'${shown}` : shown;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** The text of a cell, as a program has it that took the quotes off. */
export function textOfCell(cell: string): string {
  const shown = cell.startsWith("'") ? cell.slice(1) : cell;
  return shown.replace(/\\(?:\\|u([0-9a-f]{4}))/g, (_, code: string | undefined) =>
    code === undefined ? "\\" : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** One line of cells. */
export function tableLine(cells: readonly string[]): string {
  return `${cells.map(tableCell).join(",")}\r\n`;
}

/** A value as one line of JSON, exactly, in which nothing is unseen. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value).replace(unseen, escaped)}\n`;
}
