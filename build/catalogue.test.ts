import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalogueSchema } from "../shared/catalogue/catalogue-schema.ts";
import { buildCatalogue, cataloguePath, catalogueText } from "./catalogue.ts";
import { root } from "./root.ts";

const text = readFileSync(cataloguePath, "utf8");
const most = 1_200_000;

type Sourced = { source: string };
const one = { value: ["totp"], source: "somewhere", asOf: "2026-08-04" };
const withFacts = (facts: object) => ({
  ...{ sources: {}, domainGroups: [] },
  tools: [{ domain: "a.example", name: "A", additionalDomains: [], categories: [], regions: [], facts }],
});
const page = { ...one, value: "https://a.example/" };

describe("the catalogue that is committed", () => {
  it("is what its sources make, byte for byte", () => expect(catalogueText(buildCatalogue())).toBe(text));

  it("is small enough to be bundled", () => expect(Buffer.byteLength(text)).toBeLessThan(most));

  it("is sorted by domain, each once", () => {
    const domains = catalogueSchema.parse(JSON.parse(text)).tools.map(({ domain }) => domain);
    expect(domains).toEqual([...new Set(domains)].sort());
    expect(domains.length).toBeGreaterThan(2500);
  });

  it("has every fact from a source whose licence is shipped and credited", () => {
    const { sources, tools } = catalogueSchema.parse(JSON.parse(text));
    const facts = tools.flatMap(({ facts }) => Object.values<Sourced | Sourced[] | undefined>(facts).flat());
    expect(new Set(facts.map((fact) => fact?.source))).toEqual(new Set(Object.keys(sources)));
    const notices = readFileSync(join(root, "docs/notices.md"), "utf8");
    for (const { licenceFile, credit } of Object.values(sources)) {
      expect(readFileSync(join(root, "shared/catalogue", licenceFile), "utf8").length).toBeGreaterThan(500);
      expect(notices).toContain(credit);
    }
  });
});

describe("a fact", () => {
  it("with its source and its day is taken", () =>
    expect(catalogueSchema.safeParse(withFacts({ secondFactors: one, documentation: page })).success).toBe(true));

  it.each([
    ["without its source", { secondFactors: { ...one, source: undefined } }],
    ["with an empty source", { secondFactors: { ...one, source: "" } }],
    ["without its day", { secondFactors: { ...one, asOf: undefined } }],
    ["with a day that is none", { secondFactors: { ...one, asOf: "soon" } }],
    ["that is a bare value", { secondFactors: ["totp"] }],
    ["of a method that is none", { secondFactors: { ...one, value: ["dream"] } }],
    ["that nobody knows", { rumour: one }],
    ["with an address that no browser opens", { documentation: { ...page, value: "javascript:1" } }],
  ])("%s is refused", (_, facts) => expect(catalogueSchema.safeParse(withFacts(facts)).success).toBe(false));
});
