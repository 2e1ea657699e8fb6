/** Row 99 of the attacks: markup in every field that somebody else fills; on every page it is text, and nothing else. */
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { chromiumHere, person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { madeOfText, payloads } from "./kit/markup.ts";
import { needs } from "./kit/needs.ts";
import { atEnd, scratchDir } from "./kit/scratch.ts";
import { colleague, founderIn, must, passphrase } from "./kit/team.ts";

const at = (index: number): string => payloads[index % payloads.length] as string;
const perItem = 6;

/** Every payload stands in a field of a login; others in the names of vaults, people, tools, accounts and files. */
async function filled(): Promise<{ dataDir: string; items: number }> {
  const dataDir = scratchDir();
  const ada = await founderIn(dataDir);
  const user = await colleague(ada, at(0));
  const { vault } = await must(ada, "vault.create", { title: at(1) });
  let items = 0;
  for (let first = 0; first < payloads.length; first += perItem, items++)
    await must(ada, "item.save", {
      vault,
      changes: {
        title: `n${items}n ${at(first)}`,
        username: at(first + 1),
        password: at(first + 2),
        notes: at(first + 3),
        tags: [at(first + 4).slice(0, 60)],
        fields: [{ name: at(first + 5).slice(0, 80), type: "text", value: at(first + 5) }],
        totp: `otpauth://totp/${encodeURIComponent(at(first))}:x?secret=JBSWY3DPEHPK3PXP&issuer=${encodeURIComponent(at(first))}`,
      },
    });
  const { tool } = await must(ada, "tool.save", { name: at(2), notes: at(3) });
  await must(ada, "account.save", { tool, user, signInName: at(4) });
  await ada.close();
  return { dataDir, items };
}

const isText = async (page: Page, place: string): Promise<void> => {
  expect(await page.evaluate(madeOfText), place).toEqual([]);
  expect(await page.evaluate(() => (window as { __ran?: number }).__ran ?? 0), place).toBe(0);
};

const opened = (page: Page) => page.getByRole("option", { name: /opened the password of/i }).first();

/** Where a section leads, and what of the payloads is seen there: to the letter, so it is a text. */
const places = (page: Page): [key: string, place: string, seen: Locator][] => [
  ["Control+1", "Today", page.getByRole("region")],
  ["Control+3", "Codes", page.getByRole("option").getByText(at(0), { exact: false })],
  ["Control+4", "Tools", page.getByRole("option").getByText(at(2))],
  ["Control+7", "People", page.getByText(at(0), { exact: true })],
  ["Control+9", "Settings", page.getByRole("heading")],
  ["Control+8", "Activity", opened(page)],
];

describe("stored script", () => {
  needs("Chromium");

  it("positive control: on a page that takes text for markup most of it is markup, and scripts run", async () => {
    expect(new Set(payloads).size).toBeGreaterThanOrEqual(200);
    const page = await (await chromiumHere()).newPage();
    atEnd(() => page.close());
    await page.setContent("<main></main>");
    await page.evaluate((texts) => {
      for (const text of texts) {
        const place = document.createElement("div");
        place.innerHTML = text;
        document.querySelector("main")?.append(place);
      }
    }, payloads);
    await eventually(
      () => page.evaluate(() => (window as { __ran?: number }).__ran ?? 0),
      (count) => count > 10,
    );
    expect((await page.evaluate(madeOfText)).length).toBeGreaterThan(100);
  });

  it("is a text in the list, the detail, the editor, the search, Codes, People, Activity and the vault's sheet", async () => {
    const { dataDir, items } = await filled();
    const { page, violations } = await person({ dataDir });
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("option").first().waitFor();
    await isText(page, "Items");
    const detail = page.locator("main.detail");
    for (let item = 0; item < items; item++) {
      await page.keyboard.press("Control+f");
      await page.keyboard.insertText(`n${item}n`);
      await page
        .getByRole("option", { name: new RegExp(`^n${item}n `) })
        .first()
        .click();
      await detail.getByRole("heading", { name: new RegExp(`^n${item}n `) }).waitFor();
      await isText(page, `item ${item}`);
    }
    await page.getByRole("button", { name: "Show: Password" }).click();
    await page.locator(".secret").first().waitFor();
    await isText(page, "a shown password");
    await page.keyboard.press("e");
    await page.locator("form.editor").waitFor();
    await isText(page, "the editor");
    await page.keyboard.press("Escape");
    for (const [key, place, seen] of places(page)) {
      await page.keyboard.press(key);
      await seen.first().waitFor();
      await isText(page, place);
    }
    await opened(page).click();
    await page.getByRole("button", { name: "Show in Items" }).waitFor();
    await isText(page, "one line of Activity");
    expect(violations).toEqual([]);
  });
});
