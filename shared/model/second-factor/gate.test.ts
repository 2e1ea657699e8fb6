import { describe, expect, it } from "vitest";
import type { EpochMs, UserId, VaultId } from "../../encoding/ids.ts";
import { type GatedAct, type GatedLogin, type GateRule, gatedActs, whatStops } from "./gate.ts";
import type { SignedStatement } from "./state.ts";

const now = Date.UTC(2026, 10, 28) as EpochMs;
const later = (now + 1) as EpochMs;
const [dana, ivo] = ["dana", "ivo"] as [UserId, UserId];
const [vault, otherVault] = ["v1", "v2"] as [VaultId, VaultId];

const said = (state: SignedStatement["state"], more: Partial<SignedStatement> = {}): SignedStatement => ({
  ...{ state, by: dana, at: now, how: "person", until: null, reason: null, approver: null, tool: null },
  ...{ signer: dana, signedAt: now, ...more },
});
const login = (given: Partial<GatedLogin> = {}): GatedLogin => ({
  ...{ id: "one", tool: "t1", person: null, hasSeed: false, stated: null, vault, dataClass: "secret" },
  ...{ offered: "unknown", isSaidByLead: false, ...given },
});
const everywhere: GateRule = { mode: "require", scope: [{ kind: "all", id: null }] };
const ask = (logins: GatedLogin[], { rule = everywhere, act = "share" as GatedAct, at = now } = {}) =>
  whatStops({ rule, accounts: [] }, logins, act, at);
const isStopped = (...given: Parameters<typeof ask>): boolean => ask(...given).stops.length > 0;

describe("what passes under require", () => {
  const offers = ["stronger", "nothing-stronger", "unknown"] as const;
  const always = [
    ["nobody said", null, true],
    ["unknown", said("unknown"), true],
    ["a seed that is not there", said("totp-here"), true],
    ["another authenticator", said("totp-elsewhere"), false],
    ["a key or passkey", said("passkey-or-hardware-key"), false],
    ["a statement of another's", said("totp-elsewhere", { by: ivo }), true],
    ["an old statement", said("totp-elsewhere", { at: 0 as EpochMs }), true],
    ["an exemption", said("exempt", { reason: "x", until: later, approver: ivo, signer: ivo }), false],
    ["an exemption that ended", said("exempt", { reason: "x", until: now, approver: ivo, signer: ivo }), true],
  ] as const;
  it.each(
    always.flatMap((row) => offers.flatMap((offered) => [true, false].map((lead) => [...row, offered, lead] as const))),
  )("%s (%o, stopped: %s), offered: %s, by a lead: %s", (_, stated, stopped, offered, isSaidByLead) =>
    expect(isStopped([login({ stated, offered, isSaidByLead })])).toBe(stopped),
  );

  const weak = (["sms-only", "not-offered"] as const).flatMap((state) => [
    [state, "stronger", false, true] as const,
    [state, "stronger", true, true] as const,
    [state, "nothing-stronger", false, false] as const,
    [state, "nothing-stronger", true, false] as const,
    [state, "unknown", false, true] as const,
    [state, "unknown", true, false] as const,
  ]);
  it.each(weak)(
    "%s where the catalogue knows: %s, by a lead: %s, stopped: %s",
    (state, offered, isSaidByLead, stopped) =>
      expect(isStopped([login({ stated: said(state), offered, isSaidByLead })])).toBe(stopped),
  );

  it("weak and old passes nowhere", () =>
    expect(
      isStopped([
        login({ stated: said("sms-only", { at: 0 as EpochMs }), offered: "nothing-stronger", isSaidByLead: true }),
      ]),
    ).toBe(true));

  it("a login with its seed", () => expect(isStopped([login({ hasSeed: true })])).toBe(false));

  it("a login through another tool's sign-in, by the accounts that are known", () => {
    const bySso = login({ stated: said("by-sso", { tool: "sso" }) });
    const accounts = [{ id: "at-sso", tool: "sso", person: null, hasSeed: true, stated: null }];
    const context = { rule: everywhere };
    expect(whatStops({ ...context, accounts }, [bySso], "share", now).stops).toEqual([]);
    expect(whatStops({ ...context, accounts: [] }, [bySso], "share", now).stops).toHaveLength(1);
    // What is known of the login itself is what is asked about.
    const stale = { ...bySso, hasSeed: true };
    expect(whatStops({ ...context, accounts: [stale] }, [bySso], "share", now).stops).toHaveLength(1);
  });
});

describe("the rule", () => {
  const all = { kind: "all", id: null } as const;
  it.each<[string, GateRule, number, number]>([
    ["off", { mode: "off", scope: [all] }, 0, 0],
    ["warn", { mode: "warn", scope: [all] }, 0, 1],
    ["require", { mode: "require", scope: [all] }, 1, 0],
    ["nowhere", { mode: "require", scope: [] }, 0, 0],
    ["its vault", { mode: "require", scope: [{ kind: "vault", id: vault }] }, 1, 0],
    ["another vault", { mode: "require", scope: [{ kind: "vault", id: otherVault }] }, 0, 0],
    ["its tool", { mode: "require", scope: [{ kind: "tool", id: "t1" }] }, 1, 0],
    ["another tool", { mode: "require", scope: [{ kind: "tool", id: "t2" }] }, 0, 0],
    ["its class of data", { mode: "require", scope: [{ kind: "class", id: "secret" }] }, 1, 0],
    ["another class of data", { mode: "require", scope: [{ kind: "class", id: "public" }] }, 0, 0],
    [
      "one of several",
      {
        mode: "warn",
        scope: [
          { kind: "tool", id: "t2" },
          { kind: "vault", id: vault },
        ],
      },
      0,
      1,
    ],
  ])("%s", (_, rule, stops, warns) => {
    const answer = ask([login()], { rule });
    expect([answer.stops.length, answer.warns.length]).toEqual([stops, warns]);
  });

  it("of a tool or a class holds for no login that names none", () => {
    const scope = [{ kind: "tool", id: "t1" } as const, { kind: "class", id: "secret" } as const];
    expect(isStopped([login({ tool: null, dataClass: null })], { rule: { mode: "require", scope } })).toBe(false);
  });
});

describe("acts", () => {
  const taken = new Set<GatedAct>(["save", "import"]);
  it.each(gatedActs)("%s", (act) => expect(isStopped([login()], { act })).toBe(!taken.has(act)));

  it("names every login that holds it back, in their order, with why", () => {
    const logins = [
      login({ id: "a" }),
      login({ id: "b", hasSeed: true }),
      login({ id: "c", stated: said("sms-only") }),
    ];
    expect(ask(logins).stops.map(({ login: id, found }) => [id, found.reason])).toEqual([
      ["a", "nobody-said"],
      ["c", "sms-only"],
    ]);
  });
});

describe("an exception: the exemption of the login", () => {
  const exempt = { reason: "Launch", until: later, approver: ivo, signer: ivo };
  it.each<[string, Partial<SignedStatement>, boolean]>([
    ["of a second person", {}, false],
    ["at its end", { until: now }, true],
    ["without an end", { until: null }, true],
    ["without a reason", { reason: " " }, true],
    ["of who asked for it", { approver: dana, signer: dana }, true],
    ["that somebody else signed", { signer: dana }, true],
  ])("%s", (_, given, stopped) =>
    expect(isStopped([login({ stated: said("exempt", { ...exempt, ...given }) })])).toBe(stopped),
  );
});
