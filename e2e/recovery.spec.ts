/** Recovery with a sheet of paper: a lost computer comes back with all that its person could open, or is stopped by them. */
import { describe, expect, it } from "vitest";
import type { Client, RunningServer } from "./drive.ts";
import { eventually } from "./kit/eventually.ts";
import { recoverySheet } from "./kit/stepped-recovery.ts";
import { client, founder, isIn, joiner, must, passphrase, readyVault, refusal, server, userOf } from "./kit/team.ts";

const hourMs = 3_600_000;
/** A clock that a test sets; it runs on from there. */
const skewed = () => {
  const clock = { byMs: 0, now: () => Date.now() + clock.byMs };
  return clock;
};

/** A new computer that has opened a recovery with this sheet. */
async function recovering({ url: address }: RunningServer, sheet: string): Promise<Client> {
  const fresh = await client();
  expect((await must(fresh, "recovery.open", { address, sheet, passphrase })).state).toBe("waiting");
  return fresh;
}

const seenBy = (who: Client) =>
  eventually(
    async () => {
      await must(who, "sync.now", {});
      return (await must(who, "recovery.status", {})).open;
    },
    (open) => open.length > 0,
  );

/** A person's number, as it is compared. */
async function safetyOf(who: Client, user: string) {
  const { number } = await must(who, "member.safety", { user });
  return { user, number };
}

/** The password of this item, as soon as its vault is open there. */
async function shownOf(who: Client, item: string): Promise<string | null> {
  const revealed = await eventually(
    () => who.call("item.reveal", { item, field: "password" }),
    ({ ok }) => ok,
  );
  return revealed.ok && typeof revealed.value.value === "string" ? revealed.value.value : null;
}

describe("a recovery", () => {
  it("needs an admin a day later, and brings back what was there, the personal vault too; the sheet is void afterwards", async () => {
    const running = await server();
    const clock = skewed();
    const ada = await founder(running, { clock });
    const bob = await joiner(ada, "Bob");
    const { vault } = await must(ada, "vault.create", { title: "Ops" });
    await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "edit" });
    await readyVault(bob, vault);
    const own = (await must(bob, "vault.list", {})).find(({ kind }) => kind === "personal")?.vault as string;
    const { item: mine } = await must(bob, "item.save", { vault: own, changes: { title: "Diary", password: "one" } });
    const { item: shared } = await must(bob, "item.save", { vault, changes: { title: "AWS", password: "two" } });
    const sheet = await recoverySheet(bob);
    expect(await must(bob, "recovery.rehearse", { sheet })).toMatchObject({ personal: true });
    expect((await must(bob, "recovery.status", {})).sheet?.rehearsedAt).toBeGreaterThan(0);
    const user = await userOf(bob);
    await must(ada, "member.verify", await safetyOf(ada, user));
    await must(bob, "sync.now", {});
    await bob.close();

    const fresh = await recovering(running, sheet);
    const [opening] = await seenBy(ada);
    const open = opening?.open as string;
    expect(await refusal(ada, "recovery.confirm", { open })).toBe("throttled");
    clock.byMs = 25 * hourMs;
    // So long after its person did anything an app locks.
    await ada.call("account.status", {});
    await must(ada, "account.unlock", { passphrase });
    await must(ada, "recovery.confirm", { open });
    await isIn(fresh);
    expect(await shownOf(fresh, mine)).toBe("one");
    expect(await shownOf(fresh, shared)).toBe("two");
    expect((await must(fresh, "recovery.status", {})).sheet).toBe(null);
    // Nobody knows yet whether it was Bob who had the sheet: Ada compared other keys.
    expect((await must(ada, "member.list", {})).find((one) => one.user === user)?.compared).toBe("changed");
    const more = { vault, user, permission: "manage" as const };
    expect(await refusal(ada, "vault.setAccess", more)).toBe("key-changed");
    await must(ada, "member.verify", await safetyOf(ada, user));
    await must(ada, "vault.setAccess", more);
    // It writes under the new key, which nothing of the sheet opens.
    await eventually(
      () => fresh.call("item.save", { vault: own, item: mine, changes: { password: "three" } }),
      ({ ok }) => ok,
    );
    expect(await refusal(await client(), "recovery.open", { address: running.url, sheet, passphrase })).toBe(
      "not-found",
    );
  });

  it("is stopped by its person, and by an admin; what was stopped is not begun again by itself", async () => {
    const running = await server();
    const ada = await founder(running);
    const bob = await joiner(ada, "Bob");
    const dora = await joiner(ada, "Dora");
    const sheet = await recoverySheet(bob);
    for (const stopping of [bob, ada]) {
      const fresh = await recovering(running, sheet);
      const [opening] = await seenBy(stopping);
      expect(opening).toMatchObject({ own: stopping === bob, canCancel: true });
      const open = opening?.open as string;
      const [seen] = await seenBy(dora);
      expect(seen).toMatchObject({ canCancel: false, confirmInMs: null });
      expect(await refusal(dora, "recovery.cancel", { open })).toBe("role");
      expect(await refusal(dora, "recovery.confirm", { open })).not.toBe("ok");
      await must(stopping, "recovery.cancel", { open });
      const told = await eventually(
        () => must(fresh, "account.status", {}),
        ({ problem }) => problem?.detail?.reason === "recovery",
      );
      expect(told).toMatchObject({ state: "waiting", recovers: true, problem: { code: "role" } });
      expect((await must(stopping, "recovery.status", {})).open).toEqual([]);
    }
  });

  it("needs nobody in a team of one; a sheet that was replaced opens nothing", async () => {
    const running = await server();
    const ada = await founder(running);
    const old = await recoverySheet(ada);
    const sheet = await recoverySheet(ada);
    const input = { address: running.url, passphrase };
    expect(await refusal(await client(), "recovery.open", { ...input, sheet: old })).toBe("not-found");
    expect(await refusal(ada, "recovery.rehearse", { sheet: old })).toBe("not-found");
    expect((await must(ada, "recovery.status", {})).needsAdmin).toBe(false);
    const fresh = await recovering(running, sheet);
    await isIn(fresh);
    expect((await must(fresh, "device.list", {})).filter(({ active }) => active)).toHaveLength(2);
  });
});
