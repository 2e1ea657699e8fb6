import { describe, expect, it } from "vitest";
import { decodeHost, likelyHost, readWebsite } from "./website.ts";

describe("hosts in letters (vectors of RFC 3492, 7.1, and real domains)", () => {
  it.each([
    ["xn--mnchen-3ya.de", "münchen.de"],
    ["xn--bcher-kva.example", "bücher.example"],
    ["xn--e1afmkfd.xn--p1ai", "пример.рф"],
    ["xn--ihqwcrb4cv8a8dqg056pqjye.example", "他们为什么不说中文.example"],
    ["xn--3B-ww4c5e180e575a65lsy2b".toLowerCase(), "3年b組金八先生"],
    ["xn--80ak6aa92e.com", "аррӏе.com"],
    ["xn--!.com", "xn--!.com"],
    ["xn--99999999999.com", "xn--99999999999.com"],
    ["plain.example", "plain.example"],
  ])("%s is %s", (host, shown) => expect(decodeHost(host)).toBe(shown));
});

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
