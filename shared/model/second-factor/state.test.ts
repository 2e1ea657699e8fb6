import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EpochMs, UserId } from "../../encoding/ids.ts";
import { secondFactorStates } from "../item-parts.ts";
import {
  clockAheadMs,
  type FactorAccount,
  type SignedStatement,
  type StandingFound,
  standingsAt,
  statementDays,
} from "./state.ts";

const dayMs = 86_400_000;
const now = Date.UTC(2026, 10, 28) as EpochMs;
const daysAgo = (days: number): EpochMs => (now - days * dayMs) as EpochMs;
const [dana, ivo] = ["dana", "ivo"] as [UserId, UserId];

const statement = (said: Partial<SignedStatement>): SignedStatement => ({
  ...{ state: "totp-elsewhere", by: dana, at: daysAgo(1), how: "person", until: null, reason: null },
  ...{ approver: null, tool: null, signer: said.by ?? dana, signedAt: said.at ?? daysAgo(1), ...said },
});
const exempt = (said: Partial<SignedStatement> = {}): SignedStatement =>
  statement({ state: "exempt", reason: "New phone", until: daysAgo(-7), approver: ivo, signer: ivo, ...said });
const account = (given: Partial<FactorAccount> = {}): FactorAccount => ({
  ...{ id: "one", tool: null, person: null, hasSeed: false, stated: null, ...given },
});
const standing = (given: Partial<FactorAccount>, at = now): StandingFound | undefined =>
  standingsAt([account(given)], at).get("one");

describe("every state at every age", () => {
  const ages = [0, 1, statementDays - 1, statementDays, 400];
  const fresh = {
    "totp-here": ["unsettled", "seed-missing"],
    "totp-elsewhere": ["settled", "stated"],
    "passkey-or-hardware-key": ["settled", "stated"],
    // Of a tool without accounts.
    "by-sso": ["unsettled", "sso-unsettled"],
    "sms-only": ["attention", "sms-only"],
    "not-offered": ["attention", "not-offered"],
    exempt: ["unsettled", "exemption-incomplete"],
    unknown: ["unknown", "nobody-said"],
  } as const;
  const ageless = new Set(["totp-here", "exempt", "unknown"]);

  it.each(secondFactorStates.flatMap((state) => ages.map((age) => [state, age] as const)))(
    "%s, %i days old",
    (state, age) => {
      const [wanted, reason] =
        age >= statementDays && !ageless.has(state) ? (["unsettled", "too-old"] as const) : fresh[state];
      expect(standing({ stated: statement({ state, at: daysAgo(age), tool: "sso" }) })).toMatchObject({
        standing: wanted,
        reason,
      });
    },
  );

  it.each(secondFactorStates)("%s with the seed in the item is settled, however old", (state) =>
    expect(standing({ hasSeed: true, stated: statement({ state, at: daysAgo(400) }) })).toEqual({
      ...{ standing: "settled", reason: "seed-here", until: null },
    }),
  );

  it("counts to the millisecond", () => {
    const stated = statement({ at: now });
    const end = (now + statementDays * dayMs) as EpochMs;
    expect(standing({ stated }, (end - 1) as EpochMs)).toEqual({ standing: "settled", reason: "stated", until: end });
    expect(standing({ stated }, end)).toMatchObject({ standing: "unsettled", reason: "too-old" });
  });
});

describe("clocks", () => {
  it.each([
    ["a little ahead", { at: (now + clockAheadMs) as EpochMs }, "settled"],
    ["further ahead", { at: (now + clockAheadMs + 1) as EpochMs }, "unsettled"],
    ["said to be later than it was signed", { at: daysAgo(-90), signedAt: daysAgo(10) }, "settled"],
    ["said to be later than it was signed, long ago", { at: daysAgo(-1), signedAt: daysAgo(101) }, "unsettled"],
    ["signed later than it was said", { at: daysAgo(101), signedAt: daysAgo(1) }, "unsettled"],
  ])("a statement %s: %o", (_, times, wanted) =>
    expect(standing({ stated: statement({ signer: dana, ...times }) })).toMatchObject({ standing: wanted }),
  );

  it("a time in the future never makes it count for longer", () => {
    const days = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(days, days, days, (ahead, signed, later) => {
        const at = (now + ahead * dayMs) as EpochMs;
        const signedAt = (now + signed * dayMs) as EpochMs;
        const seen = standing({ stated: statement({ at, signedAt }) }, (now + later * dayMs) as EpochMs);
        const from = Math.min(ahead, signed);
        expect(seen?.standing).toBe(later >= from && later < from + statementDays ? "settled" : "unsettled");
      }),
    );
  });
});

