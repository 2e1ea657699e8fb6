import { expect, it } from "vitest";
import type { CatalogueFacts } from "./catalogue-schema.ts";
import { offeredAt } from "./offered.ts";

const read = { source: "somewhere", asOf: "2026-08-04" };
const tool = (facts: CatalogueFacts) => ({
  ...{ domain: "a.example", name: "A", additionalDomains: [], categories: [], regions: [] },
  facts,
});
const methods = (...value: NonNullable<CatalogueFacts["secondFactors"]>["value"]) =>
  tool({ secondFactors: { value, ...read } });
const passkeys = (...value: NonNullable<CatalogueFacts["passkeys"]>["value"]) => tool({ passkeys: { value, ...read } });

it.each([
  ["no tool", [], "unknown"],
  ["nothing read about it", [tool({})], "unknown"],
  [
    "a page to change the password alone",
    [tool({ changePassword: { value: "https://a.example/", ...read } })],
    "unknown",
  ],
  ["none, according to the source", [methods()], "nothing-stronger"],
  ["messages, calls and mail", [methods("sms", "call", "email")], "nothing-stronger"],
  ["no passkeys, according to the source", [passkeys()], "nothing-stronger"],
  ["an app", [methods("sms", "totp")], "stronger"],
  ["a key", [methods("u2f")], "stronger"],
  ["an app of its own", [methods("custom-software")], "stronger"],
  ["a device of its own", [methods("custom-hardware")], "stronger"],
  ["passkeys", [passkeys("mfa")], "stronger"],
  ["sources that contradict each other", [tool({ ...methods().facts, ...passkeys("mfa").facts })], "stronger"],
  ["a second tool that offers more", [methods("sms"), methods("totp")], "stronger"],
  ["a second tool that nobody read about", [methods("sms"), tool({})], "nothing-stronger"],
] as const)("%s", (_, tools, offered) => expect(offeredAt(tools)).toBe(offered));
