/** Why an act that waited is not done, in words that are about the act. */
import { expect, it } from "vitest";
import type { QueuedAct } from "../../shared/contract/acts.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { stateOf } from "./queued-act.ts";

const act = (problem: NonNullable<QueuedAct["problem"]>): QueuedAct => ({
  ...{ act: "a", state: "queued", waitsFor: [], command: "vault.setAccess", at: 0, users: ["b"], problem },
});

it.each<[NonNullable<QueuedAct["problem"]>, string]>([
  ["stale-view", words.acts.stopped.changed],
  ["local-rollback", words.acts.stopped.restored],
  // Not the keys of this computer: those of who would gain.
  ["key-changed", words.acts.stopped.refused(sentence({ code: "key-changed", detail: { reason: "person" } }))],
  ["role", words.acts.stopped.refused(sentence({ code: "role" }))],
])("an act that was stopped by %s says so", (problem, said) => {
  expect(stateOf(act(problem), [])).toBe(said);
});
