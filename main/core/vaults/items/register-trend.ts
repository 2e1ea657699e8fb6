/**
 * How many shared logins there were at any time, from the history of the vaults that this person may open: each counts from its first
 * version until it was deleted. It is computed anew for every time, so that what is said of last year is what held then.
 */
import type { CommandParsed } from "../../../../shared/contract/commands.ts";
import type { RegisterTrend } from "../../../../shared/contract/register-shapes.ts";
import { countsAt, type Lifetime } from "../../../../shared/model/register-trend.ts";
import { isListed } from "../overviews/overviews.ts";
import type { ItemsCore } from "./items-area.ts";
import { sharedVaults } from "./register-list.ts";
import { lastOfDeleted } from "./trash.ts";

/** What was deleted and cannot be opened, or was deleted forever, may have been a login or not: it is counted beside them. */
export async function registerTrend(
  core: ItemsCore,
  { marks }: CommandParsed<"register.trend">,
): Promise<RegisterTrend> {
  const vaults = sharedVaults(core, undefined);
  const open = new Set(vaults);
  const lives: Lifetime[] = [...core.overviews.index.rows()].flatMap(({ item, vault, overview, changedAt }) =>
    overview.kind === "login" && open.has(vault)
      ? [{ from: core.rows.firstTime(vault, item) ?? core.drafts.ofItem(item)[0]?.createdAt ?? changedAt, to: null }]
      : [],
  );
  let unknown = 0;
  for (const { item, vault, at, overview } of await lastOfDeleted(core, vaults)) {
    if (overview === null) unknown += 1;
    else if (overview.kind === "login") lives.push({ from: core.rows.firstTime(vault, item) ?? at, to: at });
  }
  for (const vault of vaults)
    for (const [item, { isPurge }] of core.unlocked.chains.chain(vault).items)
      if (isPurge && isListed(core.unlocked, vault, item)) unknown += 1;
  return { counts: countsAt(lives, marks), unknown };
}
