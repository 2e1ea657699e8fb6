/**
 * What the page can show over each other, for `escape.spec.ts`: the places, how each is reached, and what opens over it beside the
 * dialogs, which stand in `dialog-beginnings.ts`.
 */
import type { Locator, Page } from "playwright-core";
import { words } from "../../shared/copy/words.ts";
import { fixturePath } from "../fixtures.ts";

export type Layer = { open(page: Page): Promise<void>; shown(page: Page): Locator };
type Place = {
  /** Leads to it, from anywhere in the unlocked app. */
  reach(page: Page): Promise<void>;
  /** What Escape closes after the upper one; null: the place itself, which Escape does not close. */
  layer: Layer | null;
  /** Answers what Escape asks before the lower one closes. */
  agree?(page: Page): Promise<void>;
  above: Record<string, Layer>;
};

export const button = (page: Page, name: string | RegExp): Locator => page.getByRole("button", { name }).first();
export const row = (page: Page, name: string): Locator => page.getByRole("option", { name });

/** Chooses an act of a menu. */
export async function choose(page: Page, menu: string | RegExp, act: string | RegExp): Promise<void> {
  await button(page, menu).click();
  await page.getByRole("menuitem", { name: act }).click();
}

const opened = (open: Layer["open"], shown: Layer["shown"]): Layer => ({ open, shown });
const pressed = (name: string | RegExp, shown: Layer["shown"]): Layer =>
  opened((page) => button(page, name).click(), shown);
const anyMenu = (page: Page): Locator => page.getByRole("menu");
const menu = (name: string | RegExp): Layer => pressed(name, anyMenu);
const rowMenu: Layer = opened((page) => row(page, "Mailchimp").click({ button: "right" }), anyMenu);
const search = (page: Page): Locator => page.getByRole("searchbox", { name: /^Search/ }).first();
const people = pressed("Add people", (page) => page.getByPlaceholder("Search people"));
const keys: Layer = opened(
  async (page) => {
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press("?");
  },
  (page) => page.getByRole("dialog", { name: /^Keys/ }),
);
const version: Layer = opened(
  (page) => page.locator(".version-open").last().click(),
  (page) => page.getByRole("columnheader", { name: "Then" }),
);
const editing = (page: Page): Locator => page.getByRole("main", { name: "Editing" });

async function inOps(page: Page): Promise<void> {
  await page.keyboard.press("Control+2");
  await button(page, /^Ops/).click();
  await row(page, "Mailchimp").click();
  await page.getByRole("heading", { name: "Mailchimp", exact: true }).waitFor();
}
async function inTools(page: Page): Promise<void> {
  await page.keyboard.press("Control+4");
  // The section opens where it was left.
  await button(page, "Table").click();
  await row(page, "GitHub").first().waitFor();
}
async function inPeople(page: Page, name: RegExp): Promise<void> {
  await page.keyboard.press("Control+7");
  await page.getByRole("radio", { name: "People" }).check({ force: true });
  await button(page, name).click();
}
async function inSettings(page: Page, name: string): Promise<void> {
  await page.keyboard.press("Control+9");
  await button(page, name).click();
}

const items = {
  "the text of the filter": {
    reach: inOps,
    layer: opened(
      (page) => search(page).fill("Mail"),
      (page) => page.locator('input[type=search][value="Mail"]'),
    ),
    above: {
      "the menu of an item": menu("More"),
      "the menu of a row": rowMenu,
      "the menu of what can be added": menu("New"),
      "an earlier version": version,
      "the table of keys": keys,
      "an edit": pressed(/^Edit/, editing),
    },
  },
  "several marked rows": {
    reach: inOps,
    layer: opened(
      async (page) => {
        await page.getByRole("listbox", { name: "Items" }).focus();
        await page.keyboard.press("Control+a");
      },
      (page) => page.locator("h2", { hasText: words.itemActs.marked(2) }),
    ),
    above: { "the menu of the order": menu(/^Sort: /), "the menu of a row": rowMenu },
  },
  "an earlier version": { reach: inOps, layer: version, above: {} },
  "an edit": {
    reach: inOps,
    layer: opened(async (page) => {
      await button(page, /^Edit/).click();
      await page.getByLabel("Username").fill("changed");
    }, editing),
    agree: (page) => button(page, "Leave without saving").click(),
    above: {
      "the menu of what can be added to it": menu("Add field"),
      "the generator beside its password": pressed("Generate password", (page) =>
        page.getByRole("dialog", { name: words.generator.open }),
      ),
      "the table of keys": keys,
    },
  },
} satisfies Record<string, Place>;

