/**
 * The catalogue of well-known tools: which tools a host belongs to, and what was read about them. It is bundled, so that it
 * answers without a network; what it does not hold is unknown. The core alone reads it: a page is given answers.
 */
import held from "./catalogue.json" with { type: "json" };
import type { Catalogue, CatalogueSource, CatalogueTool } from "./catalogue-schema.ts";
import { domainsOf } from "./domains.ts";

export type { CatalogueSource, CatalogueTool } from "./catalogue-schema.ts";

type Index = {
  byDomain: Map<string, CatalogueTool[]>;
  alike: Map<string, string[]>;
  byName: Map<string, CatalogueTool[]>;
};

// The schema is asked when the file is made and by a test; each of its thousands of rows at each unlocking would only cost time.
const catalogue = held as unknown as Catalogue;
let made: Index | null = null;

/**
 * The tools whose host this may be, the best match first: by the longest end of the host down to its registrable domain,
 * a tool's own domain before its further ones, and last those whose domains take the host's logins.
 */
export function catalogueToolsAt(host: string): CatalogueTool[] {
  const domains = domainsOf(host);
  const { byDomain, alike } = index();
  const direct = domains.flatMap((domain) => byDomain.get(domain) ?? []);
  const further = domains.flatMap((domain) => alike.get(domain) ?? []).flatMap((domain) => byDomain.get(domain) ?? []);
  return [...new Set([...direct, ...further])];
}

/** The one tool of this name or domain, whatever the case; null: none, or more than one. */
export function catalogueToolNamed(name: string): CatalogueTool | null {
  const named = index().byName.get(nameKey(name)) ?? [];
  return named.length === 1 ? (named[0] ?? null) : null;
}

/** Where facts were read, by the name that a fact has as its source; for the credits that their licences ask for. */
export function catalogueSources(): Record<string, CatalogueSource> {
  return catalogue.sources;
}

const nameKey = (name: string): string => name.normalize("NFKC").trim().toLowerCase();

function index(): Index {
  made ??= makeIndex();
  return made;
}

function makeIndex(): Index {
  const all: Index = { byDomain: new Map(), alike: new Map(), byName: new Map() };
  for (const tool of catalogue.tools) add(all.byDomain, tool.domain, tool);
  for (const tool of catalogue.tools) {
    for (const domain of tool.additionalDomains) add(all.byDomain, domain, tool);
    for (const name of new Set([nameKey(tool.name), tool.domain])) add(all.byName, name, tool);
  }
  for (const group of catalogue.domainGroups) {
    const [from, to] = "shared" in group ? [group.shared, group.shared] : [group.from, group.to];
    for (const domain of from) for (const other of to) if (other !== domain) add(all.alike, domain, other);
  }
  return all;
}

function add<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const there = map.get(key);
  if (there === undefined) map.set(key, [value]);
  else there.push(value);
}
