/**
 * Kills between the opening of a secret and its way out (row J118): at a random thing that the core does, and by a real kill -9.
 * Whatever came out by then, as an answer or on the clipboard, has its event after the restart, always.
 */
import { describe, expect, it } from "vitest";
import type { ActivityShape } from "../../shared/contract/activity.ts";
import { type Client, createClient } from "../drive.ts";
import { memoryClipboard } from "../kit/drive-ports.ts";
import { eventually } from "../kit/eventually.ts";
import { fileKeychain } from "../kit/file-keychain.ts";
import { killAnywhere } from "../kit/kill-anywhere.ts";
import { must, passphrase } from "../kit/must.ts";
import { isGone } from "../kit/processes.ts";
import { atEnd, scratchDir } from "../kit/scratch.ts";
import { client, founder, server } from "../kit/team.ts";
import { counted, diceFor, seed } from "./settings.ts";

const kills = counted(50, 1000);
const realKills = counted(3, 100);
const secret = "Kanarie-9Kx2-gezeigt";

/** A login with a password, in the personal vault of whoever this is. */
async function saveLogin(who: Client): Promise<string> {
  const [own] = await must(who, "vault.list", {});
  const made = { vault: own?.vault as string, kind: "login" as const, changes: { title: "AWS", password: secret } };
  return (await must(who, "item.save", made)).item;
}

/** How many events of this type name the item, whether they failed or not; nothing else may be missing. */
async function told(who: Client, item: string, type: ActivityShape["type"]): Promise<number> {
  const { total, gaps } = await must(who, "activity.list", { item, types: [type], limit: 1 });
  expect(gaps).toEqual([]);
  return total;
}

describe("a killed reveal", () => {
  it(`leaves its event: ${kills} random kills at anything that the core does`, async () => {
    const dice = diceFor("reveal kills");
    const dataDir = scratchDir();
    const clipboard = memoryClipboard();
    const options = () => ({ dataDir, keychain: fileKeychain(dataDir), clipboard });
    const first = await founder(await server(), options());
    const item = await saveLogin(first);
    await must(first, "sync.now", {});
    await first.close();
    const cameOut = { "secret-shown": 0, "secret-copied": 0 };
    let unanswered = 0;
    for (let kill = 0; kill < kills; kill++) {
      const anywhere = killAnywhere();
      const who = await client({ ...options(), around: anywhere.around });
      await must(who, "account.unlock", { passphrase });
      for (const type of Object.keys(cameOut) as (keyof typeof cameOut)[])
        expect(await told(who, item, type), `seed ${seed}, kill ${kill}`).toBeGreaterThanOrEqual(cameOut[type]);
      clipboard.clear();
      anywhere.arm(1 + dice.below(30), () => who.kill());
      const isCopy = dice.chance(2);
      const answer = isCopy
        ? await who.call("item.copyField", { item, field: "password" })
        : await who.call("item.reveal", { item, field: "password" });
      if (!answer.ok) unanswered += 1;
      if (isCopy ? clipboard.text() === secret : answer.ok) cameOut[isCopy ? "secret-copied" : "secret-shown"] += 1;
      who.kill();
    }
    expect(unanswered, "the kills hit something").toBeGreaterThan(kills / 4);
    expect(unanswered, "something came out").toBeLessThan(kills);
  }, 1_800_000);

  it(`leaves its event: ${realKills} times kill -9 while one secret after the other is shown`, async () => {
    const dice = diceFor("real reveal kills");
    const dataDir = scratchDir();
    const { url, setupCode } = await server();
    let ada = await start(dataDir);
    await must(ada, "team.create", { name: "Kills", person: "Ada", passphrase, server: { url, setupCode } });
    const item = await saveLogin(ada);
    let shown = 0;
    for (let kill = 0; kill < realKills; kill++) {
      const before = shown;
      const revealing = revealUntilGone(ada, item, () => {
        shown += 1;
      });
      await eventually(
        () => shown,
        (count) => count > before,
        30_000,
      );
      await new Promise((resolve) => setTimeout(resolve, dice.below(40)));
      const pid = ada.pid() as number;
      ada.kill();
      await revealing;
      await eventually(
        () => isGone(pid),
        (gone) => gone,
      );
      ada = await start(dataDir);
      await must(ada, "account.unlock", { passphrase });
      expect(await told(ada, item, "secret-shown"), `seed ${seed}, kill ${kill}`).toBeGreaterThanOrEqual(shown);
    }
  }, 1_800_000);
});

async function start(dataDir: string): Promise<Client> {
  const made = await createClient({ dataDir, process: true });
  atEnd(() => made.close());
  return made;
}

async function revealUntilGone(who: Client, item: string, shown: () => void): Promise<void> {
  for (;;) {
    const answer = await who.call("item.reveal", { item, field: "password" });
    if (!answer.ok) return;
    shown();
  }
}
