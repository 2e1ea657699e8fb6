/** Nothing jumps: what a screen has drawn stays where it is while the rest arrives. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { filledFolder } from "./kit/filled-folder.ts";
import { needs } from "./kit/needs.ts";
import { passphrase, server } from "./kit/team.ts";
import { shifts, watchShifts } from "./screens/shifts.ts";

/** What moved since the last call, in one line: a failure names it. */
const moves = async (page: Page): Promise<string> => (await shifts(page)).join("; ");

describe("a screen that loads", () => {
  needs("Chromium");

  it("moves nothing that it has drawn", async () => {
    const dataDir = await filledFolder({ title: "Mailchimp", username: "dana", password: "Reh-12-Nuss" });
    const { page } = await person({ dataDir });
    await page.getByLabel("Passphrase").waitFor();
    const isThere = await page.evaluate(() => document.fonts.check('14px "JetBrains Mono Variable"'));
    expect(isThere, "the font of passwords, before one is drawn").toBe(true);
    await watchShifts(page);
    await page.getByLabel("Passphrase").fill("not this one");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").first().waitFor();
    expect(await moves(page), "a wrong passphrase").toBe("");
    await page.getByRole("button", { name: /^Forgot/ }).click();
    await page
      .getByRole("main", { name: /^Forgot/ })
      .or(page.getByRole("heading", { name: /^Forgot/ }))
      .first()
      .waitFor();
    expect(await moves(page), "forgotten").toBe("");
    await page.keyboard.press("Escape");
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Mailchimp", exact: true }).waitFor();
    expect(await moves(page), "items").toBe("");
    const moved = async (key: string, text: string): Promise<string> => {
      await page.keyboard.press(key);
      await page.getByText(text).first().waitFor();
      return moves(page);
    };
    expect(await moved("Control+7", "Joined"), "people").toBe("");
    expect(await moved("Control+9", "Lock"), "settings").toBe("");
    expect(await moved("Control+2", "Mailchimp"), "items again").toBe("");
    expect(await moved("Control+g", "Copy password"), "the generator").toBe("");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("Tab");
    expect(await moved("Control+n", "Save"), "a new item").toBe("");
    const typed = async (text: string): Promise<string> => {
      await page.getByLabel("Password", { exact: true }).fill(text);
      await page.locator(".password-note b").waitFor();
      return moves(page);
    };
    expect(await typed("short"), "the strength of a new password").toBe("");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Leave without saving" }).click();
    expect(await moved("Control+2", "Mailchimp"), "back from it").toBe("");
    await page.keyboard.press("Tab");
    expect(await moved("e", "Save"), "an edit").toBe("");
    expect(await typed("Reh-99-Nuss-quer"), "the strength of another password").toBe("");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Leave without saving" }).click();
    expect(await moved("Control+8", "Today"), "activity").toBe("");
    await page.keyboard.press("Control+9");
    await page.getByRole("button", { name: "Name and passphrase" }).click();
    await page.getByRole("button", { name: "Change…" }).click();
    const chosen = page.getByLabel("New passphrase", { exact: true });
    await chosen.waitFor();
    await shifts(page);
    for (const text of ["short", "nordlicht2026", "Ziegel-Sommer-quer-41-Lotse"]) {
      await chosen.fill(text);
      await page.locator(".verdict b").waitFor();
      expect(await moves(page), "the strength of a passphrase").toBe("");
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
    expect(await moves(page), "the server answers").toBe("");
  });
});
