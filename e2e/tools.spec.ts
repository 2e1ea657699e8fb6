/** Tools by the keyboard alone: one is added, has an account, is found; what logins lead to is added at once. */
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { founderIn, must, passphrase } from "./kit/team.ts";

describe("the register of tools", () => {
  needs("Chromium");
  it("is filled and looked through without a mouse", async () => {
    const dataDir = scratchDir();
    const ada = await founderIn(dataDir);
    const { vault } = await must(ada, "vault.create", { title: "Ops" });
    await must(ada, "item.save", { vault, changes: { title: "Miro", urls: ["https://miro.com/login"] } });
    await ada.close();
    const { page } = await person({ dataDir });
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("Control+4");
    await page.locator("input[type=search]:focus").waitFor();
    await page.getByRole("button", { name: "Add a tool" }).waitFor();
    await page.keyboard.press("Control+n");
    await page.locator("[role=dialog] input:focus").waitFor();
    await page.keyboard.type("GitHub");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "GitHub" }).waitFor();
    await page.keyboard.press("n");
    await page.locator("[role=dialog] input:focus").waitFor();
    await page.keyboard.type("ada-k");
    await page.keyboard.press("Enter");
    await page.getByRole("cell", { name: "ada-k" }).waitFor();
    await page.locator("[role=dialog]").waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Suggestions" }).press("Enter");
    await page.getByRole("checkbox", { name: "Add Miro" }).waitFor();
    await page.keyboard.press("Control+Enter");
    await page.getByRole("option", { name: /^Miro/ }).waitFor();
    await page.keyboard.type("git");
    expect(await page.getByRole("option").count()).toBe(1);
  });
});
