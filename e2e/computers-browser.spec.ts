/** Computers, on the screen: one's own gets another name and is taken off by the keyboard; an admin takes a colleague's out of use. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { press, tabTo } from "./kit/keyboard.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { founderIn, joiner, passphrase } from "./kit/team.ts";

describe("computers", () => {
  needs("Chromium");

  it("are removed by an admin, renamed by their person, and taken off", async () => {
    const dataDir = scratchDir();
    const ada = await founderIn(dataDir);
    await joiner(ada, "Bob");
    await ada.close();
    const { page, violations } = await person({ dataDir });
    await page.getByLabel("Passphrase").waitFor();
    await page.keyboard.insertText(passphrase);
    await page.keyboard.press("Enter");
    await page.getByText("Put the first login").waitFor();
    await page.keyboard.press("Control+2");
    await page.getByText("Bob", { exact: true }).first().click();
    await page.getByText("Bob’s computer 1").waitFor();
    await page.getByRole("button", { name: "Remove Bob’s computer 1" }).press("Enter");
    const remove = page.getByRole("dialog", { name: "Remove Bob’s computer 1" });
    await remove.getByText("It is Bob’s only computer").waitFor();
    // It begins at Cancel.
    await press(page, /^Remove computer/);
    await page.getByText("Bob’s computer 1 gets nothing more").waitFor();
    await page.getByText("They have no computer that can open anything.").waitFor();

    await page.keyboard.press("Control+3");
    await page.getByRole("button", { name: "Computers and sheets" }).click();
    await page.getByRole("button", { name: "Rename" }).press("Enter");
    await page.keyboard.insertText("ThinkPad at home");
    await page.keyboard.press("Enter");
    await page.getByText("ThinkPad at home").first().waitFor();
    await tabTo(page, /^Remove this computer/);
    await page.keyboard.press("Enter");
    const off = page.getByRole("dialog", { name: "Remove this computer" });
    await off.getByText("It is your only computer, and you are the only admin").waitFor();
    await page.keyboard.insertText("remove");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /Create a team/ }).waitFor();
    expect(readdirSync(join(dataDir, "profiles"))).toEqual([]);
    expect(violations).toEqual([]);
  });
});
