/** Into which login a seed that was read may belong: by its issuer and account, among those that have none and may be changed; and which of those that have one it may be. */
import type { CodePlace, FoundCode } from "../../../../shared/contract/codes.ts";
import { closedText, foldText } from "../../../../shared/model/search-text.ts";
import { websiteAddress } from "../../../../shared/model/websites.ts";
import { mayWrite } from "../items/item-save.ts";
import type { ItemsArea } from "../items/items-area.ts";
import type { OverviewRow } from "../overviews/overview-index.ts";

const most = 8;
/** An issuer of fewer letters is found in too many titles. */
const shortest = 2;

type Named = { issuer: string | null; account: string | null };
type Places = Pick<FoundCode, "places" | "held" | "isProposed">;
type Scored = { row: OverviewRow; score: number };

/** The likeliest first; `isProposed` where the first is likelier than every other. */
export function placesFor(area: ItemsArea, { issuer, account }: Named): Places {
  const name = closedText(issuer ?? "");
  if (name.length < shortest) return { places: [], held: [], isProposed: false };
  const [free, held]: [Scored[], Scored[]] = [[], []];
  for (const row of area.overviews.index.rows()) {
    const score = scoreOf(row, name, account);
    if (score === 0) continue;
    if (row.overview.hasTotp) held.push({ row, score });
    else if (mayWrite(area, row.vault).ok) free.push({ row, score });
  }
  const [best, next] = free.sort(byScore);
  const [likelyHeld] = held.sort(byScore);
  // As likely as one that has a code: it may be that one's, brought once more.
  const isProposed = best !== undefined && best.score > Math.max(next?.score ?? 0, likelyHeld?.score ?? 0);
  return { places: shown(free), held: shown(held), isProposed };
}

const byScore = (one: Scored, other: Scored): number =>
  other.score - one.score || (one.row.item < other.row.item ? -1 : 1);

const shown = (scored: readonly Scored[]): CodePlace[] =>
  scored.slice(0, most).map(({ row: { item, vault, overview } }) => ({ item, vault, title: overview.title }));

/** Nothing where the issuer names neither its title nor its website; the account decides between several. */
function scoreOf({ overview, damaged }: OverviewRow, issuer: string, account: string | null): number {
  if (overview.kind !== "login" || damaged !== null) return 0;
  const title = closedText(overview.title);
  const byTitle = title === issuer ? 4 : title.startsWith(issuer) ? 2 : 0;
  const byWebsite = overview.urls.some(({ url }) => isHostOf(url, issuer)) ? 3 : 0;
  const named = Math.max(byTitle, byWebsite);
  const isSame = account !== null && overview.username !== null && foldText(account) === foldText(overview.username);
  return named === 0 ? 0 : named * 2 + (isSame ? 1 + named : 0);
}

/** `GitHub` and `github.com` name `https://github.com/login`; nothing is asked of any network. */
function isHostOf(url: string, issuer: string): boolean {
  const read = websiteAddress(url);
  if (!read.ok) return false;
  const { hostname } = new URL(read.value.address);
  const labels = hostname.split(".").slice(0, -1).map(closedText);
  return closedText(hostname.replace(/^www\./, "")) === issuer || labels.includes(issuer);
}
