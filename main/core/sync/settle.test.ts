/** What became of a post whose answers come, get lost or lie: a table over what the server says and what it holds. */
import { expect, it } from "vitest";
import { type FailureCode, fail, failureCodes, ok, type Result } from "../../../shared/failures.ts";
import { type Outcome, settle } from "./settle.ts";

/** A server that takes, loses answers and holds as it is told; the last word is repeated. */
function scripted(answers: (FailureCode | "ok")[], holds: (boolean | FailureCode)[], doubts: FailureCode[] = []) {
  const asked = { sends: 0, finds: 0 };
  const next = <T>(list: T[], at: number): T => list[Math.min(at, list.length - 1)] as T;
  const post = {
    send: async (): Promise<Result<unknown>> => {
      const answer = next(answers, asked.sends++);
      return answer === "ok" ? ok(true) : fail(answer);
    },
    find: async (): Promise<Result<boolean>> => {
      const held = next(holds, asked.finds++);
      return typeof held === "boolean" ? ok(held) : fail(held);
    },
    doubts,
  };
  return { post, asked };
}

const told = (outcome: Outcome): string =>
  outcome.state === "taken" ? outcome.how : `${outcome.state} ${outcome.failure.code}`;

it.each([
  ["an answer is believed, and nothing is looked for", ["ok"], [], [], "answered", 1, 0],
  ["a refusal by name stands", ["role"], [], [], "refused role", 1, 0],
  ["a lost race stands, for the caller to build anew", ["log-gap"], [], [], "refused log-gap", 1, 0],
  ["a lost answer to what was taken is found", ["offline"], [true], [], "found", 1, 1],
  ["a seen counter is a lost answer", ["replay"], [true], [], "found", 1, 1],
  ["an unreadable answer is a lost one", ["encoding"], [true], [], "found", 1, 1],
  ["what never arrived is sent again", ["offline", "ok"], [false], [], "answered", 2, 1],
  ["nobody who can be asked leaves it open", ["offline"], ["offline"], [], "perhaps offline", 1, 1],
  ["a log that does not verify leaves it open, by that name", ["replay"], ["log-fork"], [], "perhaps log-fork", 1, 1],
  ["what never arrives stays open after three sendings", ["offline"], [false], [], "perhaps offline", 3, 3],
  ["a refusal of the repeat is looked into", ["offline", "invite"], [false, true], [], "found", 2, 2],
  ["a refusal of the repeat stands where nothing is found", ["offline", "role"], [false], [], "refused role", 2, 2],
  ["a doubtful refusal is looked into", ["invite"], [true], ["invite"], "found", 1, 1],
  ["a doubtful refusal stands where nothing is found", ["invite"], [false], ["invite"], "refused invite", 1, 1],
] as const)("%s", async (_, answers, holds, doubts, expected, sends, finds) => {
  const { post, asked } = scripted([...answers], [...holds], [...doubts]);
  expect(told(await settle(post))).toBe(expected);
  expect(asked).toEqual({ sends, finds });
});

it.each(Object.keys(failureCodes) as FailureCode[])(
  "the code %s either is a refusal or leaves it open, by its row alone",
  async (code) => {
    const { post } = scripted([code], [true]);
    expect(told(await settle(post))).toBe("mayBeTaken" in failureCodes[code] ? "found" : `refused ${code}`);
  },
);
