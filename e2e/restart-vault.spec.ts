/** Restarting a vault whose key nobody hands over, in the page, with the keyboard: what is lost is read before it is done. */
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { keylessManager } from "./kit/key-loss.ts";
import { needs } from "./kit/needs.ts";
import { must, passphrase } from "./kit/team.ts";

describe("a vault whose key a manager lacks", () => {
  needs("Chromium");

  it("says what is lost, wants a typed word, gives the focus back, and goes on with a new key", async () => {
    const { ada, adaDir, bob, vault } = await keylessManager();
    await ada.close();
    const { page, violations } = await person({ dataDir: adaDir });
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Ops" }).first().click();
    await page.getByRole("heading", { name: "2 items in Ops do not open here yet" }).waitFor();
    expect(await page.getByRole("button", { name: "Add a login" }).count()).toBe(0);
    await page.getByRole("button", { name: "Open vault sheet" }).first().click();
    const open = page.getByRole("button", { name: "Restart vault…" });
    await open.waitFor();
    await open.focus();
    await page.keyboard.press("Enter");

    const dialog = page.getByRole("dialog");
    await dialog.getByText("1 change to AWS is lost, by Bob").waitFor();
    await dialog.getByText("1 new item that you cannot read is lost").waitFor();
    await dialog.getByText("Bob should have the key").waitFor();
    const done = dialog.getByRole("button", { name: "Restart vault" });
    expect(
      await dialog.getByLabel("Type “restart” to confirm").evaluate((field) => field === document.activeElement),
    ).toBe(true);
    expect(await done.isDisabled()).toBe(true);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await eventually(
      () => open.evaluate((button) => button === document.activeElement),
      (isBack) => isBack,
    );

    await page.keyboard.press("Enter");
    await dialog.getByText("1 change to AWS is lost, by Bob").waitFor();
    await page.keyboard.insertText("restart");
    await page.keyboard.press("Enter");
    await page.getByText("The vault was restarted with a new key").waitFor();
    await open.waitFor({ state: "detached" });
    await eventually(
      async () => {
        await must(bob, "sync.now", {});
        return must(bob, "item.list", { vault });
      },
      ({ items }) => items.length === 2 && items.every(({ draft }) => !draft),
      10_000,
    );
    expect(violations).toEqual([]);
  });
});
