/** The accounts behind each number, each with how it stands and whose word that is. */
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import type { CoveragePage, CoverageRow } from "../../../shared/contract/coverage-shapes.ts";
import type { EpochMs, GroupId, ItemId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import type { SecondFactor } from "../../../shared/model/item-parts.ts";
import { accountAt } from "../../../shared/model/second-factor/coverage.ts";
import { type FactorAccount, type StandingFound, standingsAt } from "../../../shared/model/second-factor/state.ts";
import { compareTitles, foldNames, matches, searchWords } from "../../../shared/model/search-text.ts";
import { isReadable } from "../vaults/overviews/overviews.ts";
import type { CountedNow } from "./counted-now.ts";
import type { CoverageArea } from "./coverage-area.ts";
import { type FiledFact, saidByFact } from "./facts.ts";
import { partsOfId } from "./population.ts";

type Query = CommandParsed<"coverage.export">;

/** What people and vaults are called here. */
export type CoverageNames = { users: ReadonlyMap<UserId, string>; vaults: ReadonlyMap<VaultId, string> };

const rowsAtOnce = 200;
const dayMs = 86_400_000;
/** What needs somebody comes first. */
const order = ["unsettled", "unknown", "attention", "settled"] as const;

/** Every account that is there now. */
export async function allRows(area: CoverageArea, counted: CountedNow, names: CoverageNames): Promise<CoverageRow[]> {
  const { coverage, population } = counted;
  const { at } = coverage;
  const there = population.accounts.flatMap((history) => {
    const account = accountAt(history, at);
    const since = history.versions.findLast(({ from }) => from <= at)?.from ?? at;
    return account === null ? [] : [{ account, vault: history.vault, since }];
  });
  const standings = standingsAt(
    there.map(({ account }) => account),
    at,
  );
  const accounts = new Map((await area.records.of.account.list()).map(({ item, body }) => [item, body]));
  return there.map(({ account, vault, since }) => {
    const found = standings.get(account.id) as StandingFound;
    const named = vault === null ? namedAccount(accounts.get(partsOfId(account.id).item)) : namedLogin(area, account.id);
    return rowOf({ counted, names, account, vault, found, named, since, area });
  });
}

type Named = { title: string | null; username: string | null };
type Parts = {
  area: CoverageArea;
  counted: CountedNow;
  names: CoverageNames;
  account: FactorAccount;
  vault: VaultId | null;
  found: StandingFound;
  named: Named;
  since: EpochMs;
};

function namedAccount(body: { signInName: string | null } | undefined): Named {
  return { title: null, username: body?.signInName ?? null };
}

function namedLogin({ chainOverview }: CoverageArea, id: string): Named {
  const overview = chainOverview(partsOfId(id).item)?.overview;
  return { title: overview?.title ?? null, username: overview?.username ?? null };
}

function rowOf({ area, counted, names, account, vault, found, named, since }: Parts): CoverageRow {
  const { id, tool, person, hasSeed, stated } = account;
  const { item } = partsOfId(id);
  const isOpen = vault !== null && isReadable(area, vault);
  const filed = vault === null ? undefined : counted.facts?.get(vault)?.newest.get(item);
  const state: SecondFactor["state"] | null = hasSeed ? "totp-here" : (stated?.state ?? null);
  return {
    ...{ id, ...named, standing: found.standing, reason: found.reason, until: found.until, state },
    ...{ item: vault === null ? null : item, vault, user: person },
    vaultName: vault === null ? null : (names.vaults.get(vault) ?? null),
    tool,
    toolName: tool === null ? null : (counted.register.tools.get(tool as ItemId)?.name ?? null),
    ...{ by: hasSeed ? null : (stated?.by ?? null), saidAt: hasSeed ? null : (stated?.at ?? null) },
    filedBy: isOpen ? null : (filed?.by.user ?? null),
    differs: isOpen && filed !== undefined && isOther(filed, { account, since, now: counted.coverage.at }),
  };
}

/** What was filed before the item changed is on its way for a day. */
function isOther({ fact, at }: FiledFact, { account, since, now }: { account: FactorAccount; since: EpochMs; now: EpochMs }) {
  if (at < since && now - since < dayMs) return false;
  const filed = saidByFact(fact);
  const { hasSeed, stated } = account;
  if (filed.hasSeed !== hasSeed) return true;
  if (hasSeed) return false;
  const said = (one: typeof stated) => (one === null || one.state === "unknown" ? "" : `${one.state} ${one.by} ${one.at}`);
  return said(filed.stated) !== said(stated);
}

/** Those that are asked for: what needs somebody first, then by tool and title. */
export function chosenRows(
  { log }: Pick<CoverageArea, "log">,
  rows: readonly CoverageRow[],
  query: Query,
  names: CoverageNames,
) {
  const { tool, vault, group, user, differs, text = "", standing } = query;
  const members = group === undefined ? null : log.state().groups.get(group as GroupId)?.members;
  const words = searchWords(text);
  const isAsked = (row: CoverageRow): boolean =>
    (tool === undefined || row.tool === tool) &&
    (vault === undefined || row.vault === vault) &&
    (user === undefined || row.user === user) &&
    (members === null || (row.user !== null && members?.has(row.user as UserId) === true)) &&
    (differs === undefined || row.differs) &&
    (words.length === 0 || matches(foldNames(textsOf(row, names)), words));
  const among = rows.filter(isAsked);
  const counts = { settled: 0, attention: 0, unsettled: 0, unknown: 0 };
  for (const row of among) counts[row.standing]++;
  const found = standing === undefined ? among : among.filter((row) => row.standing === standing);
  return { found: found.sort(byNeed), counts };
}

/** A page of them. */
export function pageOfRows(
  { found, counts }: ReturnType<typeof chosenRows>,
  { offset = 0, limit = rowsAtOnce }: { offset?: number | undefined; limit?: number | undefined },
): CoveragePage {
  return { total: found.length, rows: found.slice(offset, offset + limit), counts };
}

function byNeed(one: CoverageRow, other: CoverageRow): number {
  const rank = order.indexOf(one.standing) - order.indexOf(other.standing);
  if (rank !== 0) return rank;
  const name = (row: CoverageRow) => row.title ?? row.toolName ?? "";
  return compareTitles(name(one), name(other)) || (one.id < other.id ? -1 : 1);
}

function textsOf({ title, username, toolName, user, vaultName }: CoverageRow, { users }: CoverageNames): string[] {
  const name = user === null ? "" : (users.get(user as UserId) ?? "");
  return [title ?? "", username ?? "", toolName ?? "", vaultName ?? "", name];
}
