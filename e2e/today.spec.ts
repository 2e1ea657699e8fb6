/** Today: what waits for a person, each row with its act, by the keyboard alone; and a day on which nothing waits. */
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { recoverySheet } from "./kit/stepped-recovery.ts";
import { founderIn, joiner, must, passphrase, userOf } from "./kit/team.ts";

/** The unlocked app of whoever's profile lies there. */
async function openIn(dataDir: string) {
  const { page, violations } = await person({ dataDir });
  await page.getByLabel("Passphrase").fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByText("Synced").first().waitFor();
  await page.keyboard.press("Control+1");
  await page.getByRole("heading", { name: "Today" }).waitFor();
  return { page, violations };
}

describe("Today", () => {
  needs("Chromium");

  it("lists what others wait for first, and leads there by the keyboard", async () => {
    const dataDir = scratchDir();
    const ada = await founderIn(dataDir);
    const bob = await joiner(ada, "Bob");
    const { vault } = await must(ada, "vault.create", { title: "Ops" });
    await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "use" });
    await must(bob, "member.askName", { name: "Robert" });
    await must(bob, "sync.now", {});
    await must(ada, "sync.now", {});
    await ada.close();
    const { page, violations } = await openIn(dataDir);
    const acts = page.locator(".today-row .btn");
    await page.getByText("Bob asks for another name").waitFor();
    expect(await acts.evaluateAll((all) => all.map((act) => act.getAttribute("aria-label")))).toEqual([
      ...["Decide: Bob asks for another name", "Make a recovery sheet", "Invite a second admin", "Add a deputy: Ops"],
    ]);
    expect(await page.getByRole("button", { name: "Today, 4 for you" }).count()).toBe(1);
    await page.keyboard.press("ArrowDown");
    await page.locator(".btn:focus", { hasText: "Make a recovery sheet" }).waitFor();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Accept: Bob becomes Robert" }).click();
    await page.keyboard.press("Control+1");
    await page.getByText("Bob asks for another name").waitFor({ state: "detached" });
    expect(violations).toEqual([]);
  });

  it("says so where nothing waits", async () => {
    const dataDir = scratchDir();
    const ada = await founderIn(dataDir);
    await recoverySheet(ada);
    await ada.close();
    const { page, violations } = await openIn(dataDir);
    await page.getByText("Nothing waits for you").waitFor();
    expect(violations).toEqual([]);
  });
});
