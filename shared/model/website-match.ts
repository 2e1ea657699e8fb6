/** Whether a page is one of an item's websites, by the rule that stands beside each: what is found where a page's address is searched. */
import type { urlMatches } from "./item-parts.ts";
import { websiteAddress } from "./websites.ts";

type Website = { url: string; match: (typeof urlMatches)[number] };

/** `its`: one of the websites. `never`: one that is never found by an address, whatever the others say. */
export type Standing = "its" | "never" | "other";

/** The page whose whole address was typed or pasted; null: the text is something else to search for. */
export function typedPage(text: string): URL | null {
  const typed = text.trim();
  if (!/^https?:\/\/\S+$/i.test(typed)) return null;
  const read = websiteAddress(typed);
  return read.ok ? new URL(read.value.address) : null;
}

/** How the page stands to an item with these websites. */
export function standingOf(page: URL, websites: readonly Website[]): Standing {
  const matching = websites.filter((website) => isMatch(page, website)).map(({ match }) => match);
  if (matching.includes("never")) return "never";
  return matching.length > 0 ? "its" : "other";
}

/** `never` counts for as much as `domain` does. A port that the website names is asked for; whether the connection is encrypted is not. */
function isMatch(page: URL, { url, match }: Website): boolean {
  const read = websiteAddress(url);
  if (!read.ok) return false;
  const website = new URL(read.value.address);
  if (website.port !== "" && website.port !== page.port) return false;
  if (match === "host") return page.hostname === website.hostname;
  if (match === "exact") return placeOf(page) === placeOf(website);
  const domain = hostOf(website).replace(/^www\./, "");
  return hostOf(page) === domain || hostOf(page).endsWith(`.${domain}`);
}

/** With a dot at its end it is the same host. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/\.$/, "");
const placeOf = ({ host, pathname, search }: URL): string => `${host}${pathname}${search}`;
