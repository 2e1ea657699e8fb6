/**
 * Recorded messages (`e2e/fixtures/vectors/verdicts.json`): this program says of each what is recorded, so that a second reader
 * which agrees with the record (`second-reader.test.ts`) agrees with the program.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../fixtures/vectors/vector-file.ts";
import { makeVerdicts, type Verdicts } from "../fixtures/vectors/verdicts.ts";

const recorded = readVectors<Verdicts>("verdicts");
const kinds = ["entries", "commits", "letters", "statements", "envelopes", "codes"] as const;
let made: Verdicts;

beforeAll(async () => {
  made = await makeVerdicts();
});

/** What is checked, without its verdict. */
const messagesOf = (of: Verdicts, kind: (typeof kinds)[number]): string[] =>
  of[kind].map(({ verdict: _verdict, ...message }) => JSON.stringify(message));
const verdictsOf = (of: Verdicts, kind: (typeof kinds)[number]): string[] =>
  of[kind].map(({ what, verdict }) => `${what}: ${verdict}`);

describe("recorded messages", () => {
  it.each(kinds)("of %s are those that the same acts make under the same seed", (kind) => {
    const before = messagesOf(recorded, kind);
    expect(messagesOf(made, kind).filter((message, at) => message !== before[at])).toEqual([]);
    expect([made.log, made.chain, made[kind].length]).toEqual([recorded.log, recorded.chain, recorded[kind].length]);
  });

  it.each(kinds)("of %s get the verdicts that are recorded", (kind) => {
    expect(verdictsOf(made, kind)).toEqual(verdictsOf(recorded, kind));
  });

  it("are many, some of them good, and refused by every code of these formats", () => {
    const codes = kinds.flatMap((kind) => recorded[kind].map(({ verdict }) => verdict.split(" ")[0] as string));
    expect(codes.length).toBeGreaterThan(500);
    expect([...new Set(codes)].sort()).toEqual([
      ...["aead", "client-too-old", "commitment", "cosign", "encoding", "epoch-stale", "genesis", "invite", "limit"],
      ...["log-fork", "log-gap", "manifest", "recipient-set", "role", "signature", "suite", "taken", "unknown-team"],
    ]);
  });
});
