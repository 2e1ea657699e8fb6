/** A fault in drawing a page leaves no empty window: it is said, and the keyboard leads on to a fresh page with what was typed. */
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { filledFolder } from "./kit/filled-folder.ts";
import { hasFocus } from "./kit/keyboard.ts";
import { needs } from "./kit/needs.ts";
import { passphrase } from "./kit/team.ts";

describe("a page that cannot be drawn", () => {
  needs("Chromium");

  it("says so, and a lock by the keyboard brings one that can", async () => {
    const dataDir = await filledFolder({ title: "Mailchimp", username: "dana", password: "Reh-12-Nuss" });
    const { page } = await person({ dataDir });
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Mailchimp", exact: true }).waitFor();
    // As a fault of ours would: what draws People throws.
    await page.evaluate(() => {
      Date.prototype.getMonth = () => {
        throw new Error("a fault");
      };
    });
    await page.keyboard.press("Control+7");
    await page.getByRole("alert").getByText("This page cannot be shown").waitFor();
    await hasFocus(page);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Lock");
    await page.keyboard.press("Enter");
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Mailchimp", exact: true }).waitFor();
    await page.keyboard.press("Control+7");
    await page.getByText("Joined").first().waitFor();
  });
});
