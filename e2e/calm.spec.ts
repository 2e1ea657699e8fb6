/** Nothing jumps: what a screen has drawn stays where it is while the rest arrives. */
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { filledFolder } from "./kit/filled-folder.ts";
import { needs } from "./kit/needs.ts";
import { passphrase } from "./kit/team.ts";
import { shifts, watchShifts } from "./screens/shifts.ts";

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
    const moved = async (key: string, text: string): Promise<string[]> => {
      await page.keyboard.press(key);
      await page.getByText(text).first().waitFor();
      return shifts(page);
    };
    expect(await moved("Control+2", "Joined"), "people").toEqual([]);
    expect(await moved("Control+3", "Lock"), "settings").toEqual([]);
    expect(await moved("Control+1", "Mailchimp"), "items again").toEqual([]);
  });
});
