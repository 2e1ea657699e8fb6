import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogueSources, catalogueToolNamed, catalogueToolsAt } from "./catalogue.ts";

const namesAt = (host: string): string[] => catalogueToolsAt(host).map(({ domain }) => domain);

describe("which tools a host belongs to", () => {
  it.each([
    ["its own domain", "github.com", ["github.com"]],
    ["a host below it", "gist.github.com", ["github.com"]],
    ["capitals and a dot at the end", "GitHub.com.", ["github.com"]],
    ["the longest end first", "console.aws.amazon.com", ["aws.amazon.com"]],
    ["a further domain of a tool", "1password.eu", ["1password.com"]],
    ["a domain whose logins are good at another", "behance.net", ["adobe.com"]],
  ])("%s", (_, host, first) => expect(namesAt(host).slice(0, first.length)).toEqual(first));

  it("takes logins in one direction only", () => {
    expect(namesAt("adobelogin.com")).toContain("adobe.com");
    expect(namesAt("adobe.com")).not.toContain("behance.net");
  });

  it.each([
    ["a domain that only ends alike", "notgithub.com"],
    ["the tool's name below a stranger's domain", "github.com.attacker.example"],
    ["a page of a stranger on a domain for everybody", "attacker.github.io"],
    ["a public suffix", "co.uk"],
    ["an address", "192.168.0.1"],
    ["an address in brackets", "[::1]"],
    ["nothing", ""],
    ["no host", "a b"],
    ["a name of prototypes", "__proto__"],
    ["a host longer than any", `${"a.".repeat(200)}github.com`],
  ])("%s: none", (_, host) => expect(catalogueToolsAt(host)).toEqual([]));

  it("answers anything, and never with a tool whose domains the host does not end with or accept", () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (host) => catalogueToolsAt(host).length < 10));
  });

  it("names a domain that stands under more than one tool with all of them", () => {
    expect(namesAt("nordaccount.com").length).toBeGreaterThan(1);
  });
});

describe("a tool by its name", () => {
  it.each([
    ["GitHub", "github.com"],
    [" github ", "github.com"],
    ["github.com", "github.com"],
  ])("%j", (name, domain) => expect(catalogueToolNamed(name)?.domain).toBe(domain));

  it.each(["", "no such tool", "constructor"])("%j: none", (name) => expect(catalogueToolNamed(name)).toBeNull());
});

it("says where facts were read", () => {
  const [tool] = catalogueToolsAt("github.com");
  const fact = tool?.facts.secondFactors;
  expect(fact?.value).toContain("totp");
  expect(catalogueSources()[fact?.source ?? ""]?.asOf).toBe(fact?.asOf);
});
