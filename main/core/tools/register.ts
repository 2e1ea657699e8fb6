/**
 * The register of tools as this person has it: what merged tools became, whose a website is, which accounts and logins are whose.
 * Made anew from bodies that are opened already; the hosts of a login are read once for each of its overviews.
 */

import { domainsOf } from "../../../shared/catalogue/domains.ts";
import type { ItemId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Overview } from "../../../shared/model/items.ts";
import type { RecordBody } from "../../../shared/model/records/records.ts";
import { websiteAddress } from "../../../shared/model/websites.ts";
import { toolsOf } from "../letters/letters.ts";
import type { RecordStore } from "../records/records.ts";
import type { OpenedProfile } from "../sync/team-view.ts";
import type { OverviewRow } from "../vaults/overviews/overview-index.ts";

export type ToolBody = RecordBody<"tool">;
export type AccountBody = RecordBody<"account">;

/** What the acts on tools stand on. */
export type ToolsArea = Pick<OpenedProfile, "log" | "profile"> & {
  records: RecordStore;
  /** Every item that this person can open. */
  items(): Promise<{ get(item: ItemId): OverviewRow | undefined; rows(): Iterable<OverviewRow> }>;
};

/** The register, at one moment. */
export type Register = {
  /** Tools by id, without those that were merged into others. */
  tools: ReadonlyMap<ItemId, ToolBody>;
  /** Accounts that are there. */
  accounts: ReadonlyMap<ItemId, AccountBody>;
  /** The tool that this id means by now; null: none. */
  meant(tool: string | null): ItemId | null;
  /** The tool of a login: the one that it names, or else whose website it opens. */
  toolOf(overview: Overview): ItemId | null;
};

/** The vault of tools. Failures: `not-found`, `role` where this person may not write there. */
export function writableVault({ log, records }: ToolsArea): Result<VaultId> {
  const vault = toolsOf(log.state());
  if (vault === undefined) return fail("not-found", { field: "vault" });
  return records.of.tool.mayWrite(vault) ? ok(vault) : fail("role", { vault });
}

/** Whether this person may write tools and accounts. */
export const mayEditTools = (area: ToolsArea): boolean => writableVault(area).ok;

/** Reads it. */
export async function readRegister({ records }: Pick<ToolsArea, "records">): Promise<Register> {
  const all = new Map((await records.of.tool.list()).map(({ item, body }) => [item, body]));
  const meant = resolver(all);
  const tools = new Map([...all].filter(([tool]) => meant(tool) === tool));
  const rows = await records.of.account.list();
  const accounts = rows.flatMap(({ item, body }) => (body.removed ? [] : [[item, body] as const]));
  const owners = byDomain(tools);
  const toolAt = (overview: Overview): ItemId | null => {
    for (const domain of websiteDomains(overview)) {
      const tool = owners.get(domain);
      if (tool !== undefined) return tool;
    }
    return null;
  };
  return {
    ...{ tools, accounts: new Map(accounts), meant },
    toolOf: (overview) => meant(overview.tool) ?? toolAt(overview),
  };
}

/** Follows what tools were merged into; in a circle, which two people at once can make, the smallest id is meant. */
function resolver(all: ReadonlyMap<ItemId, ToolBody>): Register["meant"] {
  const known = new Map<ItemId, ItemId>();
  return (tool) => {
    if (tool === null || !all.has(tool as ItemId)) return null;
    const passed: ItemId[] = [];
    for (let at = tool as ItemId; ; ) {
      const end = known.get(at) ?? endAt(all, at, passed);
      if (end !== null) {
        for (const one of [...passed, at]) if (!known.has(one)) known.set(one, end);
        return end;
      }
      passed.push(at);
      at = all.get(at)?.mergedInto as ItemId;
    }
  };
}

/** The tool at which following ends here; null: it goes on. */
function endAt(all: ReadonlyMap<ItemId, ToolBody>, at: ItemId, passed: readonly ItemId[]): ItemId | null {
  const before = passed.indexOf(at);
  if (before >= 0) return passed.slice(before).sort()[0] as ItemId;
  const into = all.get(at)?.mergedInto ?? null;
  return into === null || !all.has(into) ? at : null;
}

/** Which tool has a domain: one that is not archived before one that is, then the smallest id. */
export function byDomain(tools: ReadonlyMap<ItemId, ToolBody>): Map<string, ItemId> {
  const owners = new Map<string, ItemId>();
  const order = (tool: ItemId): string => `${tools.get(tool)?.state === "archived" ? 1 : 0}${tool}`;
  for (const [tool, { domains }] of tools)
    for (const domain of domains) {
      const there = owners.get(domain);
      if (there === undefined || order(tool) < order(there)) owners.set(domain, tool);
    }
  return owners;
}

const domainsKnown = new WeakMap<Overview, readonly string[]>();

/** The domains on which a login's websites lie, longest first for each; never one under which anybody can have a name. */
export function websiteDomains(overview: Overview): readonly string[] {
  const known = domainsKnown.get(overview);
  if (known !== undefined) return known;
  const domains = overview.urls.flatMap(({ url, match }) => {
    const address = match === "never" ? null : websiteAddress(url);
    const domains = address?.ok ? domainsOf(new URL(address.value.address).hostname) : [];
    return domains.filter((domain) => domain.includes("."));
  });
  domainsKnown.set(overview, domains);
  return domains;
}

/** Whether somebody is in the team now. */
export function isActive({ log }: ToolsArea, user: UserId): boolean {
  return log.state().users.get(user)?.active === true;
}
