/** Nothing jumps: what a screen has drawn stays where it is while the rest arrives (Layout Instability API). */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { filledFolder } from "./kit/filled-folder.ts";
import { needs } from "./kit/needs.ts";
import { passphrase } from "./kit/team.ts";

type Shifting = { shifts: string[] };

/** From now on: every move of something that was drawn, also right after an input, with what moved. */
function watchShifts(page: Page): Promise<void> {
  return page.evaluate(() => {
    const shifts: string[] = [];
    (window as unknown as Shifting).shifts = shifts;
    type Shift = PerformanceEntry & { value: number; sources: { node: Element | null }[] };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as Shift[])
        shifts.push(
          `${entry.value.toFixed(4)} ${entry.sources.map(({ node }) => `${node?.nodeName}.${node?.className}`).join(" ")}`,
        );
    }).observe({ type: "layout-shift", buffered: false });
  });
}

/** What moved since the last call. */
async function shifts(page: Page): Promise<string[]> {
  await page.waitForTimeout(700);
  return page.evaluate(() => (window as unknown as Shifting).shifts.splice(0));
}

describe("a screen that loads", () => {
  needs("Chromium");

  it("moves nothing that it has drawn", async () => {
    const dataDir = await filledFolder({ title: "Mailchimp", username: "dana", password: "Reh-12-Nuss" });
    const { page } = await person({ dataDir });
    await page.getByLabel("Passphrase").waitFor();
    await watchShifts(page);
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Mailchimp" }).waitFor();
    expect(await shifts(page), "items").toEqual([]);
    for (const [key, text] of [
      ["Control+2", "Joined"],
      ["Control+3", "Lock"],
      ["Control+1", "Mailchimp"],
    ] as const) {
      await page.keyboard.press(key);
      await page.getByText(text).first().waitFor();
      expect(await shifts(page), key).toEqual([]);
    }
  });
});
