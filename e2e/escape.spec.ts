/**
 * Escape closes the top layer and nothing else, for every pair of layers that the page can show over each other. The focus
 * is where the upper one was opened from, or somewhere: never on nothing.
 */
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixturePath } from "./fixtures.ts";
import { type Person, person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { hasFocus } from "./kit/keyboard.ts";
import { needs } from "./kit/needs.ts";
import { keep, scratchDir } from "./kit/scratch.ts";
import { client, must, passphrase, server } from "./kit/team.ts";

type Layer = { open(page: Page): Promise<void>; shown(page: Page): Locator };

const button = (page: Page, name: string | RegExp): Locator => page.getByRole("button", { name }).first();
const dialog = (page: Page, title: string | RegExp): Locator => page.getByRole("dialog", { name: title });
const opened = (open: (page: Page) => Promise<void>, shown: (page: Page) => Locator): Layer => ({ open, shown });
const pressed = (name: string | RegExp, shown: (page: Page) => Locator): Layer =>
  opened((page) => button(page, name).click(), shown);
const menu = (name: string | RegExp): Layer => pressed(name, (page) => page.getByRole("menu"));

const search = (page: Page): Locator => page.getByRole("searchbox", { name: /^Search/ }).first();
const keys: Layer = opened(
  async (page) => {
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press("?");
  },
  (page) => dialog(page, /^Keys/),
);

/** What can lie below, and above each of them what the page can open over it. */
const below: Record<string, { layer: Layer; above: Record<string, Layer> }> = {
  "the text of the filter": {
    layer: opened(
      (page) => search(page).fill("Mail"),
      (page) => page.locator('input[type=search][value="Mail"]'),
    ),
    above: {
      "the menu of an item": menu("More"),
      "the menu of what can be added": menu("New"),
      "the dialog of a new vault": pressed("New vault", (page) => dialog(page, "New vault")),
      "the table of keys": keys,
      "an edit": pressed(/^Edit/, (page) => page.getByRole("main", { name: "Editing" })),
    },
  },
  "an edit": {
    layer: opened(
      async (page) => {
        await button(page, /^Edit/).click();
        await page.getByLabel("Username").fill("changed");
      },
      (page) => page.getByRole("main", { name: "Editing" }),
    ),
    above: {
      "the menu of what can be added to it": menu("Add field"),
      "the question before it is left": pressed(/^Cancel/, (page) => dialog(page, /^Leave without saving/)),
      "the table of keys": keys,
    },
  },
  "a vault's sheet": {
    layer: pressed("Open vault sheet", (page) => page.locator("main.sheet")),
    above: {
      "the popover that adds people": pressed("Add people", (page) => page.getByPlaceholder("Search people")),
      "the menu of a person": menu(/^More about Ada/),
      "the dialog that renames it": pressed("Rename", (page) => dialog(page, "Rename vault")),
      "the dialog that archives it": pressed(/^Archive/, (page) => dialog(page, /^Archive/)),
      "the table of keys": keys,
    },
  },
};

/** A folder with a vault of one login, which a browser's host can open. */
async function folder(): Promise<string> {
  const dataDir = scratchDir();
  const { url, setupCode } = await server();
  const ada = await client({ dataDir });
  await must(ada, "team.create", {
    ...{ name: "Nordlicht", person: "Ada", passphrase, keychain: "file" },
    server: { url, setupCode },
  });
  const { vault } = await must(ada, "vault.create", { title: "Ops" });
  await must(ada, "item.save", {
    vault,
    changes: { title: "Mailchimp", username: "ada", password: "Reh-12-Nuss" },
  });
  await ada.close();
  return dataDir;
}

describe("Escape closes the top layer and nothing else", () => {
  needs("Chromium");

  describe.each(Object.entries(below))("over %s", (lower, { layer, above }) => {
    let shared: Person;
    let close = async (): Promise<void> => undefined;
    beforeAll(async () => {
      shared = await person({ dataDir: await folder() });
      close = keep();
      await shared.page.getByLabel("Passphrase").fill(passphrase);
      await shared.page.keyboard.press("Enter");
    });
    afterAll(() => close());

    it.each(Object.entries(above))("%s", async (_, over) => {
      const { page, violations } = shared;
      await button(page, /^Ops/).click();
      await page.getByRole("heading", { name: "Mailchimp" }).waitFor();
      await layer.open(page);
      await layer.shown(page).waitFor();
      await over.open(page);
      await over.shown(page).waitFor();
      await page.keyboard.press("Escape");
      await over.shown(page).waitFor({ state: "detached" });
      expect(await layer.shown(page).count()).toBe(1);
      await hasFocus(page);
      await page.keyboard.press("Escape");
      if (lower === "an edit") await button(page, "Leave without saving").click();
      await layer.shown(page).waitFor({ state: "detached" });
      expect(await dialog(page, /^Leave without saving/).count()).toBe(0);
      expect(violations).toEqual([]);
    });
  });

  it("the text of the rows' search over a dry run, in which Enter takes nothing either", async () => {
    const { page, violations } = await person({ dataDir: await folder() });
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Mailchimp" }).waitFor();
    await button(page, "New").click();
    await page.getByRole("menuitem", { name: /Import/ }).click();
    await page.getByTestId("import-file").setInputFiles(fixturePath("imports/keepassxc.kdbx"));
    await page.getByLabel("Passphrase of the file").fill("fixture-pass");
    await button(page, "Read the file").click();
    const rows = page.getByRole("searchbox", { name: "Search rows" });
    await rows.fill("mail");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await eventually(
      () => rows.inputValue(),
      (text) => text === "",
    );
    await hasFocus(page);
    await button(page, /^Take 5 items/).waitFor();
    expect(await page.getByRole("status").filter({ hasText: "of 5" }).count()).toBe(0);
    await page.keyboard.press("Escape");
    await page.getByTestId("import-file").waitFor({ state: "attached" });
    expect(violations).toEqual([]);
  });
});
