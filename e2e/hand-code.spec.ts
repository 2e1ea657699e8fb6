/** A code without the seed: Bob asks for one, Ada hands it, and the seed never comes near Bob's computer. */
import { describe, expect, it } from "vitest";
import type { ItemId, UserId } from "../shared/encoding/ids.ts";
import { type Person, person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { must } from "./kit/must.ts";
import { needs } from "./kit/needs.ts";
import { processesBelow } from "./kit/processes.ts";
import { countIn, countInMemory, filesBelow, formsOf } from "./kit/scan.ts";
import { scratchDir } from "./kit/scratch.ts";
import { client, founderIn, isIn, passphrase, userOf } from "./kit/team.ts";

const seed = "KRUGS4ZANFZSAYJAONSWK3TF";

/** Ada has the seed of a tool's login that nobody else opens; Bob is in the team. */
async function team() {
  const [adas, bobs] = [scratchDir(), scratchDir()];
  const ada = await founderIn(adas);
  const { code } = await must(ada, "invite.create", { name: "Bob" });
  const bob = await client({ dataDir: bobs });
  await must(bob, "team.join", { code, passphrase, keychain: "file" });
  await isIn(bob);
  const { vault } = await must(ada, "vault.create", { title: "Apps" });
  const saved = await must(ada, "item.save", { vault, changes: { title: "App Store Connect", totp: seed } });
  const owner = (await userOf(ada)) as UserId;
  const { tool } = await must(ada, "tool.save", { name: "App Store", owner });
  await must(ada, "account.save", { tool: tool as ItemId, item: saved.item as ItemId, signInName: "team@" });
  await eventually(
    async () => {
      for (const one of [ada, bob]) await must(one, "sync.now", {});
      return must(bob, "code.askable", {});
    },
    (codes) => codes.length === 1,
  );
  await ada.close();
  await bob.close();
  return { adas, bobs };
}

async function codesOf(dataDir: string): Promise<Person> {
  const opened = await person({ dataDir });
  await opened.page.getByLabel("Passphrase").fill(passphrase);
  await opened.page.keyboard.press("Enter");
  await opened.page.getByText("Synced").first().waitFor();
  await opened.page.keyboard.press("Control+3");
  return opened;
}

describe("handing a code", () => {
  needs("Chromium");

  it("goes from one keyboard to the other, and leaves no seed where it was asked for", async () => {
    const { adas, bobs } = await team();
    const [ada, bob] = [await codesOf(adas), await codesOf(bobs)];
    await bob.page.getByRole("button", { name: "Ask for a code: App Store" }).press("Enter");
    await bob.page.locator("[role=dialog] input:focus").waitFor();
    await bob.page.keyboard.type("Build 4.12, upload blocked");
    await bob.page.keyboard.press("Enter");
    await bob.page.getByText(/Ada can answer until/).waitFor();
    await ada.page
      .getByRole("button", { name: "Hand this code: Bob asks for a code of App Store Connect" })
      .press("Enter");
    const copy = bob.page.getByRole("button", { name: "Copy" });
    await copy.waitFor();
    const code = (await bob.page.locator(".handed-code .code-huge").textContent()) as string;
    expect(code).toMatch(/^\d{6}$/);
    await bob.page.locator(".handed-code .btn:focus").waitFor();
    // The same search finds the code where it is shown, and the seed in this process.
    const inMemory = (secret: string) =>
      processesBelow(bob.host.process.pid as number).reduce(
        (sum, { pid }) => sum + countInMemory(pid, formsOf(secret)),
        0,
      );
    expect([inMemory(code) > 0, countInMemory(process.pid, formsOf(seed)) > 0]).toEqual([true, true]);
    expect(inMemory(seed)).toBe(0);
    const written = filesBelow(bobs).map(({ bytes }) => countIn(bytes, [...formsOf(seed), ...formsOf(code)]));
    expect(written.every((count) => count === 0)).toBe(true);
    expect([ada.violations, bob.violations]).toEqual([[], []]);
  });
});
