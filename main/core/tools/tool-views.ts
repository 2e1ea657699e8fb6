/** What pages show of tools: the list, one of them, and what could be one. */
import { domainsOf } from "../../../shared/catalogue/domains.ts";
import { readCatalogue } from "../../../shared/catalogue/read-catalogue.ts";
import type { Suggestion, ToolDetail, ToolList, ToolLogin, ToolRow } from "../../../shared/contract/tool-shapes.ts";
import type { ItemId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { compareTitles } from "../../../shared/model/search-text.ts";
import type { OverviewRow } from "../vaults/overviews/overview-index.ts";
import { accountShape } from "./account-acts.ts";
import {
  mayEditTools,
  type Register,
  readRegister,
  type ToolBody,
  type ToolsArea,
  websiteDomains,
} from "./register.ts";
import type { Statement } from "./stated-accounts.ts";

/** `tool.list`: by name. */
export async function listTools(area: ToolsArea): Promise<ToolList> {
  const register = await readRegister(area);
  const counts = countsOf(register, await loginsByTool(area, register));
  const twins = twinsOf(register.tools);
  const rows = [...register.tools].map(([tool, body]) => rowOf(register, { tool, body, counts, twins }));
  return { tools: rows.sort((left, right) => compareTitles(left.name, right.name)), mayEdit: mayEditTools(area) };
}

/** `tool.get`. Failures: `not-found`. */
export async function getTool(
  area: ToolsArea,
  asked: ItemId,
  letters: ReadonlyMap<string, Statement>,
): Promise<Result<ToolDetail>> {
  const register = await readRegister(area);
  const tool = register.meant(asked);
  const body = tool === null ? undefined : register.tools.get(tool);
  if (tool === null || body === undefined) return fail("not-found", { field: "tool" });
  const logins = await loginsByTool(area, register);
  const row = rowOf(register, { tool, body, counts: countsOf(register, logins), twins: twinsOf(register.tools) });
  const accounts = [...register.accounts].flatMap(
    ([account, one]) => accountShape({ register, letters }, account, one) ?? [],
  );
  const { roles, payer, reviewCadence, notes } = body;
  return ok({
    ...{ ...row, roles, payer, reviewCadence, notes },
    accountList: accounts.filter((one) => (one.tool as ItemId) === tool),
    logins: (logins.get(tool) ?? []).map(loginShape),
    mayEdit: mayEditTools(area),
  });
}

/** `tool.suggest`: domains of logins that no tool has, the most used first. */
export async function suggestTools(area: ToolsArea): Promise<Suggestion[]> {
  const register = await readRegister(area);
  const { catalogueToolsAt } = await readCatalogue();
  const found = new Map<string, Suggestion>();
  for (const { overview } of (await area.items()).rows()) {
    if (overview.kind !== "login" || register.toolOf(overview) !== null) continue;
    const first = websiteDomains(overview)[0];
    const domain = first === undefined ? undefined : domainsOf(first).at(-1);
    if (domain === undefined || !domain.includes(".")) continue;
    const known = catalogueToolsAt(domain)[0];
    const of = found.get(domain) ?? { domain, name: known?.name ?? domain, isKnown: known !== undefined, logins: 0 };
    of.logins++;
    found.set(domain, of);
  }
  return [...found.values()].sort((left, right) => right.logins - left.logins || compareTitles(left.name, right.name));
}

type Logins = ReadonlyMap<ItemId, OverviewRow[]>;

async function loginsByTool(area: ToolsArea, { toolOf }: Register): Promise<Logins> {
  const logins = new Map<ItemId, OverviewRow[]>();
  for (const row of (await area.items()).rows()) {
    const tool = row.overview.kind === "login" ? toolOf(row.overview) : null;
    if (tool === null) continue;
    const there = logins.get(tool);
    if (there === undefined) logins.set(tool, [row]);
    else there.push(row);
  }
  return logins;
}

/** Accounts, and logins that are none of these. */
function countsOf({ accounts, meant }: Register, logins: Logins): Map<ItemId, number> {
  const counts = new Map<ItemId, number>();
  const seen = new Map<ItemId, Set<string>>();
  const add = (tool: ItemId, by: number) => counts.set(tool, (counts.get(tool) ?? 0) + by);
  for (const { tool, item } of accounts.values()) {
    const of = meant(tool);
    if (of === null) continue;
    add(of, 1);
    if (item !== null) seen.set(of, (seen.get(of) ?? new Set()).add(item));
  }
  for (const [tool, rows] of logins) add(tool, rows.filter(({ item }) => seen.get(tool)?.has(item) !== true).length);
  return counts;
}

/** Which other tool has a domain or the name of each. */
function twinsOf(tools: ReadonlyMap<ItemId, ToolBody>): Map<ItemId, ItemId> {
  const first = new Map<string, ItemId>();
  const twins = new Map<ItemId, ItemId>();
  for (const [tool, { name, domains }] of tools)
    for (const key of [`name ${name.trim().toLowerCase()}`, ...domains.map((domain) => `domain ${domain}`)]) {
      const other = first.get(key);
      if (other === undefined) first.set(key, tool);
      else if (other !== tool)
        for (const [one, of] of [
          [tool, other],
          [other, tool],
        ] as const)
          if (!twins.has(one)) twins.set(one, of);
    }
  return twins;
}

type RowParts = { tool: ItemId; body: ToolBody; counts: Map<ItemId, number>; twins: Map<ItemId, ItemId> };

function rowOf({ meant }: Register, { tool, body, counts, twins }: RowParts): ToolRow {
  const { name, domains, owner, deputy, dataClass, signInBy, state } = body;
  const by = meant(signInBy);
  return {
    ...{ tool, name, domains, owner, deputy, dataClass, state },
    signInBy: by === tool ? null : by,
    accounts: counts.get(tool) ?? 0,
    twin: twins.get(tool) ?? null,
  };
}

function loginShape({ item, vault, overview: { title, username } }: OverviewRow): ToolLogin {
  return { item, vault, title, username };
}
