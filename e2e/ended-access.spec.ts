/** Access with an end: closed on the reader's computer when it comes, whatever their clock does, and removed by a manager's app. */
import { describe, expect, it } from "vitest";
import type { Client } from "./drive.ts";
import { person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { press } from "./kit/keyboard.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { between } from "./kit/tampering.ts";
import { client, founder, isIn, joiner, must, passphrase, readyVault, refusal, server, userOf } from "./kit/team.ts";

const dayMs = 86_400_000;
/** A clock that a test sets; it runs on from there. */
function skewed() {
  const clock = { byMs: 0, now: () => Date.now() + clock.byMs };
  return clock;
}

/** Bob reads Ada's vault, until so many milliseconds from now. */
async function untilThen(bob: Client, ada: Client, ms: number) {
  const { vault } = await must(ada, "vault.create", { title: "Ops" });
  const user = await userOf(bob);
  await must(ada, "vault.setAccess", { vault, user, permission: "edit", end: Date.now() + ms });
  const { item } = await must(ada, "item.save", { vault, changes: { title: "Scales", password: "one" } });
  await readyVault(bob, vault);
  await eventually(
    () => must(bob, "item.list", { vault }),
    ({ total }) => total === 1,
    10_000,
  );
  return { vault, item, user };
}
const stateOf = async (who: Client, vault: string) =>
  (await must(who, "vault.list", {})).find((one) => one.vault === vault)?.state;

describe("access whose end has come", () => {
  it("is closed for its reader, who is told why a save is refused; a manager's app removes it and makes a new key", async () => {
    const ada = await founder(await server());
    const line = between();
    const bob = await joiner(ada, "Bob", { fetch: line.fetch });
    const { vault, item, user } = await untilThen(bob, ada, 12_000);
    line.cut(true);
    await must(bob, "item.save", { vault, item, changes: { password: "bob's" } });
    await eventually(
      () => stateOf(bob, vault),
      (state) => state === "ended",
      20_000,
    );
    expect(await refusal(bob, "item.save", { vault, changes: { title: "Late" } })).toBe("access-ended");
    expect((await must(bob, "draft.list", {})).map(({ title, reason }) => [title, reason])).toEqual([
      ["Scales", "access-ended"],
    ]);
    await must(bob, "draft.discard", { item });
    expect(await refusal(bob, "item.reveal", { item, field: "password" })).toBe("not-found");
    // Ada's app needs no person for it.
    const seen = await eventually(
      async () => {
        await must(ada, "sync.now", {});
        return (await must(ada, "vault.list", {})).find((one) => one.vault === vault);
      },
      (found) => found?.state === "ready" && found.access.every((reader) => reader.user !== user),
      15_000,
    );
    expect(seen?.access).toHaveLength(1);
    line.cut(false);
    await eventually(
      async () => {
        await must(bob, "sync.now", {});
        return stateOf(bob, vault);
      },
      (state) => state === undefined,
      15_000,
    );
  });

  it("of a role closes everything that its person could open; an admin's app takes them out", async () => {
    const ada = await founder(await server());
    const line = between();
    const bob = await joiner(ada, "Bob", { fetch: line.fetch });
    const { vault, item, user } = await untilThen(bob, ada, 30 * dayMs);
    await must(ada, "member.setRole", { user, role: "member", end: Date.now() + 8000 });
    await eventually(
      async () => {
        await bob.call("sync.now", {});
        return (await must(bob, "member.list", {})).find(({ self }) => self)?.end ?? null;
      },
      (end) => end !== null,
    );
    line.cut(true);
    await eventually(
      async () => (await must(bob, "vault.list", {})).map(({ state }) => state),
      (states) => states.length > 0 && states.every((state) => state === "ended"),
    );
    expect(await refusal(bob, "item.reveal", { item, field: "password" })).toBe("not-found");
    expect(await refusal(bob, "item.save", { vault, changes: { title: "Late" } })).toBe("access-ended");
    // By whose word, and whom to ask, they still read by name.
    expect((await must(bob, "member.list", {})).map(({ name }) => name)).toContain("Ada");
    await eventually(
      async () => {
        await must(ada, "sync.now", {});
        return (await must(ada, "member.list", {})).find((one) => one.user === user)?.state;
      },
      (state) => state === "removed",
    );
    expect((await must(ada, "vault.list", {})).find((one) => one.vault === vault)?.access).toHaveLength(1);
  });

  it("stays closed over a restart with a clock that was set back; a clock set forth by mistake is told, and a sync opens it again", async () => {
    const ada = await founder(await server());
    const [dataDir, clock] = [scratchDir(), skewed()];
    const first = await joiner(ada, "Bob", { dataDir, clock });
    const { vault, item } = await untilThen(first, ada, 30 * dayMs);
    const { keychain } = first;
    // By its own clock alone the access of Bob's computer has ended (and it is locked at once); nobody else's app agrees.
    clock.byMs = 40 * dayMs;
    await first.call("account.status", {});
    await must(first, "account.unlock", { passphrase });
    expect(await stateOf(first, vault)).toBe("ended");
    await first.close();
    clock.byMs = 0;
    const bob = await client({ dataDir, clock, keychain, fetch: async () => Promise.reject(new Error("no line")) });
    await must(bob, "account.unlock", { passphrase });
    expect(await stateOf(bob, vault)).toBe("ended");
    expect(await refusal(bob, "item.reveal", { item, field: "password" })).toBe("not-found");
    expect((await must(bob, "sync.now", {})).clockBehind).toBe(true);
    await bob.close();
    const online = await client({ dataDir, clock, keychain });
    await must(online, "account.unlock", { passphrase });
    await must(online, "sync.now", {});
    expect((await must(online, "sync.status", {})).clockBehind).toBe(false);
    expect(await stateOf(online, vault)).toBe("ready");
    expect(await must(online, "item.reveal", { item, field: "password" })).toEqual({ value: "one" });
    // The same in the middle of a session: the sync that a person asks for asks for the server's time again.
    await online.close();
    clock.byMs = 40 * dayMs;
    const ahead = await client({ dataDir, clock, keychain });
    await must(ahead, "account.unlock", { passphrase });
    await must(ahead, "sync.now", {});
    expect(await stateOf(ahead, vault)).toBe("ended");
    clock.byMs = 0;
    expect(await stateOf(ahead, vault)).toBe("ended");
    expect((await must(ahead, "sync.now", {})).clockBehind).toBe(false);
    expect(await stateOf(ahead, vault)).toBe("ready");
    await must(ada, "sync.now", {});
    expect((await must(ada, "vault.list", {})).find((one) => one.vault === vault)?.access).toHaveLength(2);
  });
});

describe("on the reader's screen", () => {
  needs("Chromium");

  it("the vault closes while it is looked at, says so, and names who can give more time", async () => {
    const ada = await founder(await server());
    const dataDir = scratchDir();
    const bob = await client({ dataDir });
    const { code } = await must(ada, "invite.create", { name: "Bob" });
    await must(bob, "team.join", { code, passphrase, keychain: "file" });
    await isIn(bob);
    const { vault, user } = await untilThen(bob, ada, 600_000);
    await bob.close();
    const { page, violations } = await person({ dataDir });
    await page.getByLabel("Passphrase").waitFor();
    await page.keyboard.insertText(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("option", { name: /Scales/ }).waitFor();
    await must(ada, "vault.setAccess", { vault, user, permission: "edit", end: Date.now() + 3000 });
    await ada.close();
    await page.getByRole("option", { name: /Scales/ }).waitFor({ state: "detached", timeout: 20_000 });
    await press(page, /^Ops/, "Shift+Tab");
    await page
      .getByText(/^Your access ended on/)
      .first()
      .waitFor();
    await page.getByText("For more time, ask Ada.").first().waitFor();
    expect(await page.getByRole("button", { name: "Add a login" }).count()).toBe(0);
    await press(page, /^Open vault sheet$/);
    await page
      .getByRole("main", { name: "Ops" })
      .getByText(/^Your access ended on/)
      .waitFor();
    expect(await page.getByRole("button", { name: /Add people|Archive/ }).count()).toBe(0);
    expect(violations).toEqual([]);
  });
});
