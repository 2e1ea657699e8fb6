import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { urlMatches } from "./item-parts.ts";
import { type Standing, standingOf, typedPage } from "./website-match.ts";

type Match = (typeof urlMatches)[number];
const standing = (typed: string, ...websites: [string, Match][]): Standing | null => {
  const page = typedPage(typed);
  return (
    page &&
    standingOf(
      page,
      websites.map(([url, match]) => ({ url, match })),
    )
  );
};

describe("a page", () => {
  const rows: [string, Match, string, Standing][] = [
    ["https://buffer.example", "domain", "https://buffer.example/login?next=1#top", "its"],
    ["https://buffer.example", "domain", "https://app.eu.buffer.example/", "its"],
    ["https://www.buffer.example/", "domain", "https://app.buffer.example/", "its"],
    ["https://app.buffer.example", "domain", "https://buffer.example/", "other"],
    ["https://buffer.example", "domain", "https://notbuffer.example/", "other"],
    ["https://buffer.example", "domain", "https://buffer.example.evil.example/", "other"],
    ["https://buffer.example", "domain", "https://evil.example/?u=https://buffer.example", "other"],
    ["http://buffer.example", "domain", "HTTPS://BUFFER.example./x", "its"],
    ["buffer.example", "domain", "http://buffer.example", "its"],
    ["https://müller.example", "domain", "https://xn--mller-kva.example/shop", "its"],
    ["https://app.buffer.example/in", "host", "https://app.buffer.example/out", "its"],
    ["https://app.buffer.example", "host", "https://eu.app.buffer.example", "other"],
    ["https://www.buffer.example", "host", "https://buffer.example", "other"],
    ["https://nas.example:8443", "host", "https://nas.example:8443/a", "its"],
    ["https://nas.example:8443", "host", "https://nas.example/a", "other"],
    ["https://nas.example", "host", "https://nas.example:8443/a", "its"],
    ["https://a.example/login?of=1", "exact", "http://a.example/login?of=1#here", "its"],
    ["https://a.example/login?of=1", "exact", "https://a.example/login", "other"],
    ["https://a.example/", "exact", "https://a.example", "its"],
    ["https://a.example", "exact", "https://b.a.example", "other"],
    ["https://a.example", "never", "https://b.a.example/x", "never"],
    ["https://a.example", "never", "https://b.example/", "other"],
    ["not a website", "domain", "https://a.example", "other"],
    ["javascript:alert(1)", "domain", "https://a.example", "other"],
    ["https://10.0.0.1", "domain", "https://10.0.0.1/x", "its"],
    ["https://0.0.1", "domain", "https://10.0.0.1/x", "other"],
  ];
  it.each(rows)("%s (%s): %s is %s", (url, match, page, wanted) => expect(standing(page, [url, match])).toBe(wanted));

  it("is found by any of several websites, and not where one of them says never", () => {
    const team: [string, Match] = ["https://a.example", "domain"];
    expect(standing("https://b.example/x", team, ["https://b.example", "exact"])).toBe("other");
    expect(standing("https://a.example/x", ["https://b.example", "host"], team)).toBe("its");
    expect(standing("https://admin.a.example/x", team, ["https://admin.a.example", "never"])).toBe("never");
    expect(standing("https://a.example/x")).toBe("other");
  });
});

describe("what is typed", () => {
  it.each(["", "buffer", "buffer.example", "https://", "https:// a", "https://a.example and more", "ftp://a.example"])(
    "%j is no address of a page",
    (text) => expect(typedPage(text)).toBeNull(),
  );
  it.each(["https://ada:secret@a.example/", "http://https://a b"])("%j neither", (text) =>
    expect(typedPage(text)).toBeNull(),
  );
  it("is read as a website is: one of two schemes is dropped", () => {
    expect(typedPage(" https://https://a.example/x ")?.href).toBe("https://a.example/x");
  });
});

describe("the rules", () => {
  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/).filter((one) => one !== "www");
  const host = fc.tuple(label, label, label).map((labels) => labels.join("."));
  const path = fc.webPath();
  it("go from wide to narrow: what is exact is of the host, and what is of the host is of the domain", () => {
    fc.assert(
      fc.property(host, path, host, path, fc.boolean(), (a, aPath, b, bPath, isSame) => {
        const page = `https://${isSame ? a : b}${bPath}`;
        const [domain, ofHost, exact, never] = urlMatches.map((match) =>
          standing(page, [`https://${a}${aPath}`, match]),
        );
        if (exact === "its") expect(ofHost).toBe("its");
        if (ofHost === "its") expect(domain).toBe("its");
        expect(never).toBe(domain === "its" ? "never" : "other");
        if (isSame) expect(ofHost).toBe("its");
      }),
    );
  });
  it("give no host to another one: only the domain's own subdomains are its", () => {
    fc.assert(
      fc.property(host, fc.array(label, { maxLength: 2 }), label, (domain, below, before) => {
        const website: [string, Match] = [`https://${domain}`, "domain"];
        expect(standing(`https://${[...below, domain].join(".")}/`, website)).toBe("its");
        expect(standing(`https://${before}${domain}/`, website)).toBe("other");
        expect(standing(`https://${domain}.${before}/`, website)).not.toBe("never");
      }),
    );
  });
});
