/** Whether an invite has ended is decided by the times in the two entries alone: no other clock refuses what the log takes. */
import { describe, expect, it } from "vitest";
import type { Client } from "./drive.ts";
import { eventually } from "./kit/eventually.ts";
import { client, founder, isIn, must, passphrase, refusal, server } from "./kit/team.ts";

const dayMs = 86_400_000;
/** A clock that a test sets; it runs on from there. */
function skewed(byMs = 0) {
  const clock = { byMs, now: () => Date.now() + clock.byMs };
  return clock;
}

/** Sets this app's clock forward; it has locked itself by then, and is unlocked again. */
async function wakeAt(who: Client, clock: ReturnType<typeof skewed>, byMs: number): Promise<void> {
  const hasSlept = byMs > clock.byMs;
  clock.byMs = byMs;
  if (!hasSlept) return;
  await who.call("sync.status", {});
  await eventually(
    () => must(who, "account.status", {}),
    ({ state }) => state === "locked",
  );
  await must(who, "account.unlock", { passphrase });
}

describe("an invite", () => {
  it.each([-400, -8, 8, 400])("is good for a joiner whose clock is off by %i days", async (days) => {
    const ada = await founder(await server());
    const { code } = await must(ada, "invite.create", { name: "Bob" });
    const bob = await client({ clock: skewed(days * dayMs) });
    await must(bob, "team.join", { code, passphrase });
    await isIn(bob);
    expect((await must(ada, "invite.list", {})).map(({ state }) => state)).toEqual(["used"]);
  });

  it("whose end has come by the admin's clock lets nobody in, and does by a clock before it", async () => {
    const clock = skewed();
    const ada = await founder(await server(), { clock });
    const { code } = await must(ada, "invite.create", { name: "Bob" });
    await wakeAt(ada, clock, 8 * dayMs);
    const bob = await client();
    await must(bob, "team.join", { code, passphrase });
    await must(ada, "sync.now", {});
    expect((await must(ada, "invite.list", {})).map(({ state }) => state)).toEqual(["ended"]);
    expect((await must(bob, "account.status", {})).state).toBe("waiting");
    clock.byMs = 6 * dayMs;
    await must(ada, "sync.now", {});
    await isIn(bob);
    await eventually(
      () => must(ada, "invite.list", {}),
      ([invite]) => invite?.state === "used",
    );
  });

  it("that ended days ago is cancelled when somebody waits on it: they are told by name, and can begin again", async () => {
    const clock = skewed();
    const ada = await founder(await server(), { clock });
    const { code } = await must(ada, "invite.create", { name: "Bob" });
    await wakeAt(ada, clock, 10 * dayMs);
    const bob = await client();
    await must(bob, "team.join", { code, passphrase });
    await must(ada, "sync.now", {});
    await eventually(
      () => must(bob, "account.status", {}),
      ({ problem }) => problem?.code === "invite",
      20_000,
    );
    await must(bob, "account.abandonJoin", {});
    expect((await must(bob, "account.status", {})).state).toBe("none");
    const other = await must(ada, "invite.create", { name: "Bob" });
    await must(bob, "team.join", { code: other.code, passphrase });
    await isIn(bob);
  });

  it("that was cancelled is refused whatever the clock", async () => {
    const ada = await founder(await server());
    const { invite, code } = await must(ada, "invite.create", { name: "Bob" });
    await must(ada, "invite.cancel", { invite });
    const bob = await client({ clock: skewed(-400 * dayMs) });
    expect(await refusal(bob, "team.join", { code, passphrase })).toBe("invite");
  });
});

/** Each clock is wrong by so many days when somebody joins, one day before the invite's end. */
const wrongByDays = [-2, 0, 2];
const serversAndAdmins = wrongByDays.flatMap((ofServer) => wrongByDays.map((ofAdmin) => ({ ofServer, ofAdmin })));

describe("whom an invite lets in", () => {
  it.each(serversAndAdmins)("follows the entries' times alone: server $ofServer, admin $ofAdmin days", async (off) => {
    const [ofServer, ofAdmin] = [skewed(), skewed()];
    const ada = await founder(await server({ clock: ofServer }), { clock: ofAdmin });
    const codes = await Promise.all(
      wrongByDays.map(async (days) => (await must(ada, "invite.create", { name: `Bob ${days}` })).code),
    );
    ofServer.byMs = (6 + off.ofServer) * dayMs;
    await wakeAt(ada, ofAdmin, (6 + off.ofAdmin) * dayMs);
    // First whoever's clock is the admin's: a second person is let in once somebody else's app was seen within a day.
    const first = (days: number) => (days === off.ofAdmin ? 0 : 1);
    for (const [at, days] of [...wrongByDays.entries()].sort(([, left], [, right]) => first(left) - first(right))) {
      const bob = await client({ clock: skewed((6 + days) * dayMs) });
      await must(bob, "team.join", { code: codes[at] as string, passphrase });
      await must(ada, "sync.now", {});
      // The admin's clock is the time of the entry; a later one than the invite's end is refused by everybody.
      if (off.ofAdmin <= 0) await isIn(bob);
      else expect((await must(bob, "account.status", {})).state, `joiner ${days}`).toBe("waiting");
    }
    const states = (await must(ada, "invite.list", {})).map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set([off.ofAdmin <= 0 ? "used" : "ended"]));
  });
});
