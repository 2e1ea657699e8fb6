/** Takes one fix back in a text. */
import type { Change } from "./fixes-table.ts";

/** The text without the fix; throws where what is to be replaced does not stand there exactly once. */
export function taken(source: string, { file, text, without }: Change): string {
  const parts = source.split(text);
  if (parts.length !== 2) throw new Error(`${file} has “${text}” ${parts.length - 1} times`);
  return parts.join(without);
}