describe("who said it", () => {
  it.each(secondFactorStates.filter((state) => !["exempt", "unknown"].includes(state)))(
    "%s signed by somebody else is unknown",
    (state) =>
      expect(standing({ stated: statement({ state, by: dana, signer: ivo, tool: "sso" }) })).toMatchObject({
        ...{ standing: "unknown", reason: "not-signed" },
      }),
  );

  it.each([
    ["as it must be", {}, "settled", "exempt"],
    ["however old, before its end", { at: daysAgo(300) }, "settled", "exempt"],
    ["at its end", { until: now }, "unsettled", "exemption-ended"],
    ["without an end", { until: null }, "unsettled", "exemption-incomplete"],
    ["without a reason", { reason: null }, "unsettled", "exemption-incomplete"],
    ["with an empty reason", { reason: "  " }, "unsettled", "exemption-incomplete"],
    ["without an approver", { approver: null }, "unsettled", "exemption-incomplete"],
    ["approved by who asked", { approver: dana, signer: dana }, "unsettled", "exemption-incomplete"],
    ["not signed by the approver", { signer: dana }, "unsettled", "exemption-incomplete"],
    ["from the future", { at: daysAgo(-1) }, "unsettled", "from-later"],
  ] as const)("an exemption %s", (_, said, wanted, reason) =>
    expect(standing({ stated: exempt(said) })).toMatchObject({ standing: wanted, reason }),
  );
});

describe("by another tool's sign-in", () => {
  const sso = (id: string, tool: string | null, by: string | null, person: UserId | null = null): FactorAccount =>
    account({ id, tool, person, stated: statement({ state: "by-sso", tool: by }) });
  const seed = (id: string, tool: string, person: UserId | null = null): FactorAccount =>
    account({ id, tool, person, hasSeed: true });
  const bare = (id: string, tool: string, person: UserId | null = null): FactorAccount => account({ id, tool, person });
  const of = (id: string, all: FactorAccount[]) => standingsAt(all, now).get(id)?.standing;

  it.each<[string, FactorAccount[], string]>([
    ["whose account has its seed here", [sso("one", "a", "b"), seed("b1", "b")], "settled"],
    ["one of whose accounts is not settled", [sso("one", "a", "b"), seed("b1", "b"), bare("b2", "b")], "unsettled"],
    ["that has no accounts", [sso("one", "a", "b")], "unsettled"],
    ["that is not named", [sso("one", "a", null), seed("b1", "b")], "unsettled"],
    ["that is itself", [sso("one", "a", "a"), seed("a1", "a")], "unsettled"],
    ["in a circle", [sso("one", "a", "b"), sso("b1", "b", "a")], "unsettled"],
    ["through a third", [sso("one", "a", "b"), sso("b1", "b", "c"), seed("c1", "c")], "settled"],
    ["that leads into a circle", [sso("one", "a", "b"), sso("b1", "b", "c"), sso("c1", "c", "b")], "unsettled"],
    ["the same person's", [sso("one", "a", "b", dana), seed("b1", "b", dana), bare("b2", "b", ivo)], "settled"],
    ["another person's", [sso("one", "a", "b", dana), seed("b1", "b", ivo)], "unsettled"],
  ])("%s", (_, all, wanted) => {
    expect(of("one", all)).toBe(wanted);
    expect(of("one", [...all].reverse())).toBe(wanted);
  });

  it("of hostile size costs no more than each looked at once", () => {
    const chain = Array.from({ length: 20_000 }, (_, at) => sso(`${at}`, `t${at}`, `t${at + 1}`));
    expect(of("0", [...chain, seed("end", "t20000")])).toBe("settled");
    const crowd = Array.from({ length: 20_000 }, (_, at) => sso(`${at}`, "a", "b"));
    const all = [...crowd, ...crowd.map(({ id }) => seed(`b${id}`, "b"))];
    expect(new Set([...standingsAt(all, now).values()].map(({ standing: one }) => one))).toEqual(new Set(["settled"]));
  });

  it("is settled only where every way ends at something settled, in any order", () => {
    const tools = ["a", "b", "c", "d"];
    const one = fc.record({
      tool: fc.constantFrom(...tools),
      by: fc.option(fc.constantFrom(...tools)),
      has: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), (drawn) => {
        const all = drawn.map(({ tool, by, has }, at) =>
          has ? seed(`${at}`, tool) : by === null ? bare(`${at}`, tool) : sso(`${at}`, tool, by),
        );
        const isSettled = (each: FactorAccount, through: string[]): boolean => {
          if (each.hasSeed) return true;
          if (each.stated === null || through.includes(each.id)) return false;
          const next = all.filter(({ tool }) => tool === each.stated?.tool);
          return next.length > 0 && next.every((other) => isSettled(other, [...through, each.id]));
        };
        const found = standingsAt(all, now);
        for (const each of all) expect(found.get(each.id)?.standing === "settled").toBe(isSettled(each, []));
      }),
    );
  });
});
