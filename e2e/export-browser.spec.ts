/** An archive by the keyboard: made in Settings, under a passphrase of its own, and taken by the import. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { founderIn, must, passphrase } from "./kit/team.ts";

describe("an archive", () => {
  needs("Chromium");

  it("is made by the keyboard, said in numbers, and read by the import", async () => {
    const [dataDir, home, own] = [scratchDir(), scratchDir(), "quince marble tugboat nineteen"];
    const ada = await founderIn(dataDir);
    const { vault } = await must(ada, "vault.create", { title: "Office" });
    for (const title of ["AWS", "Stripe"]) await must(ada, "item.save", { vault, changes: { title, password: "one" } });
    await ada.close();
    const { page, violations } = await person({ dataDir }, { HOME: home });
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByText("Stripe").first().waitFor();
    await page.keyboard.press("Control+9");
    await page.getByRole("button", { name: "Export", exact: true }).press("Enter");
    await page.getByText("2 items of 1 vault that you can open").waitFor();
    await page.getByRole("button", { name: "Export…" }).press("Enter");
    await page.keyboard.type("wrong wrong wrong");
    await page.getByLabel("Passphrase of the archive", { exact: true }).fill(own);
    await page.getByLabel("Once more").fill(own);
    await page.locator("button:enabled", { hasText: "Export 2 items" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("That is not the passphrase").waitFor();
    await page.getByLabel("Your passphrase").fill(passphrase);
    await page.getByLabel("Your passphrase").press("Enter");
    await page.getByText(/^2 items of 1 vault in latchkey-/).waitFor();
    const [name = ""] = readdirSync(join(home, "Downloads"));
    await page.keyboard.press("Control+2");
    await page.getByRole("button", { name: "New", exact: true }).click();
    await page.getByRole("menuitem", { name: /Import/ }).click();
    await page.getByTestId("import-file").setInputFiles(join(home, "Downloads", name));
    await page.getByLabel("Passphrase of the archive").fill("another");
    await page.keyboard.press("Enter");
    await page.getByText("This is not the passphrase of this archive").waitFor();
    await page.getByLabel("Passphrase of the archive").fill(own);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Import a Latchkey archive" }).waitFor();
    expect(violations).toEqual([]);
  });
});
