/** Who may export: by the policy and the role that the log says now, and by nothing else. */
import { describe, expect, it } from "vitest";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { act, letIn, planPolicy } from "../../../shared/testing/entries.ts";
import { createTestTeam } from "../../../shared/testing/team.ts";
import { mayTakeAway } from "../team/may-take-away.ts";
import { mayExport } from "./export.ts";

await cryptoReady();

const verdict = (result: Result<unknown>) =>
  result.ok ? "ok" : [result.failure.code, result.failure.detail?.reason].filter(Boolean).join(" ");

describe("a team's policy of exports", () => {
  it.each([
    ["all", "ok", "ok"],
    ["admins", "ok", "role exports-admins"],
    ["none", "role exports-none", "role exports-none"],
  ] as const)("%s: an admin %s, a member %s", (exports, ofAdmin, ofMember) => {
    const { team } = createTestTeam(1_800_000_000_000);
    const bob = letIn(team, team.founder);
    if (exports !== team.state.policy.exports)
      act(team, team.founder, planPolicy(team, { ...team.state.policy, exports }));
    const as = (user: string, state = team.state) =>
      verdict(
        mayExport({
          log: { state: () => state } as never,
          profile: { user } as never,
          rights: { now: () => 1_800_000_000_000 } as never,
        }),
      );
    expect([as(team.founder.user), as(bob.user)]).toEqual([ofAdmin, ofMember]);
    const member = team.state.users.get(bob.user);
    const gone = { ...team.state, users: new Map([[bob.user, { ...member, active: false }]]) };
    expect(as(bob.user, gone as never)).toBe(`role exports-${exports}`);
    const ended = { ...team.state, users: new Map([[bob.user, { ...member, role: "admin", roleEnd: 1 }]]) };
    expect(as(bob.user, ended as never)).toBe(`role exports-${exports}`);
  });
});

describe("what is asked beside the policy", () => {
  const fresh = { isFresh: true, waitsFor: [] };
  const stale = { isFresh: false, waitsFor: ["bob"] };
  type Case = [
    string,
    string,
    {
      before: typeof stale | typeof fresh;
      fetched?: typeof stale | typeof fresh;
      answer?: Result<unknown>;
      looks?: Result<true>;
    },
  ];
  it.each<Case>([
    ["a fresh view and nobody's factor", "ok", { before: fresh }],
    ["a view that is fresh once it was asked for", "ok", { before: stale, fetched: fresh }],
    ["a stale view", "stale-view export", { before: stale, fetched: stale }],
    ["nobody to ask", "offline", { before: stale, looks: fail("offline") }],
    ["a factor that was not answered", "step-up ask", { before: fresh, answer: fail("step-up", { reason: "ask" }) }],
    ["a server that cannot be reached", "offline", { before: fresh, answer: fail("offline") }],
    ["a server that does not know the question", "not-found", { before: fresh, answer: fail("not-found") }],
  ])("%s: %s", async (_name, code, { before, fetched = before, answer = ok({}), looks = ok(true) }) => {
    let now = before;
    const fetch = async () => {
      now = fetched;
      return looks;
    };
    const area = { freshness: () => now, statements: { fetch }, transport: { call: async () => answer } };
    expect(verdict(await mayTakeAway(area as never))).toBe(code);
  });
});
