import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EpochMs, UserId } from "../../encoding/ids.ts";
import type { SecondFactor } from "../item-parts.ts";
import { accountAt } from "./coverage.ts";
import { factorSpans, type Said, type SaidVersion, untilNow } from "./history.ts";

const [dana, ivo] = ["dana", "ivo"] as UserId[];
const at = (time: number) => time as EpochMs;
const says = (state: SecondFactor["state"], by: UserId, more: Partial<SecondFactor> = {}): SecondFactor => ({
  ...{ state, by, at: at(1), how: "person", until: null, reason: null, approver: null, tool: null },
  ...more,
});
const said = (stated: SecondFactor | null, hasSeed = false): Said => ({ tool: null, hasSeed, stated });
const put = (time: number, signer: UserId | undefined, of: Said | null): SaidVersion => ({
  ...{ isThere: true, time: at(time), signer: signer as UserId, said: of },
});
const gone = (time: number): SaidVersion => ({ isThere: false, time: at(time), signer: ivo as UserId, said: null });
const elsewhere = says("totp-elsewhere", dana as UserId);
const asked = says("exempt", dana as UserId, { until: at(90), reason: "why", approver: ivo as UserId });
const signed = { ...asked, at: at(2) };

describe("whose word a statement is", () => {
  it.each<[string, SaidVersion[], UserId | null | undefined]>([
    ["who brought it", [put(1, dana, said(elsewhere))], dana],
    [
      "who brought it, whoever carries it on",
      [put(1, dana, said(elsewhere)), put(2, ivo, said(elsewhere, true))],
      dana,
    ],
    ["who brought it in another's name", [put(1, ivo, said(elsewhere))], ivo],
    [
      "who brought it back",
      [put(1, dana, said(elsewhere)), put(2, dana, said(null)), put(3, ivo, said(elsewhere))],
      ivo,
    ],
    ["nobody's, behind a version that does not open", [put(1, dana, null), put(2, dana, said(elsewhere))], null],
    ["nobody's, where the newest does not open", [put(1, dana, said(elsewhere)), put(2, dana, null)], null],
    ["the approver's, once it was asked for", [put(1, dana, said(asked)), put(2, ivo, said(signed))], ivo],
    ["nobody's, where nobody asked for the exemption", [put(1, ivo, said(signed))], null],
    [
      "nobody's, where another one was asked for",
      [put(1, dana, said({ ...asked, until: at(9) })), put(2, ivo, said(signed))],
      null,
    ],
  ])("%s", (_, versions, signer) => {
    const stated = factorSpans(versions).at(-1)?.versions.at(-1)?.stated ?? null;
    expect(stated?.signer ?? null).toBe(signer);
  });
});

describe("when it was there", () => {
  it.each<[string, SaidVersion[], [number, number | null][]]>([
    ["from its first version on", [put(5, dana, said(null))], [[5, null]]],
    ["until it was deleted", [put(5, dana, said(null)), gone(8)], [[5, 8]]],
    [
      "and again from when it was brought back",
      [put(5, dana, said(null)), gone(8), put(9, ivo, said(null))],
      [
        [5, 8],
        [9, null],
      ],
    ],
    ["never earlier than what came before, by whatever clock", [put(5, dana, said(null)), gone(2)], [[5, 5]]],
    ["not at all where it was only deleted", [gone(8)], []],
  ])("%s", (_, versions, spans) => {
    expect(factorSpans(versions).map((span) => [span.versions[0]?.from, span.endedAt])).toEqual(spans);
  });

  it("a clock that is ahead hides nothing: what is there holds from now", () => {
    const [span] = factorSpans([put(5, dana, said(null, true)), put(9_000, dana, said(null))]);
    const history = {
      id: "one",
      vault: null,
      person: null,
      ...untilNow(span ?? { versions: [], endedAt: null }, at(10)),
    };
    expect(accountAt(history, at(10))?.hasSeed).toBe(false);
    expect(accountAt(history, at(9))?.hasSeed).toBe(true);
  });
});

it("the newest version counts now, and a time before it is counted the same whatever came later", () => {
  const version = fc.record({
    time: fc.integer({ min: 0, max: 100 }),
    state: fc.constantFrom("seed", "none", "elsewhere", "gone", "closed" as const),
  });
  fc.assert(
    fc.property(fc.array(version, { minLength: 1, maxLength: 8 }), fc.integer({ min: 100, max: 120 }), (drawn, now) => {
      const made = { seed: said(null, true), none: said(null), elsewhere: said(elsewhere), closed: null };
      const versions = drawn.map(({ time, state }) => (state === "gone" ? gone(time) : put(time, dana, made[state])));
      const find = (of: SaidVersion[], when: number) =>
        factorSpans(of)
          .map((span) => accountAt({ id: "one", vault: null, person: null, ...untilNow(span, at(now)) }, at(when)))
          .find((account) => account !== null) ?? null;
      const [last, shown] = [drawn.at(-1)?.state, find(versions, now)];
      expect(shown === null).toBe(last === "gone");
      expect(shown?.hasSeed ?? false).toBe(last === "seed");
      const before = Math.max(0, ...drawn.slice(0, -1).map(({ time }) => time));
      const since = Math.max(before, drawn.at(-1)?.time ?? 0);
      if (since > 0 && drawn.length > 1)
        expect(find(versions, since - 1)).toEqual(find(versions.slice(0, -1), since - 1));
    }),
    { numRuns: 500 },
  );
});
