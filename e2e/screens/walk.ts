/** What the walks have in common: finding buttons, and one look at a place in its looks. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { axeFaults, wcag } from "../kit/axe.ts";
import { nameOf, type Stop } from "../screens.ts";
import { watchBeginnings } from "./beginnings.ts";
import { clippedText, zoomedWindows } from "./clipped.ts";

const allLooks = [
  { width: 1440, height: 900, scheme: "light" },
  { width: 900, height: 600, scheme: "dark" },
  { width: 1440, height: 900, scheme: "dark" },
  { width: 900, height: 600, scheme: "light" },
] as const;
/** The first two show both sizes and both themes; `npm run screens` takes all four, and those at 200 % zoom. */
const isWhole = process.env.LATCHKEY_ALL_LOOKS !== undefined;
const looks = isWhole ? allLooks : allLooks.slice(0, 2);
const pictures = join(import.meta.dirname, "../../test-results/screens");

/** The longest that a walk may take on a busy computer. */
export const walkMs = 600_000;

export const longName = "Handelskammer Hamburg, Mitgliederverwaltung und Beitragswesen";
export const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first();

/** Types a new passphrase, twice. */
export async function choosePassphrase(page: Page, passphrase: string, again = passphrase): Promise<void> {
  await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await page.getByLabel("Passphrase again").fill(again);
}

/** Walks the stops; the answer says what is wrong where. */
export async function walk<Stage>(page: Page, stops: Stop<Stage>[], stage: Stage): Promise<string[]> {
  mkdirSync(pictures, { recursive: true });
  const faults = new Set<string>();
  const [first] = allLooks;
  await page.setViewportSize({ width: first.width, height: first.height });
  const beginnings = await watchBeginnings(page);
  for (const stop of stops) {
    const name = nameOf(stop);
    await stop.go(page, stage).catch(async (error: unknown) => {
      await page.screenshot({ path: join(pictures, `stuck-before-${name}.png`) });
      throw error;
    });
    const place = await page.evaluate(() => ({ ...document.documentElement.dataset }));
    if (stop.route !== "keys") expect([place.route, place.step], name).toEqual([stop.route, stop.step]);
    else expect(place.route, name).toBe(stop.route);
    // No tooltip and no highlight of what happened to be clicked.
    await page.mouse.move(2, 2);
    for (const { width, height, scheme } of looks) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await page.screenshot({ path: join(pictures, `${name}-${width}-${scheme}.png`) });
      const where = `${name} (${width}, ${scheme})`;
      for (const fault of await layoutFaults(page)) faults.add(`${where}: ${fault}`);
      for (const fault of await axeFaults(page, wcag)) faults.add(`${where}: ${fault}`);
    }
    for (const { width, height } of zoomedWindows) {
      await page.setViewportSize({ width, height });
      for (const fault of await settledFaults(page)) faults.add(`${name} (${width}x${height}): ${fault}`);
      if (isWhole) await page.screenshot({ path: join(pictures, `${name}-zoomed-${width}.png`) });
    }
    await page.setViewportSize({ width: first.width, height: first.height });
  }
  const begun = stops.slice(1).flatMap(({ route, step }) => [route, step ?? []].flat());
  for (const place of begun) if (!beginnings.seen.has(place)) faults.add(`${place} never began`);
  return [...faults, ...beginnings.faults];
}

/** What is cut once menus and lists have taken their place in the new size: they do so some frames after it changed. */
async function settledFaults(page: Page): Promise<string[]> {
  let faults = await clippedText(page);
  for (let frames = 0; faults.length > 0 && frames < 60; frames++) {
    await page.evaluate(() => new Promise(requestAnimationFrame));
    faults = await clippedText(page);
  }
  return faults;
}

/** What no accessibility check sees: panes that leave a hole or run out of the window, rows that are not where rows belong. */
export function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const box = (element: Element) => element.getBoundingClientRect();
    const main = document.querySelector("main");
    if (main !== null && Math.abs(box(main).right - innerWidth) > 1) faults.push(`main ends at ${box(main).right}`);
    if (document.documentElement.scrollWidth > innerWidth) faults.push("the page is wider than the window");
    const rows = [...document.querySelectorAll('.row[role="option"]')];
    const groupOf = (row: Element) => row.closest('[role="group"], [role="listbox"]');
    for (const [at, row] of rows.entries()) {
      const before = rows[at - 1];
      if (before === undefined || groupOf(before) !== groupOf(row)) continue;
      const step = box(row).top - box(before).top;
      // The name of a group stands above the first row of it, in the same place.
      const above = row.previousElementSibling;
      const head = above?.matches(".rows-head") === true ? box(above).height : 0;
      if (Math.abs(step - head - 44) > 1) faults.push(`row ${at} stands ${step} px below the one before`);
    }
    // An exact text is shown to the letter: no pair of letters, and no x between digits, turns into another sign.
    for (const element of document.querySelectorAll("body *"))
      if (element.childElementCount === 0 && getComputedStyle(element).fontVariantLigatures !== "none")
        faults.push(`${element.outerHTML.slice(0, 80)} may show ligatures`);
    // What a field asks for is read whole.
    const pen = document.createElement("canvas").getContext("2d");
    for (const field of document.querySelectorAll<HTMLInputElement>("input:placeholder-shown")) {
      const { font, paddingLeft, paddingRight } = getComputedStyle(field);
      if (pen !== null) pen.font = font;
      const space = field.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
      const needs = pen?.measureText(field.placeholder).width ?? 0;
      if (space > 0 && needs > space + 1) faults.push(`“${field.placeholder}” is cut in its field`);
    }
    for (const element of document.querySelectorAll("button, input, select, textarea")) {
      const { left, right, width, height } = box(element);
      if (width > 0 && height > 0 && (left < -1 || right > innerWidth + 1))
        faults.push(`${element.outerHTML.slice(0, 80)} is out of the window`);
    }
    return faults;
  });
}
