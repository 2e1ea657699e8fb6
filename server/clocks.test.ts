/** What lasts on a server is measured by a clock that only goes forward: the time of day may be set back or forth by days [protocol: Clocks]. */
import { describe, expect, it } from "vitest";
import type { Result } from "../shared/failures.ts";
import { sessionRules } from "../shared/protocol/routes/routes.ts";
import { invite, joiner } from "../shared/testing/posts.ts";
import { must } from "../shared/testing/team.ts";
import { deviceCaller, inviteCaller } from "./testing/callers.ts";
import { callPlain, connect, openSession, sessionRequest, type TestClient } from "./testing/client.ts";
import { testServerWithTeam } from "./testing/test-server.ts";

const dayMs = 86_400_000;
const code = (result: Result<unknown>) => (result.ok ? "ok" : result.failure.code);
const ask = (client: TestClient) => client.call("log", { from: 0 });

/** The time of day, which a test sets, and a clock that only goes forward. */
function twoClocks() {
  const clock = { day: 1_800_000_000_000, passed: 0, now: () => clock.day, elapsed: () => clock.passed };
  return clock;
}

describe.each([-400, -1, 1, 400])("a server whose time of day is set by %i days", (days) => {
  it("keeps its sessions, and ends them when they are as old as they may become", async () => {
    const clock = twoClocks();
    const { founder } = await testServerWithTeam({ clock });
    clock.day += days * dayMs;
    expect(code(await ask(founder))).toBe("ok");
    clock.passed += sessionRules.idleMs - 1;
    expect(code(await ask(founder))).toBe("ok");
    clock.passed += sessionRules.idleMs;
    expect(code(await ask(founder))).toBe("session-binding");
  });

  it("takes a nonce for as long as before", async () => {
    const clock = twoClocks();
    const { server, team } = await testServerWithTeam({ clock });
    const caller = deviceCaller(team.team, team.founder);
    const [inTime, late] = [await sessionRequest(server, caller), await sessionRequest(server, caller)];
    clock.day += days * dayMs;
    clock.passed += sessionRules.nonceLifeMs - 1;
    expect(code(await callPlain(server, "session", { body: inTime.body, sig: inTime.sig }))).toBe("ok");
    clock.passed += 1;
    expect(code(await callPlain(server, "session", { body: late.body, sig: late.sig }))).toBe("replay");
  });

  it("lets whoever called too often call again after the wait that it named", async () => {
    const clock = twoClocks();
    const { founder } = await testServerWithTeam({ clock, limits: { sessionBurst: 3, sessionPerSecond: 1 } });
    while (code(await ask(founder)) === "ok");
    clock.day += days * dayMs;
    const refused = await ask(founder);
    expect(code(refused)).toBe("throttled");
    clock.passed += refused.ok ? 0 : (refused.failure.detail?.waitMs ?? 0);
    expect(code(await ask(founder))).toBe("ok");
  });

  it("opens a session for an invite, keeps its message, and shows it to an admin", async () => {
    const clock = twoClocks();
    const { server, team, founder } = await testServerWithTeam({ clock });
    const invited = invite(team, team.founder, { end: clock.day + 1000 });
    must(await founder.call("append", { ...invited.built, setup: null }));
    clock.day += days * dayMs;
    const guest = inviteCaller(team.team, invited);
    expect(code(await openSession(server, guest))).toBe("ok");
    const { join } = joiner(team.team, invited);
    must(await (await connect(server, guest)).call("join", { join }));
    expect(must(await founder.call("joins", {})).joins).toEqual([join]);
  });
});
