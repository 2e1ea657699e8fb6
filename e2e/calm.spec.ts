/** Nothing jumps: what a screen has drawn stays where it is while the rest arrives. */
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { filledFolder } from "./kit/filled-folder.ts";
import { needs } from "./kit/needs.ts";
import { passphrase, server } from "./kit/team.ts";
import { shifts, watchShifts } from "./screens/shifts.ts";

describe("a screen that loads", () => {
  needs("Chromium");

  it("moves nothing that it has drawn", async () => {
    const dataDir = await filledFolder({ title: "Mailchimp", username: "dana", password: "Reh-12-Nuss" });
    const { page } = await person({ dataDir });
    await page.getByLabel("Passphrase").waitFor();
    await watchShifts(page);
    await page.getByLabel("Passphrase").fill("not this one");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").first().waitFor();
    expect(await shifts(page), "a wrong passphrase").toEqual([]);
    await page.getByRole("button", { name: /^Forgot/ }).click();
    await page
      .getByRole("main", { name: /^Forgot/ })
      .or(page.getByRole("heading", { name: /^Forgot/ }))
      .first()
      .waitFor();
    expect(await shifts(page), "forgotten").toEqual([]);
    await page.keyboard.press("Escape");
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
    expect(await moved("Control+g", "Copy password"), "the generator").toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("Tab");
    expect(await moved("Control+n", "Save"), "a new item").toEqual([]);
    await page.keyboard.press("Escape");
    expect(await moved("Control+1", "Mailchimp"), "back from it").toEqual([]);
  });

  it("moves nothing as the server answers to a setup code", async () => {
    const { setupCode } = await server();
    const { page } = await person();
    await page.getByRole("button", { name: /Create a team/ }).click();
    await page.getByLabel("Setup code").waitFor();
    await watchShifts(page);
    await page.getByLabel("Setup code").fill(setupCode);
    await page.getByText("Reached").waitFor();
    expect(await shifts(page), "the server answers").toEqual([]);
  });
});
