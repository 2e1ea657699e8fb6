import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EpochMs, UserId, VaultId } from "../../encoding/ids.ts";
import { secondFactorStates } from "../item-parts.ts";
import {
  type CoverageCount,
  coverageAt,
  type FactorHistory,
  type FactorVersion,
  type Population,
  shareSettled,
  totalOf,
} from "./coverage.ts";
import type { SignedStatement } from "./state.ts";

const dayMs = 86_400_000;
const day = (days: number): EpochMs => (Date.UTC(2024, 10, 28) + days * dayMs) as EpochMs;
const twoYears = 730;
const people = ["dana", "ivo", "priya"] as UserId[];
const vaults = ["v1", "v2"] as VaultId[];
const tools = ["github", "google"];

type Drawn = {
  days: number[];
  states: (SignedStatement["state"] | "seed")[];
  tool: string | null;
  vault: VaultId | null;
  person: UserId | null;
  end: number | null;
  isForeign: boolean;
};
const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    days: fc.uniqueArray(fc.integer({ min: 0, max: twoYears }), { minLength: 1, maxLength: 6 }),
    states: fc.array(fc.constantFrom(...secondFactorStates, "seed" as const), { minLength: 6, maxLength: 6 }),
    tool: fc.option(fc.constantFrom(...tools)),
    vault: fc.constantFrom(...vaults),
    person: fc.option(fc.constantFrom(...people)),
    end: fc.option(fc.integer({ min: 1, max: twoYears })),
    isForeign: fc.boolean(),
  })
  .map((one) => ({ ...one, days: [...one.days].sort((a, b) => a - b), vault: one.person === null ? one.vault : null }));

function historyOf({ days, states, tool, vault, person, end, isForeign }: Drawn, at: number): FactorHistory {
  const versions = days.map((from, turn): FactorVersion => {
    const state = states[turn] ?? "unknown";
    if (state === "seed") return { from: day(from), tool, hasSeed: true, stated: null };
    const [by, other] = ["dana", "ivo"] as [UserId, UserId];
    const signer = state === "exempt" || isForeign ? other : by;
    const stated: SignedStatement = {
      ...{ state, by, at: day(from), how: "person", until: day(from + 30), reason: "why" },
      ...{ approver: other, tool: "google", signer, signedAt: day(from) },
    };
    return { from: day(from), tool, hasSeed: false, stated };
  });
  return { id: `${at}`, vault, person, versions, endedAt: end === null ? null : day(end) };
}

/** Counted by walking the days, with nothing of the rule but its words. */
function independent(all: Drawn[], at: number): Map<string, "settled" | "attention" | "unsettled" | "unknown"> {
  const there = all.flatMap((one, id) => {
    if (one.end !== null && at >= one.end) return [];
    let turn = -1;
    for (let each = 0; each < one.days.length; each++) if ((one.days[each] ?? 0) <= at) turn = each;
    return turn < 0 ? [] : [{ ...one, id: `${id}`, state: one.states[turn], age: at - (one.days[turn] ?? 0) }];
  });
  type There = (typeof there)[number];
  const isSettled = (one: There, through: string[]): boolean => {
    if (one.state === "seed") return true;
    if (one.state === "exempt") return one.age < 30;
    if (one.isForeign || one.age >= 100 || through.includes(one.id)) return false;
    if (one.state === "by-sso") {
      const google = there.filter(
        ({ tool, person }) => tool === "google" && (one.person === null || person === one.person),
      );
      return google.length > 0 && google.every((other) => isSettled(other, [...through, one.id]));
    }
    return one.state === "totp-elsewhere" || one.state === "passkey-or-hardware-key";
  };
  return new Map(
    there.map((one) => {
      if (isSettled(one, [])) return [one.id, "settled"];
      if (one.state === "unknown" || (one.isForeign && one.state !== "exempt")) return [one.id, "unknown"];
      const isWeak = one.state === "sms-only" || one.state === "not-offered";
      return [one.id, isWeak && one.age < 100 ? "attention" : "unsettled"];
    }),
  );
}

const groupsOf: Population["groupsOf"] = (person, at) =>
  at >= day(365) && person === "dana" ? ["leads", "everybody"] : ["everybody"];

describe("two years of statements", () => {
  it("count as an independent count does, at every time, by everything they are counted by", () => {
    const when = fc.integer({ min: 0, max: twoYears + 120 });
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 14 }), when, (all, at) => {
        const coverage = coverageAt({ accounts: all.map(historyOf), uncounted: [], groupsOf }, day(at));
        const wanted = independent(all, at);
        const expectCount = (count: CoverageCount | undefined, belongs: (one: Drawn) => boolean): void => {
          const ids = all.flatMap((one, id) => (belongs(one) && wanted.has(`${id}`) ? [`${id}`] : []));
          for (const standing of ["settled", "attention", "unsettled", "unknown"] as const)
            expect(count?.[standing] ?? []).toEqual(ids.filter((id) => wanted.get(id) === standing));
        };
        expectCount(coverage.all, () => true);
        for (const tool of tools) expectCount(coverage.tools.get(tool), (one) => one.tool === tool);
        for (const vault of vaults) expectCount(coverage.vaults.get(vault), (one) => one.vault === vault);
        for (const person of people) expectCount(coverage.people.get(person), (one) => one.person === person);
        expectCount(coverage.groups.get("everybody"), ({ person }) => person !== null);
        expectCount(coverage.groups.get("leads"), ({ person }) => person === "dana" && at >= 365);
      }),
      { numRuns: 300 },
    );
  });

  it("a past time is counted the same whatever was said later", () => {
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 8 }), fc.integer({ min: 0, max: twoYears }), (all, at) => {
        const accounts = all.map(historyOf);
        const until = accounts.map((one) => ({ ...one, versions: one.versions.filter(({ from }) => from <= day(at)) }));
        const count = (of: FactorHistory[]) => coverageAt({ accounts: of, uncounted: [], groupsOf }, day(at));
        expect(count(accounts)).toEqual(count(until));
      }),
    );
  });
});

describe("a vault about which nothing is known", () => {
  const seed: FactorHistory = {
    ...{ id: "one", vault: vaults[0] ?? null, person: null, endedAt: null },
    versions: [{ from: day(0), tool: null, hasSeed: true, stated: null }],
  };
  const vault = vaults[1] as VaultId;
  const at = (days: number, logins: number | null, to: EpochMs | null = null) =>
    coverageAt({ accounts: [seed], uncounted: [{ vault, from: day(10), to, logins }], groupsOf }, day(days));

  it.each([
    ["with a number of logins is in the denominator", at(10, 3), 4, 0.25],
    ["with an unknown number allows no share", at(10, null), 1, null],
    ["with no logins changes nothing", at(10, 0), 1, 1],
    ["counts from its time", at(9, 3), 1, 1],
    ["counts until facts came", at(20, 3, day(20)), 1, 1],
  ])("%s", (_, { all }, total, share) => {
    expect(totalOf(all)).toBe(total);
    expect(shareSettled(all)).toBe(share);
  });

  it("has its own row", () => {
    const count = at(10, null).vaults.get(vault);
    expect(count).toMatchObject({ settled: [], uncounted: 0, isComplete: false });
    expect(count && shareSettled(count)).toBeNull();
  });

  it("nothing at all is no share", () =>
    expect(shareSettled(coverageAt({ accounts: [], uncounted: [], groupsOf }, day(0)).all)).toBeNull());
});
