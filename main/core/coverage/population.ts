/** All accounts of the team as far as this person knows them, and beside them what could not be counted. */
import type { EpochMs, ItemId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import type { FactorHistory, Population, UncountedVault } from "../../../shared/model/second-factor/coverage.ts";
import { type FactorSpan, untilNow } from "../../../shared/model/second-factor/history.ts";
import type { VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { AccountBody, Register } from "../tools/register.ts";
import { isReadable } from "../vaults/overviews/overviews.ts";
import { type FactsContext, readFacts, type VaultFacts } from "./facts.ts";
import type { Histories, HistoriesArea, Shown } from "./histories.ts";

/** What is counted of. */
export type PopulationSources = {
  area: HistoriesArea;
  context: FactsContext;
  histories: Histories;
  shown: Shown;
  register: Register;
  /** Null: this person does not read what was filed. */
  facts: ReturnType<typeof readFacts> | null;
  absentIn(vault: VaultId): number;
  /** The tool of a login that names none, by what lies open of it. */
  siteTool(item: ItemId): ItemId | null;
};

/** `isRead` false: something is still read, and stands beside what is counted. */
export type Counted = Population & { isRead: boolean };

/** Of one history the id is the vault's and the item's: what is filed under one vault says nothing of another one's item. */
export const accountId = (vault: VaultId, item: ItemId): string => `${vault}/${item}`;

/** The vault and the item of such an id. */
export function partsOfId(id: string): { vault: VaultId; item: ItemId } {
  const [vault = "", item = ""] = id.split("/");
  return { vault: vault as VaultId, item: item as ItemId };
}

/** Made anew from what is known now. */
export function populationOf(sources: PopulationSources, tools: VaultId | undefined): Counted {
  const { context, register } = sources;
  const { state } = context;
  const accounts: FactorHistory[] = [];
  const uncounted: UncountedVault[] = [];
  const linked = linkedTools(register);
  let isRead = true;
  for (const inLog of state.vaults.values()) {
    if (inLog.kind !== "shared") continue;
    const part = isReadable(sources.area, inLog.vault) ? openedVault(sources, inLog) : filedVault(sources, inLog);
    isRead &&= part.isRead;
    const until = archivedAt(context, inLog);
    for (const [item, spans] of part.spans)
      for (const span of spans)
        accounts.push(history(sources, { inLog, item, span: endedBy(span, until), tool: linked.get(item) ?? null }));
    uncounted.push(...part.uncounted.map((one) => ({ ...one, to: earlier(one.to, until) })));
  }
  const own = tools === undefined ? null : ownAccounts(sources, tools);
  const groups = [...state.groups.values()];
  return {
    accounts: own === null ? accounts : [...accounts, ...own.accounts],
    uncounted,
    groupsOf: (person) => groups.flatMap(({ group, members }) => (members.has(person) ? group : [])),
    isRead: isRead && own?.isRead !== false,
  };
}

type Part = { spans: Iterable<[ItemId, FactorSpan[]]>; uncounted: UncountedVault[]; isRead: boolean };

function openedVault({ area, histories, shown, absentIn, context }: PopulationSources, inLog: VaultInLog): Part {
  const { vault } = inLog;
  const { items, isRead } = histories.of(vault, "logins", shown);
  const isWhole = isRead && area.chains.stopped(vault) === null && area.chains.isWhole(vault);
  const absent = absentIn(vault);
  const from = createdAt(context, inLog);
  const open = isWhole && absent === 0 ? [] : [{ vault, from, to: null, logins: isWhole ? absent : null }];
  return { spans: items, uncounted: open, isRead };
}

function filedVault({ facts, context }: PopulationSources, inLog: VaultInLog): Part {
  const { vault } = inLog;
  const filed: VaultFacts | undefined = facts?.get(vault);
  if (filed !== undefined) return { spans: filed.spans, uncounted: filed.uncounted, isRead: true };
  const nothing = { vault, from: createdAt(context, inLog), to: null, logins: null };
  return { spans: [], uncounted: [nothing], isRead: true };
}

const createdAt = ({ timeOf }: FactsContext, { createdSeq }: VaultInLog): EpochMs =>
  timeOf(createdSeq) ?? (0 as EpochMs);

/** Null: it is not archived. */
function archivedAt({ timeOf, now }: FactsContext, { archived, moments }: VaultInLog): EpochMs | null {
  if (!archived) return null;
  const at = moments.find((moment) => moment.archived)?.seq;
  return (at === undefined ? null : timeOf(at)) ?? now;
}

function earlier(one: EpochMs | null, other: EpochMs | null): EpochMs | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other) as EpochMs;
}

const endedBy = ({ versions, endedAt }: FactorSpan, until: EpochMs | null): FactorSpan => ({
  ...{ versions, endedAt: earlier(endedAt, until) },
});

type Placed = { inLog: Pick<VaultInLog, "vault">; item: ItemId; span: FactorSpan; tool: ItemId | null };

function history(sources: PopulationSources, { inLog: { vault }, item, span, tool }: Placed): FactorHistory {
  const { versions, endedAt } = untilNow(span, sources.context.now);
  let site: ItemId | null | undefined;
  const toolOf = (named: string | null): ItemId | null => {
    const meant = sources.register.meant(named) ?? tool;
    if (meant !== null) return meant;
    site ??= sources.siteTool(item);
    return site;
  };
  return {
    ...{ id: accountId(vault, item), vault, person: null, endedAt },
    versions: versions.map((version) => withTools(sources, version, toolOf(version.tool))),
  };
}

function withTools({ register }: PopulationSources, version: FactorHistory["versions"][number], tool: ItemId | null) {
  const { stated } = version;
  return { ...version, tool, stated: stated === null ? null : { ...stated, tool: register.meant(stated.tool) } };
}

/** Which tool an account names for a login. */
function linkedTools({ accounts, meant }: Register): Map<ItemId, ItemId> {
  const linked = new Map<ItemId, ItemId>();
  for (const { item, tool } of accounts.values()) {
    const of = item === null ? null : meant(tool);
    if (item !== null && of !== null) linked.set(item as ItemId, of);
  }
  return linked;
}

function ownAccounts(sources: PopulationSources, tools: VaultId): Pick<Counted, "accounts" | "isRead"> {
  const { histories, shown, register, context } = sources;
  const { items, isRead } = histories.of(tools, "accounts", shown);
  const accounts = [...items].flatMap(([item, spans]) => {
    const body = shown.account(item) as AccountBody | undefined;
    if (body === undefined || body.user === null) return [];
    const person = body.user as UserId;
    return spans.map((span): FactorHistory => {
      const { versions, endedAt } = untilNow(span, context.now);
      const placed = versions.map((version) => withTools(sources, version, register.meant(version.tool)));
      return { id: accountId(tools, item), vault: null, person, versions: placed, endedAt };
    });
  });
  return { accounts, isRead };
}
