/** What the rules say in a few words, and which of them a change is about. */
import { describe, expect, it } from "vitest";
import type { TeamRules } from "../../shared/contract/policy.ts";
import { gateState } from "./rule-state.ts";

type Rule = TeamRules["secondFactor"];
const all: Rule["scope"] = [{ kind: "all", id: null }];
const vault = { kind: "vault", id: "v" } as Rule["scope"][number];
const confidential = { kind: "class", id: "confidential" } as const;

describe("the rule on second factors of what is shared", () => {
  it.each<[string, Rule]>([
    ["Off", { mode: "off", scope: all }],
    ["Warn, for all shared logins", { mode: "warn", scope: all }],
    ["Require, for 1 vault", { mode: "require", scope: [vault] }],
    ["Require, for tools with confidential data", { mode: "require", scope: [confidential] }],
    ["Require, for some vaults, tools and classes of data", { mode: "require", scope: [vault, confidential] }],
    ["Require, for all shared logins", { mode: "require", scope: [vault, ...all] }],
  ])("%s", (said, rule) => expect(gateState(rule)).toBe(said));
});