const sheets = {
  "a vault’s sheet": {
    async reach(page) {
      await page.keyboard.press("Control+2");
      await button(page, /^Billing/).click();
    },
    layer: pressed("Open vault sheet", (page) => page.locator("main.sheet")),
    above: {
      "the popover that adds people": people,
      "the menu of a person": menu(/^More about Ada/),
      "the table of keys": keys,
    },
  },
  "a dry run": {
    async reach(page) {
      await page.keyboard.press("Control+2");
      await choose(page, "New", /Import/);
      await page.getByTestId("import-file").setInputFiles(fixturePath("imports/keepassxc.kdbx"));
      await page.getByLabel("Passphrase of the file").fill("fixture-pass");
    },
    layer: pressed("Read the file", (page) => page.locator(".import-list")),
    above: {
      "the list of where a group goes": pressed(/^Goes to: Marketing/, (page) =>
        page.getByRole("textbox", { name: "Find or name a vault" }),
      ),
      "the table of keys": keys,
    },
  },
} satisfies Record<string, Place>;

const pages = {
  "somebody’s page": { reach: (page) => inPeople(page, /^Bob/), layer: null, above: {} },
  "one’s own page": { reach: (page) => inPeople(page, /^Ada/), layer: null, above: {} },
  "a group": {
    async reach(page) {
      await page.keyboard.press("Control+7");
      await page.getByRole("radio", { name: "Groups" }).check({ force: true });
      await page.getByRole("heading", { name: "Support" }).waitFor();
    },
    layer: null,
    above: {
      "the popover that adds people": people,
      "the popover that gives a vault": pressed(words.groups.give, (page) =>
        page.getByPlaceholder(words.groups.giveSearch),
      ),
      "the menu of a member": menu(/^More about Bob/),
    },
  },
  "the list of tools": { reach: inTools, layer: null, above: { "the table of keys": keys } },
  "own accounts": {
    reach: async (page) => {
      await inTools(page);
      await button(page, "My accounts").click();
      await button(page, "Add my account").waitFor();
    },
    layer: null,
    above: { "the table of keys": keys },
  },
  "a tool": {
    reach: inTools,
    layer: opened(
      (page) => row(page, "GitHub").first().click(),
      (page) => page.getByRole("heading", { name: "GitHub" }),
    ),
    above: { "the table of keys": keys },
  },
  "the computers in Settings": {
    reach: (page) => inSettings(page, "Computers and sheets"),
    layer: null,
    above: {
      "the name of the computer": pressed(words.computers.rename, (page) => page.getByLabel(words.computers.name)),
    },
  },
  "the codes": { reach: (page) => page.keyboard.press("Control+3"), layer: null, above: {} },
  "the export in Settings": { reach: (page) => inSettings(page, "Export"), layer: null, above: {} },
  "the passphrase in Settings": { reach: (page) => inSettings(page, "Name and passphrase"), layer: null, above: {} },
} satisfies Record<string, Place>;

export type PlaceName = keyof typeof items | keyof typeof sheets | keyof typeof pages;
/** What can lie below, and what opens over it. */
export const places: Record<PlaceName, Place> = { ...items, ...sheets, ...pages };
