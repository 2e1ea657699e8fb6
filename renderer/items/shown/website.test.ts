import { describe, expect, it } from "vitest";
import { likelyHost, readWebsite } from "./website.ts";

describe("a website as people read it", () => {
  it("shows host and path without the scheme", () => {
    expect(readWebsite("https://login.mailchimp.com/")).toMatchObject({ shown: "login.mailchimp.com", caution: null });
    expect(readWebsite("example.com:8443/a?b=1")).toMatchObject({
      shown: "example.com:8443/a?b=1",
      host: "example.com:8443",
    });
  });
  it("is nothing where it may not be opened", () => {
    for (const typed of [
      "javascript:alert(1)",
      "ftp://a.example",
      "https://user:pw@a.example",
      "",
      "file:///etc/passwd",
    ])
      expect(readWebsite(typed)).toBeNull();
  });
  it.each([
    ["https://аррӏе.com", "letters"],
    ["https://раypal.com", "letters"],
    ["https://münchen.de", null],
    ["https://192.0.2.7/login", "number"],
    ["https://[2001:db8::1]/", "number"],
    ["https://0x7f.1/", "number"],
    ["http://router.example", "plain"],
    ["http://localhost:3000", null],
  ])("%s asks because of %s", (typed, caution) => expect(readWebsite(typed)?.caution).toBe(caution));
});

describe("a host without a dot", () => {
  it.each([
    ["http://mailchimp", "mailchimp.com"],
    ["Mailchimp", "mailchimp.com"],
    ["localhost", null],
    ["mailchimp.com", null],
    ["", null],
  ])("%s probably means %s", (typed, meant) => expect(likelyHost(typed)).toBe(meant));
});
