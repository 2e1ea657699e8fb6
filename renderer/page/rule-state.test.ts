/** What the rules say in a few words, and which of them a change is about. */
import { describe, expect, it } from "vitest";
import type { TeamRules } from "../../shared/contract/policy.ts";
import { gateState, ruleLines } from "./rule-state.ts";

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

describe("a change of the rules", () => {
  const before = { sessions: { asked: false, from: null }, secondFactor: { mode: "off", scope: all } } as const;
  const sessions = { asked: true, from: null };
  const secondFactor: Rule = { mode: "require", scope: all };
  it.each([
    ["of sessions", { ...before, sessions }, ["off on"]],
    ["of second factors", { ...before, secondFactor }, ["Off Require, for all shared logins"]],
    ["of both", { sessions, secondFactor }, ["off on", "Off Require, for all shared logins"]],
    ["of neither", before, []],
  ])("%s is said whole", (_, after, lines) =>
    expect(ruleLines(before, after).map((line) => `${line.before} ${line.after}`)).toEqual(lines),
  );
});
