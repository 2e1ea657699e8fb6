/** A manager whose app saw two versions of a vault reads what happened, and says by the keyboard that the vault goes on. */
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { hasFocus, tabTo } from "./kit/keyboard.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { adaSees, splitVault } from "./kit/split-vault.ts";
import { passphrase } from "./kit/team.ts";

describe("a vault of which two versions were shown", () => {
  needs("Chromium");

  it("says so, keeps the evidence, and goes on by a typed word", async () => {
    const adaDir = scratchDir();
    const team = await splitVault(true, adaDir);
    await adaSees(team);
    await team.ada.close();
    const { page, violations } = await person({ dataDir: adaDir });
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("option").first().waitFor();
    await page.getByRole("button", { name: /^Ops Stopped/ }).press("Enter");
    await page.getByRole("button", { name: "Open vault sheet" }).press("Enter");
    await page.getByText("Two different versions of this vault were shown").waitFor();
    await page.getByText(/has another version/).waitFor();
    await page.getByRole("button", { name: "Save the evidence…" }).press("Enter");
    await page.getByText(/latchkey-evidence/).waitFor();
    await tabTo(page, /^Restart vault/);
    await page.keyboard.press("Enter");
    await page.getByText("Of Ada comes back as an unsent change").waitFor();
    await page.locator("[role=dialog] input:focus").waitFor();
    await page.keyboard.type("restart");
    await page.keyboard.press("Enter");
    await page.locator("[role=dialog]").waitFor({ state: "detached" });
    await page.getByText("Two different versions of this vault were shown").waitFor({ state: "detached" });
    await hasFocus(page);
    expect(violations).toEqual([]);
  });
});
