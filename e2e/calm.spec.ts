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
    const typed = async (text: string): Promise<string[]> => {
      await page.getByLabel("Password", { exact: true }).fill(text);
      await page.locator(".password-note b").waitFor();
      return shifts(page);
    };
    expect(await typed("short"), "the strength of a new password").toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Leave without saving" }).click();
    expect(await moved("Control+1", "Mailchimp"), "back from it").toEqual([]);
    await page.keyboard.press("Tab");
    expect(await moved("e", "Save"), "an edit").toEqual([]);
    expect(await typed("Reh-99-Nuss-quer"), "the strength of another password").toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Leave without saving" }).click();
    expect(await moved("Control+4", "Today"), "activity").toEqual([]);
    await page.keyboard.press("Control+3");
    await page.getByRole("button", { name: "Name and passphrase" }).click();
    await page.getByRole("button", { name: "Change…" }).click();
    const chosen = page.getByLabel("New passphrase", { exact: true });
    await chosen.waitFor();
    await shifts(page);
    for (const text of ["short", "nordlicht2026", "Ziegel-Sommer-quer-41-Lotse"]) {
      await chosen.fill(text);
      await page.locator(".verdict b").waitFor();
      expect(await shifts(page), "the strength of a passphrase").toEqual([]);
    }
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
