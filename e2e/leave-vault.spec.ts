/** Leaving a vault, on the screen: whoever alone manages it for good names who goes on in the same dialog; a reader just leaves. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { Client } from "./drive.ts";
import { person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { press, tabTo } from "./kit/keyboard.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { client, founderIn, isIn, joiner, must, passphrase, readyVault, userOf } from "./kit/team.ts";

/** Ada manages "Ops" alone, Bob and Cleo may view it; Ada's and Bob's folders are closed. */
async function sharedVault() {
  const [adaDir, bobDir] = [scratchDir(), scratchDir()];
  const ada = await founderIn(adaDir);
  const bob = await client({ dataDir: bobDir });
  const { code } = await must(ada, "invite.create", { name: "Bob" });
  await must(bob, "team.join", { code, passphrase, keychain: "file" });
  await isIn(bob);
  const cleo = await joiner(ada, "Cleo");
  const { vault } = await must(ada, "vault.create", { title: "Ops" });
  await must(ada, "item.save", { vault, changes: { title: "Scales", password: "one" } });
  for (const one of [bob, cleo]) {
    await must(ada, "vault.setAccess", { vault, user: await userOf(one), permission: "use" });
    await readyVault(one, vault);
  }
  await Promise.all([ada.close(), bob.close()]);
  return { adaDir, bobDir, cleo, vault };
}

async function sheetOf(page: Page): Promise<void> {
  await page.getByLabel("Passphrase").waitFor();
  await page.keyboard.insertText(passphrase);
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: /Scales/ }).waitFor();
  await press(page, /^Ops/, "Shift+Tab");
  await press(page, /^Open vault sheet$/, "Shift+Tab");
  await page.getByRole("main", { name: "Ops" }).waitFor();
}

const gone = async (page: Page): Promise<void> => {
  await page.locator(".notice").getByText(/Ops/).first().waitFor();
  await page.getByRole("button", { name: /^Ops/ }).waitFor({ state: "detached" });
  expect(await page.getByRole("option", { name: /Scales/ }).count()).toBe(0);
};

const accessOf = async (who: Client, vault: string) =>
  (await must(who, "vault.list", {})).find((one) => one.vault === vault)?.access ?? [];

/** Opens the menu of one's own row, and the dialog from it. */
async function askToLeave(page: Page, name: string) {
  await press(page, new RegExp(`^More about ${name}`));
  await page.getByRole("menuitem", { name: "Leave…" }).waitFor();
  // It has the keyboard a moment after it is there.
  await page.locator("[role=menu]:focus-within").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Leave Ops" });
  await dialog.waitFor();
  return dialog;
}

describe("leaving a vault", () => {
  needs("Chromium");

  it("its last manager names another in the same dialog, who manages it from then on; a reader just leaves", async () => {
    const { adaDir, bobDir, cleo, vault } = await sharedVault();
    const cleoUser = await userOf(cleo);
    const ada = await person({ dataDir: adaDir });
    await sheetOf(ada.page);
    const handOver = await askToLeave(ada.page, "Ada");
    await handOver.getByText("a vault always has a manager").waitFor();
    await handOver.getByRole("button", { name: "Hand over to Bob and leave" }).waitFor();
    // It begins at Cancel; the button says what follows from the choice.
    await tabTo(ada.page, /^Who manages it after you/);
    await ada.page.keyboard.press("ArrowDown");
    await press(ada.page, /^Hand over to Cleo and leave/);
    await gone(ada.page);
    await eventually(
      async () => {
        await must(cleo, "sync.now", {});
        return accessOf(cleo, vault);
      },
      (access) => access.length === 2 && access.some((one) => one.user === cleoUser && one.permission === "manage"),
      15_000,
    );

    const bob = await person({ dataDir: bobDir });
    await sheetOf(bob.page);
    expect(await bob.page.getByRole("button", { name: "Add people" }).count()).toBe(0);
    await askToLeave(bob.page, "Bob");
    await press(bob.page, /^Leave vault/);
    await gone(bob.page);
    await eventually(
      async () => {
        await must(cleo, "sync.now", {});
        return accessOf(cleo, vault);
      },
      (access) => access.length === 1,
      15_000,
    );
    // Who stays has a key that neither of them knows, and what was in it.
    const [only] = (await must(cleo, "item.list", { vault })).items;
    expect(await must(cleo, "item.reveal", { item: only?.item ?? "", field: "password" })).toEqual({ value: "one" });
    expect([...ada.violations, ...bob.violations]).toEqual([]);
  });
});
