/** What an act that waits, or was stopped, says of itself. */
import { describe, expect, it } from "vitest";
import type { QueuedAct } from "../../shared/contract/acts.ts";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { stateOf } from "./act-state.ts";

const members = ["Ada", "Bob", "Cleo"].map((name) => ({ user: name.toLowerCase(), name })) as MemberShape[];
const change: QueuedAct = { act: "a", state: "queued", command: "policy.set", at: 0, users: [], waitsFor: [] };
const signed = { needsSignature: true } as const;

describe("an act that needs a second signature", () => {
  it.each<[RegExp, Partial<QueuedAct>]>([
    [/^Waits for the signature of Ada, since /, { waitsFor: ["ada"] }],
    [/^Waits for the signature of Ada, Bob or Cleo, since /, { waitsFor: ["ada", "bob", "cleo"] }],
    [
      /^Refused by Bob\. Waits for the signature of Ada or Cleo, since /,
      { waitsFor: ["ada", "cleo"], refusedBy: ["bob"] },
    ],
    [/^Refused by Ada, Bob\. Nobody is left who can sign it$/, { refusedBy: ["ada", "bob"] }],
    [/^Somebody changed this meanwhile/, { problem: "stale-view" }],
  ])("%s", (expected, rest) => {
    expect(stateOf({ ...change, ...signed, ...rest }, members)).toMatch(expected);
  });
});

describe("an act that was stopped", () => {
  it.each<[NonNullable<QueuedAct["problem"]>, string]>([
    ["stale-view", words.acts.stopped.changed],
    ["local-rollback", words.acts.stopped.restored],
    // Not the keys of this computer: those of who would gain.
    ["key-changed", words.acts.stopped.refused(sentence({ code: "key-changed", detail: { reason: "person" } }))],
    ["role", words.acts.stopped.refused(sentence({ code: "role" }))],
  ])("by %s says so", (problem, said) => {
    expect(stateOf({ ...change, command: "vault.setAccess", users: ["bob"], problem }, members)).toBe(said);
  });
});
