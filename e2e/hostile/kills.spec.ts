/**
 * Kills (-9) at random moments: of the client's core between its database, the rollback guard and the server; of the server
 * between taking and answering. What was answered is there, once, and nothing raises a false alarm (row K136).
 */
import { describe, expect, it } from "vitest";
import { type ChildServer, startChild } from "../../server/testing/child.ts";
import type { Dice } from "../../server/testing/tamper.ts";
import { type Client, createClient } from "../drive.ts";
import { eventually } from "../kit/eventually.ts";
import { must, passphrase } from "../kit/must.ts";
import { isGone } from "../kit/processes.ts";
import { atEnd, scratchDir } from "../kit/scratch.ts";
import { client, joiner, server, userOf } from "../kit/team.ts";
import { counted, diceFor, seed } from "./settings.ts";

const kills = counted(50, 300);
const longestMs = 120;
const pause = (dice: Dice) => new Promise((resolve) => setTimeout(resolve, dice.below(longestMs)));

/** Saves one login after the other until the program is gone; the titles that were answered. */
async function saveUntilGone(ada: Client, vault: string, saved: string[]): Promise<void> {
  for (;;) {
    const title = `Login ${saved.length}`;
    const result = await ada.call("item.save", { vault, kind: "login", changes: { title, password: "p" } });
    if (!result.ok) return;
    saved.push(title);
  }
}

async function titles(person: Client, vault: string): Promise<string[]> {
  return (await must(person, "item.list", { vault, limit: 100_000 })).items.map(({ title }) => title);
}

async function startCore(dataDir: string, alerts: string[]): Promise<Client> {
  const made = await createClient({ dataDir, process: true });
  made.on("alert.raised", ({ code }) => alerts.push(code));
  atEnd(() => made.close());
  return made;
}

/** A title may stand twice where the first save was not answered: the same number was tried again. */
function missing(saved: readonly string[], shown: readonly string[]): string[] {
  const there = new Set(shown);
  return saved.filter((title) => !there.has(title));
}

describe("kills", () => {
  it(`${kills} of the client's core: what was answered is there, and nobody is told of a rollback`, async () => {
    const dice = diceFor("core kills");
    const dataDir = scratchDir();
    const alerts: string[] = [];
    const { url, setupCode } = await server();
    let ada = await startCore(dataDir, alerts);
    await must(ada, "team.create", { name: "Kills", person: "Ada", passphrase, server: { url, setupCode } });
    const { vault } = await must(ada, "vault.create", { title: "Ops" });
    const saved: string[] = [];
    for (let kill = 0; kill < kills; kill++) {
      const before = saved.length;
      const saving = saveUntilGone(ada, vault, saved);
      // On a busy computer nothing is answered that soon: every second kill waits for something that could be lost.
      if (kill % 2 === 1)
        await eventually(
          () => saved.length,
          (count) => count > before,
          30_000,
        );
      await pause(dice);
      const pid = ada.pid() as number;
      ada.kill();
      await saving;
      await eventually(
        () => isGone(pid),
        (gone) => gone,
      );
      ada = await startCore(dataDir, alerts);
      await must(ada, "account.unlock", { passphrase });
      expect(missing(saved, await titles(ada, vault)), `seed ${seed}, kill ${kill}`).toEqual([]);
      expect(alerts, `seed ${seed}, kill ${kill}`).toEqual([]);
    }
    expect(saved.length, "the kills hit something").toBeGreaterThanOrEqual(Math.floor(kills / 2));
    await eventually(
      () => must(ada, "sync.now", {}),
      ({ state, pending }) => state === "ok" && pending === 0,
      30_000,
    );
  }, 1_800_000);

  it(`${kills} of the server: what was answered arrives at a colleague, once`, async () => {
    const dice = diceFor("server kills");
    const dataDir = scratchDir();
    let running: ChildServer = await startChild(dataDir);
    const ada = await client();
    const place = { url: running.url, setupCode: running.setupCode ?? "" };
    await must(ada, "team.create", { name: "Kills", person: "Ada", passphrase, server: place });
    const { vault } = await must(ada, "vault.create", { title: "Ops" });
    const bob = await joiner(ada, "Bob");
    // Longer than so many kills take: nobody is there to put the auto-lock off.
    for (const who of [ada, bob]) await must(who, "account.setAutoLock", { minutes: 60 });
    await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "use" });
    const saved: string[] = [];
    for (let kill = 0; kill < kills; kill++) {
      const until = { isOver: false };
      const saving = saveWhile(ada, vault, saved, until);
      await pause(dice);
      running.child.kill("SIGKILL");
      await running.ended;
      running = await startChild(dataDir);
      until.isOver = true;
      await saving;
    }
    await eventually(
      () => must(ada, "sync.now", {}),
      ({ state, pending }) => state === "ok" && pending === 0,
      60_000,
    );
    await eventually(
      () => must(bob, "sync.now", {}).then(() => titles(bob, vault)),
      (shown) => shown.length >= saved.length,
      60_000,
    );
    const shown = await titles(bob, vault);
    expect(shown.sort(), `seed ${seed}`).toEqual([...saved].sort());
  }, 1_800_000);
});

async function saveWhile(ada: Client, vault: string, saved: string[], until: { isOver: boolean }): Promise<void> {
  while (!until.isOver) {
    const title = `Login ${saved.length}`;
    await must(ada, "item.save", { vault, kind: "login", changes: { title, password: "p" } });
    saved.push(title);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
