/** What asks for a fresh answer, by each way that there is to it ([protocol: Second factor], threat 13). */
import { describe, expect, it } from "vitest";
import { zeroHash } from "../../shared/encoding/fields.ts";
import type { Result } from "../../shared/failures.ts";
import { factorRules } from "../../shared/protocol/routes/second-factor-routes.ts";
import type { EntryType } from "../../shared/protocol/team-log/entry-types.ts";
import { firstPolicy } from "../../shared/protocol/team-log/state/policy.ts";
import { commit, fold } from "../../shared/testing/commits.ts";
import { planDevice, planInvite, planPolicy, signed } from "../../shared/testing/entries.ts";
import { planRemove, planRevoke, planRole } from "../../shared/testing/leavers.ts";
import { createVault } from "../../shared/testing/posts.ts";
import { planConfirm, planStop } from "../../shared/testing/recoveries.ts";
import { must, newComputer, type Person } from "../../shared/testing/team.ts";
import { verdict } from "../../shared/testing/verdicts.ts";
import { connectPerson } from "../testing/callers.ts";
import type { TestClient } from "../testing/client.ts";
import { answer, type Enrolled, enrol } from "../testing/second-factors.ts";
import { addPerson, post, type TestServer, testServerWithTeam } from "../testing/test-server.ts";
import { entryAsks, routeAsks } from "./step-up.ts";

type Scene = TestServer & {
  clock: { at: number; now(): number };
  factor: Enrolled;
  bob: { person: Person; client: TestClient };
};

/** Ada with a second factor, whose answer is old, and Bob without one. */
async function scene(): Promise<Scene> {
  const clock = { at: 1_800_000_000_000, now: () => clock.at };
  const testServer = await testServerWithTeam({ clock });
  const bob = await addPerson(testServer);
  const factor = await enrol(testServer.founder, clock.at);
  clock.at += factorRules.answerMs;
  return { ...testServer, clock, factor, bob };
}

/** An entry of each type that asks, signed by Ada. */
const asking: Partial<Record<EntryType, (mine: Scene) => Uint8Array>> = {
  invite: ({ team }) => signed({ team }, team.founder, planInvite(team, { role: "admin" }).plan),
  "user-role": ({ team, bob }) =>
    signed({ team }, team.founder, planRole(team, team.founder, { user: bob.person.user, role: "lead" })),
  "user-remove": ({ team, bob }) => signed({ team }, team.founder, planRemove(team, team.founder, bob.person.user)),
  "device-add": ({ team }) =>
    signed({ team }, team.founder, planDevice(team, team.founder, newComputer(team, team.founder))),
  "device-revoke": ({ team, bob }) => signed({ team }, team.founder, planRevoke(team, team.founder, bob.person.device)),
  "recovery-confirm": ({ team }) => signed({ team }, team.founder, planConfirm(team, zeroHash)),
  "recovery-cancel": ({ team }) => signed({ team }, team.founder, planStop(team, zeroHash)),
  policy: ({ team }) => signed({ team }, team.founder, planPolicy(team, { ...firstPolicy, vaultCreation: "leads" })),
};

type Way = (client: TestClient, mine: Scene, bytes: Uint8Array) => Promise<Result<unknown>>;
const ways: Record<string, Way> = {
  "as it is": (client, _mine, bytes) => client.call("append", { entries: [bytes], blobs: [], setup: null }),
  "behind another entry": (client, { team }, bytes) => {
    const { built } = createVault(team, team.founder);
    return client.call("append", { entries: [...built.entries, bytes], blobs: built.blobs, setup: null });
  },
  "as one that a restored server lost": (client, _mine, bytes) =>
    client.call("restoreLog", { entries: [bytes], blobs: [], statements: [] }),
};
const cases = Object.keys(asking).flatMap((type) => Object.keys(ways).map((way) => [type as EntryType, way] as const));

describe("an act that asks for the second factor", () => {
  it("has a row here for every type that ever asks", () => {
    const types = Object.keys(entryAsks) as EntryType[];
    const silent = types.filter((type) => `${entryAsks[type]}`.replace(/\s/g, "") === "()=>false");
    expect(types.filter((type) => !silent.includes(type)).sort()).toEqual(Object.keys(asking).sort());
    const routes = Object.entries(routeAsks).filter(([, asks]) => asks !== "never");
    expect(routes.map(([name]) => name).sort()).toEqual(
      [
        "append",
        "checkSecondFactor",
        "enrolSecondFactor",
        "openLink",
        "push",
        "releaseSecondFactor",
        "restoreLog",
        "restoreVault",
      ].sort(),
    );
  });

  it.each(cases)("%s, %s, is refused until its person answered in this session", async (type, way) => {
    const mine = await scene();
    const { founder, server, team, clock, factor, bob } = mine;
    const bytes = (asking[type] as (mine: Scene) => Uint8Array)(mine);
    const send = (client: TestClient) => (ways[way] as Way)(client, mine, bytes);
    const { head } = must(await founder.call("log", { from: 0 }));
    // Their own answer is too old; another session of theirs answers; somebody else does.
    must(await answer(await connectPerson(server, team, team.founder), factor.codeAt(clock.at)));
    await enrol(bob.client, clock.at);
    expect(verdict(await send(founder))).toBe("step-up ask");
    expect(must(await founder.call("log", { from: 0 })).head).toEqual(head);
    clock.at += 30_000;
    must(await answer(founder, factor.codeAt(clock.at)));
    expect(verdict(await send(founder))).not.toBe("step-up ask");
  });

  it.each(["push", "restoreVault"] as const)("a purge by %s, and no other change", async (route) => {
    const { team, founder, clock, factor } = await scene();
    const { vault, built } = createVault(team, team.founder);
    await post(founder, built);
    const send = ({ bytes, envelopes }: ReturnType<typeof commit>) =>
      founder.call(route, { commits: [bytes], envelopes }, vault);
    const first = commit(team, team.founder, { vault });
    must(await send(first));
    fold(team, vault, first.bytes);
    const bare = { overview: null, secret: null, blobs: [], op: "purge" as const, purged: [1] };
    const purge = commit(team, team.founder, { vault, tamper: (change) => ({ ...change, ...bare }) });
    expect(verdict(await send(purge))).toBe("step-up ask");
    must(await answer(founder, factor.codeAt(clock.at)));
    expect(verdict(await send(purge))).not.toBe("step-up ask");
  });

  it("is none where a sheet, a key, an ended role or somebody new needs nobody at the keyboard", async () => {
    const mine = await scene();
    const { team, founder, clock } = mine;
    const ended = await addPerson(mine, { roleEnd: clock.at + 60_000 });
    clock.at += 60_000;
    const planned = planRemove(team, team.founder, ended.person.user);
    const entries = [signed({ team }, team.founder, planned)];
    expect(verdict(await founder.call("append", { entries, blobs: [], setup: null }))).toBe("taken");
  });

  it("is none for whom there is no second factor", async () => {
    const { team, bob, founder } = await scene();
    must(await bob.client.call("openLink", {}));
    expect(verdict(await founder.call("openLink", {}))).toBe("step-up ask");
    await post(bob.client, createVault(team, bob.person).built);
  });

  it("counts for five minutes", async () => {
    const { founder, clock, factor } = await scene();
    must(await answer(founder, factor.codeAt(clock.at)));
    clock.at += factorRules.answerMs - 1;
    must(await founder.call("openLink", {}));
    clock.at += 1;
    expect(verdict(await founder.call("openLink", {}))).toBe("step-up ask");
  });
});
