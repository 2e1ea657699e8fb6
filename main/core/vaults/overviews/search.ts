/** What is searched of an item; every word of the typed text must stand somewhere in it. Prepared when an overview arrives. */
import { foldText } from "../../../../shared/model/search-text.ts";

/** What is searched of one item, as one folded string; line breaks keep words of different parts apart. */
export function searchTextOf(overview: {
  title: string;
  username: string | null;
  tags: readonly string[];
  urls: readonly { url: string }[];
}): string {
  return foldText(
    [overview.title, overview.username ?? "", ...overview.urls.map(({ url }) => url), ...overview.tags].join("\n"),
  );
}
