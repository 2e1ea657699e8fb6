/** Restarting a vault whose key nobody hands over, in the page, with the keyboard alone: what is lost is read before it is done. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { Client } from "./drive.ts";
import { person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { inStep, keylessManager } from "./kit/key-loss.ts";
import { focused, hasFocus, press } from "./kit/keyboard.ts";
import { needs } from "./kit/needs.ts";
import { joiner, must, passphrase, userOf } from "./kit/team.ts";

const restartButton = /^Restart vault…$/;
const lossOf = (page: Page) => page.getByRole("dialog").getByText("1 change to AWS is lost, by Bob");

/** Unlocks, and opens the sheet of the vault that waits for its key. */
async function openSheet(page: Page): Promise<void> {
  await page.getByLabel("Passphrase").waitFor();
  await page.keyboard.insertText(passphrase);
  await page.keyboard.press("Enter");
  await page.getByLabel("Search items").waitFor();
  await press(page, /^Ops/, "Shift+Tab");
  await page.getByRole("heading", { name: "2 items in Ops cannot be opened here yet" }).waitFor();
  expect(await page.getByRole("button", { name: "Add a login" }).count()).toBe(0);
  await press(page, /^Open vault sheet$/);
  await page.getByRole("button", { name: restartButton }).waitFor();
}

/** Until this person's app shows both logins, and nothing waits. */
const hasAll = (of: Client, vault: string) =>
  eventually(
    async () => {
      await must(of, "sync.now", {});
      return must(of, "item.list", { vault });
    },
    ({ items }) => items.length === 2 && items.every(({ draft }) => !draft),
    10_000,
  );

describe("a vault whose key a manager lacks", () => {
  needs("Chromium");

  it("says what is lost, wants a typed word, gives the focus back, and goes on with a new key", async () => {
    const { ada, adaDir, bob, vault } = await keylessManager();
    await ada.close();
    const { page, violations } = await person({ dataDir: adaDir });
    await openSheet(page);
    await press(page, restartButton);
    const dialog = page.getByRole("dialog");
    await lossOf(page).waitFor();
    await dialog.getByText("1 new item that you cannot read is lost").waitFor();
    await dialog.getByText("Ask Bob to open Latchkey first").waitFor();
    const done = dialog.getByRole("button", { name: "Restart vault" });
    await eventually(
      () => focused(page),
      ({ name }) => name === "Type “restart” to confirm",
    );
    expect(await done.isDisabled()).toBe(true);
    await page.keyboard.press("Enter");
    await page.keyboard.insertText("restart it");
    await page.keyboard.press("Enter");
    expect(await done.isDisabled(), "another word does nothing").toBe(true);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await eventually(
      () => focused(page),
      ({ name }) => restartButton.test(name),
    );

    await page.keyboard.press("Enter");
    await lossOf(page).waitFor();
    await page.keyboard.insertText("restart");
    await page.keyboard.press("Enter");
    await page.getByText(/ was restarted with a new key/).waitFor();
    await page.getByRole("button", { name: restartButton }).waitFor({ state: "detached" });
    await hasFocus(page);
    await hasAll(bob, vault);
    expect(violations).toEqual([]);
  });

  it("opens by itself where a colleague's app hands the key over, also while the restart is being read", async () => {
    const { ada, adaDir, bob, vault } = await keylessManager();
    const user = await userOf(await joiner(ada, "Carol"));
    await inStep(bob);
    await ada.close();
    const { page, violations } = await person({ dataDir: adaDir });
    await openSheet(page);
    await press(page, restartButton);
    await lossOf(page).waitFor();
    await page.keyboard.insertText("restart");
    // Bob lets Carol in and takes them out again: a new key, which everybody is sent.
    await must(bob, "vault.setAccess", { vault, user, permission: "use" });
    await must(bob, "vault.setAccess", { vault, user, permission: null });
    await page.getByText(/The key has arrived\. You can open .+ now/).waitFor({ timeout: 30_000 });
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("button", { name: restartButton }).waitFor({ state: "detached" });
    await hasFocus(page);
    // The pane is called Ops too: back to the list of vaults, where the number of items follows.
    await press(page, /^Ops\d/, "Shift+Tab");
    await page.getByRole("option", { name: /Made since/ }).waitFor();
    await page.getByRole("option", { name: /AWS/ }).waitFor();
    expect((await must(bob, "item.list", { vault })).items, "nothing was lost").toHaveLength(2);
    expect(violations).toEqual([]);
  });
});
