/** Which of the codes that were given is right now. */
import type { CodeShape } from "../../shared/contract/shapes.ts";

/** What is right at this time: the next code is the current one for one period after the end, and nothing is known after that. */
export function shownCodes(
  { code, next, endsAt, periodMs }: CodeShape,
  now: number,
): { current: string; next: string } {
  if (now < endsAt) return { current: code, next };
  return { current: now < endsAt + periodMs ? next : "", next: "" };
}
