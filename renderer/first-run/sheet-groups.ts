/** The lines and groups of a device sheet, and which of them somebody types to show that their copy is right. */

/** Of a whole line; the sign at its end stands behind them. */
const groupsPerLine = 4;
export const groupChars = 4;
const askedLines = 3;

/** The sheet's lines, each with its groups and the sign at its end, in capitals as they are printed. */
export function linesOf(text: string): string[][] {
  return text
    .toUpperCase()
    .split("\n")
    .map((line) => line.split("-"));
}

/** One group to type: its line and its place there, from 1, and what stands there. */
export type Asked = { line: number; group: number; right: string };

const randomBelow = (count: number): number => (crypto.getRandomValues(new Uint8Array(1))[0] as number) % count;

/** The same place in three different lines, chosen anew each time; `below` gives a number from 0 to below its argument. */
export function pickGroups(lines: readonly string[][], below: (count: number) => number = randomBelow): Asked[] {
  const whole = lines.filter((line) => line.length > groupsPerLine).length;
  const picked = new Set<number>();
  while (picked.size < Math.min(askedLines, whole)) picked.add(1 + below(whole));
  const group = 1 + below(groupsPerLine);
  return [...picked]
    .sort((left, right) => left - right)
    .map((line) => ({ line, group, right: lines[line - 1]?.[group - 1] ?? "" }));
}

/** As it is printed: capitals, without spaces and hyphens, and letters that are never printed as the digits that they look like. */
export function asPrinted(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1").slice(0, groupChars);
}
