/**
 * Addresses that the system hands to the app: an item's link, or a join code. What one leads to is proposed to the person who
 * opened it and never done because it came; whoever wrote it may be anybody.
 */
import { linkedItem } from "./item-links.ts";

/** `address`: as it is typed where a person pastes it. */
export type AppLink = { kind: "item" | "join"; address: string };

/** A join code with its groups is a fifth of this. */
const longest = 4000;
const joinForm = /^latchkey:\/\/join\/[0-9a-z-]+$/i;

/** The link that `text` is, whole and nothing besides; null for everything else. */
export function readAppLink(text: string): AppLink | null {
  if (text.length > longest) return null;
  if (/^\S+$/.test(text) && linkedItem(text) !== null) return { kind: "item", address: text.toLowerCase() };
  return joinForm.test(text) ? { kind: "join", address: text } : null;
}

/** The last of `args` that is a link: systems hand one over behind switches of their own. */
export function linkAmong(args: readonly string[]): AppLink | null {
  return args.map(readAppLink).findLast((link) => link !== null) ?? null;
}
