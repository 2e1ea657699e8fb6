/** The team's rule on second factors in the way of sharing: refused with the login and the way to settle it, and done once it is. */
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { setUpFactor } from "./kit/second-factor.ts";
import { founderIn, joiner, must, passphrase } from "./kit/team.ts";

describe("a login whose second factor nobody settled", () => {
  needs("Chromium");
  it("is opened to nobody new while the rule asks for it, is on Today, and goes once its person says how it stands", async () => {
    const dataDir = scratchDir();
    const ada = await founderIn(dataDir);
    await joiner(ada, "Bob");
    await setUpFactor(ada);
    const { vault } = await must(ada, "vault.create", { title: "Ops" });
    await must(ada, "item.save", { vault, kind: "login", changes: { title: "Pinterest", password: "x" } });
    await must(ada, "policy.set", { secondFactor: { mode: "require", scope: [{ kind: "all", id: null }] } });
    await must(ada, "sync.now", {});
    await ada.close();
    const { page, violations } = await person({ dataDir });
    await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^Ops/ }).first().click();
    await page.getByRole("button", { name: "Open vault sheet" }).first().click();
    await page.getByRole("button", { name: "Add people" }).click();
    await page.getByPlaceholder("Search people and groups").fill("Bob");
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Not yet" });
    await dialog.locator(".btn:focus", { hasText: "Say how" }).waitFor();
    await dialog.getByRole("button", { name: "Say how the second factor of Pinterest stands" }).press("Enter");
    const say = page.getByRole("dialog", { name: "Second factor of Pinterest" });
    await say.getByLabel("Passkey or hardware key").check();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Continue" }).press("Enter");
    await page.getByRole("row", { name: /Bob/ }).waitFor();
    expect(violations).toEqual([]);
  });
});
