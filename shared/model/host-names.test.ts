import { describe, expect, it } from "vitest";
import { decodeHost } from "./host-names.ts";

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
