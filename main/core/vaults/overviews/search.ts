/** What is searched of an item; every word of the typed text must stand somewhere in it. Prepared when an overview arrives. */
import { decodeHost } from "../../../../shared/model/host-names.ts";
import { closedText, foldText } from "../../../../shared/model/search-text.ts";
import { websiteAddress } from "../../../../shared/model/websites.ts";

/**
 * What is searched of one item, as one folded string; line breaks keep words of different parts apart. The title also stands
 * there without its spaces, dashes, dots and apostrophes and as its initials, and a host in both of its forms: people type either.
 */
export function searchTextOf(overview: {
  title: string;
  username: string | null;
  tags: readonly string[];
  urls: readonly { url: string }[];
}): string {
  const { title, username, tags, urls } = overview;
  const closed = closedText(title);
  const parts = [
    title,
    closed === foldText(title) ? "" : closed,
    initialsOf(title),
    username ?? "",
    ...urls.flatMap(formsOf),
    ...tags,
  ];
  return foldText(parts.filter((part) => part !== "").join("\n"));
}

/** "aws" of Amazon Web Services, "gh" of GitHub; empty where there would be one letter. */
function initialsOf(title: string): string {
  const first = title.match(/(?<![\p{L}\p{N}])[\p{L}\p{N}]|(?<=\p{Ll})\p{Lu}/gu) ?? [];
  return first.length > 1 ? first.join("") : "";
}

const asciiOnly = /^[\x20-\x7e]*$/;

function formsOf({ url }: { url: string }): string[] {
  const decoded = /xn--/i.test(url)
    ? [url.replace(/xn--[a-z0-9-]+/gi, (label) => decodeHost(label.toLowerCase()))]
    : [];
  if (asciiOnly.test(url)) return [url, ...decoded];
  const address = websiteAddress(url);
  return address.ok ? [url, address.value.host] : [url];
}
