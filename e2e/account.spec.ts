/** One person and their own account, in a real Chromium: the device sheet checked by hand, appearance, another passphrase, and a forgotten one. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { type Person, person } from "./kit/browser.ts";
import { needs } from "./kit/needs.ts";
import { passphrase, server } from "./kit/team.ts";

const chosen = "Kiesel-Winter-schief-58-Anker";
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first();

const goOn = (page: Page) => page.getByRole("button", { name: "Continue", exact: true });

/** Up to the device sheet, which is answered as its lines. */
async function foundTeam({ page }: Person, setupCode: string): Promise<string[][]> {
  await button(page, /Create a team/).click();
  await page.getByLabel("Setup code").fill(setupCode);
  const accept = page.getByLabel("Keep it in a file");
  if ((await accept.count()) > 0) await accept.check();
  await button(page, "Continue").click();
  await page.getByLabel("Team name").fill("Nordlicht");
  await page.getByLabel("Your name").fill("Dana");
  await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await page.getByLabel("Passphrase again").fill(passphrase);
  await button(page, /Create team/).click();
  const lines = page.locator(".paper-lines [data-line]");
  await lines.first().waitFor();
  return lines.evaluateAll((all) => all.map((one) => ((one as HTMLElement).dataset.line ?? "").split("-")));
}

/** What each box asks for: `Line 3, group 2` as the sheet has it. */
async function askedGroups(page: Page, lines: string[][]): Promise<string[]> {
  const names = await page
    .getByRole("textbox", { name: /^Line/ })
    .evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).labels?.[0]?.textContent ?? ""));
  return names.map((name) => {
    const [, line = "", group = ""] = /Line (\d+), group (\d+)/.exec(name) ?? [];
    return lines[Number(line) - 1]?.[Number(group) - 1] as string;
  });
}

async function lock(page: Page): Promise<void> {
  await page.keyboard.press("Control+l");
  await page.getByLabel("Passphrase").waitFor();
}

const unlock = async (page: Page, typed: string): Promise<void> => {
  await page.getByLabel("Passphrase").fill(typed);
  await page.keyboard.press("Enter");
};
const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

describe("a person's own account", () => {
  needs("Chromium");

  it("has its sheet checked from one's own copy, typed once for each group that is right", async () => {
    const { setupCode } = await server();
    const dana = await person();
    const { page, violations } = dana;
    const lines = await foundTeam(dana, setupCode);
    expect(await goOn(page).isDisabled()).toBe(true);
    await button(page, /I wrote it down/).click();
    const groups = await askedGroups(page, lines);
    expect(groups).toHaveLength(3);
    const shown = await page.locator(".paper").innerText();
    for (const group of lines.flat().filter((part) => part.length === 4)) expect(shown).not.toContain(group);
    expect(await page.locator(".paper svg.qr").count()).toBe(0);
    // The boxes jump by themselves, take lower case, and only the one that differs is typed again.
    await page.keyboard.type(groups[0]?.toLowerCase() as string);
    await page.keyboard.type("uuuu");
    await page.getByText("differs from the sheet").waitFor();
    await button(page, "Look at the sheet").click();
    await page.locator(".paper svg.qr").waitFor();
    await button(page, "Cover it and continue").click();
    const boxes = page.getByRole("textbox", { name: /^Line/ });
    expect(await boxes.nth(0).inputValue()).toBe(groups[0]);
    await boxes.nth(1).fill(groups[1]?.toLowerCase() as string);
    expect(await goOn(page).isDisabled()).toBe(true);
    await page.keyboard.type(groups[2]?.toLowerCase() as string);
    await page.getByText("All three are right.").waitFor();
    await goOn(page).click();
    await page.getByText("Put the first login").waitFor();
    await page.keyboard.press("Control+9");
    await button(page, "Computers and sheets").click();
    await page.getByText("Written down and checked").waitFor();
    expect(await page.getByText("Not printed yet").count()).toBe(0);
    expect(violations).toEqual([]);
  });

  it("is reminded of a sheet that was skipped, keeps its colours over a lock, changes its passphrase, and says what is lost with it", async () => {
    const { setupCode } = await server();
    const dana = await person();
    const { page, violations } = dana;
    await foundTeam(dana, setupCode);
    await button(page, "Continue without a sheet").click();
    await page.getByText("no longer opens, even with your passphrase").waitFor();
    await button(page, "Continue without it").click();
    await page.getByText("Put the first login").waitFor();
    await page.keyboard.press("Control+9");
    await button(page, "Computers and sheets").click();
    await page.getByText("Not printed yet").waitFor();

    await button(page, "Appearance").click();
    const light = await background(page);
    await page.getByLabel("Light or dark").selectOption("dark");
    await expect.poll(() => background(page)).not.toBe(light);
    const dark = await background(page);

    await button(page, "Name and passphrase").click();
    await button(page, "Change…").click();
    await page.getByLabel("Current passphrase").fill("Kiesel-Winter-gerade-58-Anker");
    await page.getByLabel("New passphrase", { exact: true }).fill(chosen);
    await page.getByLabel("New passphrase again").fill(chosen);
    await button(page, "Change passphrase").click();
    await page.getByText("That is not the passphrase of this computer.").waitFor();
    await page.getByLabel("Current passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByText("Passphrase changed").waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("Change…");

    await lock(page);
    // The page is served anew after the lock, with the colours of this computer in it.
    await expect
      .poll(() => page.evaluate(() => document.querySelector<HTMLMetaElement>('meta[name="color-scheme"]')?.content))
      .toBe("dark");
    await page.getByLabel("Passphrase").waitFor();
    expect(await background(page)).toBe(dark);
    const place = await button(page, /^Unlock/).boundingBox();
    await unlock(page, passphrase);
    await page.getByText("That is not the passphrase of this computer.").waitFor();
    expect(await button(page, /^Unlock/).boundingBox()).toEqual(place);

    await button(page, "Forgot your passphrase?").click();
    await page.getByText("Nobody can look it up or reset it").waitFor();
    await page.keyboard.press("Escape");
    await page.getByLabel("Passphrase").waitFor();
    await unlock(page, chosen);
    await page.getByText("Put the first login").waitFor();
    expect(violations).toEqual([]);
  });
});
