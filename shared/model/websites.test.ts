import { describe, expect, it } from "vitest";
import { websiteAddress } from "./websites.ts";

const addressOf = (typed: string) => {
  const read = websiteAddress(typed);
  return read.ok ? read.value.address : read.failure.detail?.reason;
};

describe("the address of a website", () => {
  it.each([
    ["example.com", "https://example.com/"],
    ["example.com:8443", "https://example.com:8443/"],
    ["example.com:8443/a?b=1#c", "https://example.com:8443/a?b=1#c"],
    ["example.com:8443?b=1", "https://example.com:8443/?b=1"],
    ["example.com:8443#c", "https://example.com:8443/#c"],
    ["example.com?next=https://a.example/b:1", "https://example.com/?next=https://a.example/b:1"],
    ["example.com#a:1", "https://example.com/#a:1"],
    ["localhost:3000?x", "https://localhost:3000/?x"],
    ["[2001:db8::1]:8443?x", "https://[2001:db8::1]:8443/?x"],
    ["//example.com/a", "https://example.com/a"],
    ["  http://router.example  ", "http://router.example/"],
  ])("typed as %s is %s", (typed, address) => expect(addressOf(typed)).toBe(address));

  it.each([
    ["https://https://a.example/b", "https://a.example/b"],
    ["https://http://a.example", "http://a.example/"],
    ["http://https//a.example", "https://a.example/"],
    ["HTTPS://Https://https://a.example", "https://a.example/"],
    ["https://a.example/?to=https://b.example", "https://a.example/?to=https://b.example"],
    ["https://https.example", "https://https.example/"],
    ["https://https:8443/a", "https://https:8443/a"],
  ])("with its scheme typed twice as %s is %s", (typed, address) => expect(addressOf(typed)).toBe(address));

  it.each([
    ["javascript:alert(1)", "scheme"],
    ["https://javascript:alert(1)", "address"],
    ["ftp://a.example", "scheme"],
    ["file:///etc/passwd", "scheme"],
    ["https://https://user:pw@a.example", "credentials"],
    ["user:1@a.example", "scheme"],
    ["", "address"],
    ["https://", "address"],
  ])("%s is refused because of its %s", (typed, reason) => expect(addressOf(typed)).toBe(reason));
});
