/**
 * `npm run catalogue`: writes `shared/catalogue/catalogue.json` from the files in `shared/catalogue/sources`. The same sources make
 * the same bytes. Nothing is added that a source does not say.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Catalogue,
  type CatalogueSource,
  type CatalogueTool,
  catalogueSchema,
} from "../shared/catalogue/catalogue-schema.ts";
import { root } from "./root.ts";

type Directory = {
  name: string;
  domain: string;
  additionalDomains?: string[];
  tfa: ("sms" | "call" | "email" | "totp" | "u2f" | "custom-software" | "custom-hardware")[];
  documentation?: string;
  recovery?: string;
  sourceHasNote?: true;
  categories: string[];
  regions?: string[];
};
type Passkeys = Partial<Directory> & { name: string; signin?: "allowed"; mfa?: "allowed"; none?: true };
type Price = {
  vendor: string;
  domain: string;
  basePrice?: string;
  ssoPrice?: string;
  ssoPriceOnRequest?: true;
  updated: string;
};
type Groups = ({ shared: string[] } | { from: string[]; to: string[] })[];
type Meta = {
  source: string;
  sourceAddress: string;
  commit: string;
  commitDate: string;
  licence: string;
  licenceFile: string;
};
type File<Entries> = { meta: Meta; entries: Entries };

/** Where the built file lies. */
export const cataloguePath = join(root, "shared/catalogue/catalogue.json");

const folder = join(root, "shared/catalogue/sources");
const read = <Entries>(name: string): File<Entries> => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));

/** The names of the sources, as every fact names its own. */
const credits: Record<string, { name: string; credit: string }> = {
  "2factorauth/twofactorauth": {
    name: "2FA Directory",
    credit: "2FA Directory (2fa.directory), 2factorauth and contributors",
  },
  "2factorauth/passkeys": {
    name: "Passkeys Directory",
    credit: "Passkeys Directory (passkeys.2fa.directory), 2factorauth and contributors, CC BY 4.0, changed",
  },
  "apple/password-manager-resources": {
    name: "Password Manager Resources",
    credit: "Password Manager Resources, Copyright 2020 - 2026 Apple Inc.",
  },
  "robchahin/sso-wall-of-shame": {
    name: "The SSO Wall of Shame",
    credit: "The SSO Wall of Shame (sso.tax) and contributors",
  },
};

const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

function sourceOf({ source, sourceAddress, commit, commitDate, licence, licenceFile }: Meta): CatalogueSource {
  const named = credits[source];
  if (named === undefined) throw new Error(`${source} has no credit.`);
  const first = (licence.split(" (")[0] ?? licence).trim();
  return { ...named, address: sourceAddress, commit, asOf: commitDate.slice(0, 10), licence: first, licenceFile };
}

/** A fact of this source, of the day of its commit unless it says another; nothing where the source says nothing. */
function factsOf({ meta }: { meta: Meta }) {
  return <Key extends string, Value>(key: Key, value: Value | undefined, asOf = meta.commitDate.slice(0, 10)) =>
    (value === undefined ? {} : { [key]: { value, source: meta.source, asOf } }) as Record<
      Key,
      { value: Value; source: string; asOf: string }
    >;
}

/** The whole catalogue. */
export function buildCatalogue(): Catalogue {
  const directory = read<Directory[]>("2fa-directory");
  const passkeys = read<Record<string, Passkeys>>("passkeys");
  const pages = read<Record<string, string>>("change-password");
  const prices = read<Price[]>("sso-pricing");
  const groups = read<Groups>("shared-domains");
  const tools = new Map<string, CatalogueTool>();
  const toolAt = (domain: string, name: string): CatalogueTool => {
    const known = tools.get(domain);
    if (known !== undefined) return known;
    const made: CatalogueTool = { domain, name, additionalDomains: [], categories: [], regions: [], facts: {} };
    tools.set(domain, made);
    return made;
  };
  addDirectory(directory, toolAt);
  addPasskeys(passkeys, toolAt);
  addPrices(prices, toolAt);
  const page = factsOf(pages);
  for (const [domain, address] of Object.entries(pages.entries))
    Object.assign(toolAt(domain, domain).facts, page("changePassword", address));
  const metas = [directory, passkeys, pages, prices, groups].map(({ meta }) => meta);
  return catalogueSchema.parse({
    sources: Object.fromEntries(
      metas.map((meta) => [meta.source, sourceOf(meta)]).sort(([a], [b]) => byText(`${a}`, `${b}`)),
    ),
    tools: [...tools.values()].sort((left, right) => byText(left.domain, right.domain)),
    domainGroups: groups.entries.map((group) =>
      "shared" in group ? { shared: group.shared } : { from: group.from, to: group.to },
    ),
  });
}

type ToolAt = (domain: string, name: string) => CatalogueTool;

function addDirectory(file: File<Directory[]>, toolAt: ToolAt): void {
  const fact = factsOf(file);
  for (const { domain, name, tfa, documentation, recovery, sourceHasNote, ...rest } of file.entries) {
    const tool = toolAt(domain, name);
    tool.additionalDomains = rest.additionalDomains ?? [];
    tool.categories = rest.categories;
    tool.regions = rest.regions ?? [];
    Object.assign(tool.facts, fact("secondFactors", tfa), fact("isConditional", sourceHasNote));
    Object.assign(tool.facts, fact("documentation", documentation), fact("recovery", recovery));
  }
}

function addPasskeys(file: File<Record<string, Passkeys>>, toolAt: ToolAt): void {
  const fact = factsOf(file);
  for (const [domain, { name, signin, mfa, none, documentation, ...rest }] of Object.entries(file.entries)) {
    const tool = toolAt(domain, name);
    const more = rest.additionalDomains ?? [];
    tool.additionalDomains = [...new Set([...tool.additionalDomains, ...more])].sort(byText);
    if (tool.facts.secondFactors === undefined) tool.regions = rest.regions ?? [];
    const uses = [signin && "signin", mfa && "mfa"].filter((use) => use !== undefined);
    Object.assign(tool.facts, fact("passkeys", none || uses.length > 0 ? uses : undefined));
    if (tool.facts.documentation === undefined) Object.assign(tool.facts, fact("documentation", documentation));
    if (tool.facts.recovery === undefined) Object.assign(tool.facts, fact("recovery", rest.recovery));
  }
}

function addPrices(file: File<Price[]>, toolAt: ToolAt): void {
  const fact = factsOf(file);
  for (const { domain, vendor, basePrice, ssoPrice, ssoPriceOnRequest, updated } of file.entries) {
    const { facts } = toolAt(domain, vendor);
    const value = {
      product: vendor,
      ...(basePrice && { base: basePrice }),
      ...(ssoPrice && { sso: ssoPrice }),
      ...(ssoPriceOnRequest && { isOnRequest: ssoPriceOnRequest }),
    };
    facts.ssoPrices = [...(facts.ssoPrices ?? []), fact("price", value, updated).price];
  }
}

/** As it is committed: a tool a line, so that a change shows as one. */
export function catalogueText({ sources, tools, domainGroups }: Catalogue): string {
  const lines = (all: unknown[]): string => all.map((one) => JSON.stringify(one)).join(",\n");
  const first = JSON.stringify(sources, null, 1);
  return `{"sources":${first},\n"tools":[\n${lines(tools)}\n],\n"domainGroups":[\n${lines(domainGroups)}\n]}\n`;
}

if (process.argv[1]?.endsWith("catalogue.ts")) writeFileSync(cataloguePath, catalogueText(buildCatalogue()));
