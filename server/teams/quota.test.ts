/** Shares of a team's quota: nobody takes it all, and taking a right away always finds space [protocol: Sessions]. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Result } from "../../shared/failures.ts";
import { commit, fold } from "../../shared/testing/commits.ts";
import { act, headAt, planAccess } from "../../shared/testing/entries.ts";
import { createVault, grant, invite } from "../../shared/testing/posts.ts";
import { must, type Person } from "../../shared/testing/team.ts";
import type { TestClient } from "../testing/client.ts";
import { sealedFile, sendFile } from "../testing/files.ts";
import { addPerson, post, testServerWithTeam } from "../testing/test-server.ts";
import { fits, ordinaryLeft } from "./quota.ts";

const code = (result: Result<unknown>) => (result.ok ? "ok" : result.failure.code);

describe("space in a quota", () => {
  it("is left to everybody else by whoever takes all they can, and the reserve by all of them together", () => {
    const step = fc.record({ who: fc.nat(4), more: fc.integer({ min: 1, max: 400 }) });
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 10_000 }), fc.array(step, { maxLength: 200 }), (most, steps) => {
        const owns = [0, 0, 0, 0, 0];
        let all = 0;
        for (const { who, more } of steps) {
          const own = owns[who] as number;
          if (!fits({ all, own, most }, more, "ordinary")) continue;
          owns[who] = own + more;
          all += more;
          const othersHave = all - own - more;
          // As much as they took is left for others.
          expect((owns[who] as number) <= most - othersHave - (owns[who] as number)).toBe(true);
        }
        const own = owns[0] as number;
        expect(fits({ all, own, most }, Math.floor(most / 32), "removal")).toBe(true);
        expect(fits({ all, own, most }, Math.floor(most / 16), "admin-removal")).toBe(true);
        expect(fits({ all, own, most }, most - all + 1, "admin-removal")).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the space that is told", () => {
  it("is the most that still fits", () => {
    const used = fc.record({ all: fc.nat(10_000), own: fc.nat(10_000), most: fc.integer({ min: 16, max: 10_000 }) });
    fc.assert(
      fc.property(used, ({ all, own: share, most }) => {
        const own = Math.min(all, share);
        const left = ordinaryLeft({ all, own, most });
        expect(fits({ all, own, most }, left, "ordinary")).toBe(true);
        expect(fits({ all, own, most }, left + 1, "ordinary")).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it("to a person is less by what they stored, and never below nothing", async () => {
    const testServer = await testServerWithTeam({ limits: { storedBytesPerTeam: 400_000 } });
    const { team, founder } = testServer;
    const { vault, built } = createVault(team, team.founder);
    await post(founder, built);
    const left = async () => must(await founder.call("space", {})).bytes;
    const before = await left();
    await sendFile(founder, vault, sealedFile(100_000));
    expect(before - (await left())).toBe(100_000);
    const more = sealedFile((await left()) + 1);
    const { blob, size } = more.named;
    const part = { vault, blob, size, part: 0, bytes: more.parts[0] as Uint8Array };
    expect(await founder.call("upload", part)).toMatchObject({ failure: { detail: { reason: "team-bytes" } } });
    await sendFile(founder, vault, sealedFile(await left()));
    expect(await left()).toBe(0);
  });
});

describe("a member who fills the quota", () => {
  it("leaves space for the others, and losing their right is never refused for want of space", async () => {
    const testServer = await testServerWithTeam({ limits: { storedBytesPerTeam: 400_000 } });
    const { team, founder } = testServer;
    const { vault, built } = createVault(team, team.founder);
    await post(founder, built);
    const bob = await addPerson(testServer);
    await post(founder, grant(team, team.founder, { vault, to: bob.person, permission: "edit" }));
    const fill = async (client: TestClient, by: Person): Promise<number> => {
      for (let times = 0; ; times++) {
        const made = commit(team, by, { vault, count: 10 });
        const answer = await client.call("push", { commits: [made.bytes], envelopes: made.envelopes }, vault);
        if (!answer.ok) {
          expect(answer.failure).toMatchObject({ code: "limit", detail: { reason: "team-bytes" } });
          return times;
        }
        fold(team, vault, made.bytes);
      }
    };
    expect(await fill(bob.client, bob.person)).toBeGreaterThan(3);
    expect(await fill(bob.client, bob.person)).toBe(0);
    expect(await fill(founder, team.founder)).toBeGreaterThan(3);
    let last = "ok";
    while (last === "ok") {
      const { state } = team;
      const answer = await founder.call("append", { ...invite(team, team.founder).built, setup: null });
      last = code(answer);
      if (!answer.ok) team.state = state;
    }
    expect(last).toBe("limit");
    const removal = planAccess(team, team.founder, vault, [{ user: bob.person.user, permission: null }]);
    expect(removal.attached.cuts).toEqual([headAt(team, vault)]);
    const { bytes } = act(team, team.founder, removal);
    expect(code(await founder.call("append", { entries: [bytes], blobs: [], setup: null }))).toBe("ok");
    const late = commit(team, bob.person, { vault, count: 1 });
    expect(code(await bob.client.call("push", { commits: [late.bytes], envelopes: late.envelopes }, vault))).not.toBe(
      "ok",
    );
  });
});
