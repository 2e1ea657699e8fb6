/** The list of items by the keyboard alone and by the mouse: moving, sharing, duplicating, several at once, the whole list. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { kdbxOf, kdbxPassphrase } from "./kit/kdbx-file.ts";
import { focused, tabTo } from "./kit/keyboard.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { founderIn, joiner, must, passphrase, readyVault, userOf } from "./kit/team.ts";

const titles = ["Adobe", "Buffer", "Canva", "Mailchimp", "Pinterest"];

/** Ada's folder, closed: a vault that Bob views, one that Cara views, and what only Ada opens. */
async function filled(imported = 0) {
  const dataDir = scratchDir();
  const ada = await founderIn(dataDir);
  const bob = await joiner(ada, "Bob");
  const cara = await joiner(ada, "Cara");
  const { vault } = await must(ada, "vault.create", { title: "Marketing" });
  const { vault: target } = await must(ada, "vault.create", { title: "Contracts" });
  await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "use" });
  await must(ada, "vault.setAccess", { vault: target, user: await userOf(cara), permission: "use" });
  for (const title of titles)
    await must(ada, "item.save", {
      ...{ vault, changes: { title, username: `${title.toLowerCase()}@n.example`, password: `${title}-1`, tags: [] } },
    });
  const [personal] = (await must(ada, "vault.list", {})).filter(({ kind }) => kind === "personal");
  await must(ada, "item.save", { vault: personal?.vault ?? "", changes: { title: "My bank", password: "own" } });
  if (imported > 0) {
    const file = { format: "kdbx" as const, bytes: kdbxOf(imported), passphrase: kdbxPassphrase, target: vault };
    const { preview } = await must(ada, "import.preview", file);
    await must(ada, "import.apply", { preview, target: vault });
  }
  await readyVault(bob, vault);
  await ada.close();
  return { dataDir, bob, cara, vault, target };
}

/** Ada's folder, closed: one login of Bob's that Ada may only view, and one of Ada's own. */
async function viewing(): Promise<string> {
  const dataDir = scratchDir();
  const ada = await founderIn(dataDir);
  const bob = await joiner(ada, "Bob");
  const { vault } = await must(bob, "vault.create", { title: "Marketing" });
  await must(bob, "vault.setAccess", { vault, user: await userOf(ada), permission: "use" });
  await must(bob, "item.save", { vault, changes: { title: "Buffer" } });
  await readyVault(ada, vault);
  const [personal] = (await must(ada, "vault.list", {})).filter(({ kind }) => kind === "personal");
  await must(ada, "item.save", { vault: personal?.vault ?? "", changes: { title: "Own" } });
  await eventually(
    () => must(ada, "item.list", {}),
    ({ total }) => total === 2,
    10_000,
  );
  await ada.close();
  return dataDir;
}

async function unlocked(dataDir: string) {
  const ada = await person({ dataDir });
  await ada.page.getByLabel("Passphrase").fill(passphrase);
  await ada.page.keyboard.press("Enter");
  await ada.page.getByRole("option").first().waitFor();
  return ada;
}

const option = (page: Page, name: string) => page.getByRole("option", { name });
const selected = (page: Page) => page.getByRole("option", { selected: true }).allInnerTexts();
const heading = (page: Page, name: string) => page.locator("main.detail").getByRole("heading", { name, exact: true });
const says = (page: Page, text: string | RegExp) => page.locator(".notice").getByText(text).waitFor();

/** Finds an item from the search, and puts the focus into the list. */
async function select(page: Page, title: string): Promise<void> {
  await page.keyboard.press("Control+f");
  await page.keyboard.insertText(title);
  await heading(page, title).waitFor();
  await tabTo(page, /^Items$/);
  await heading(page, title).waitFor();
}

describe("the list of items", () => {
  needs("Chromium");

  it("moves, duplicates, deletes and brings back with the keyboard alone, and says before who gains and who loses", async () => {
    const { dataDir, bob, cara, vault, target } = await filled();
    const { page, violations } = await unlocked(dataDir);

    await select(page, "Mailchimp");
    await page.keyboard.press("m");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Now in Marketing, where 2 people can open it.").waitFor();
    await dialog.getByLabel("To").selectOption({ label: "Contracts (0 items, 2 people)" });
    await dialog.getByText("1 person gains access").waitFor();
    await dialog.getByText("1 person loses access").waitFor();
    await dialog.getByText("You can open it before and after.").waitFor();
    await tabTo(page, /^Move Mailchimp/);
    await page.keyboard.press("Enter");
    await says(page, "Mailchimp moved to Contracts");
    // Taken back, and done again.
    await page.keyboard.press("Control+z");
    await says(page, "Mailchimp moved back");
    await eventually(
      () => must(bob, "item.list", { vault }),
      ({ items }) => items.filter(({ title }) => title === "Mailchimp").length === 1,
      10_000,
    );
    await select(page, "Mailchimp");
    await page.keyboard.press("m");
    await dialog.getByText("Now in Marketing, where 2 people can open it.").waitFor();
    await dialog.getByLabel("To").selectOption({ label: "Contracts (0 items, 2 people)" });
    await tabTo(page, /^Move Mailchimp/);
    await page.keyboard.press("Enter");
    await says(page, "Mailchimp moved to Contracts");
    await eventually(
      () => must(cara, "item.list", { vault: target }),
      ({ items }) => items.some(({ title }) => title === "Mailchimp"),
      10_000,
    );
    await eventually(
      () => must(bob, "item.list", { vault }),
      ({ items }) => items.every(({ title }) => title !== "Mailchimp"),
      10_000,
    );

    await select(page, "Canva");
    await page.keyboard.press("d");
    await says(page, "Canva duplicated");
    await heading(page, "Canva (2)").waitFor();

    await select(page, "Buffer");
    await page.keyboard.press("Delete");
    await says(page, "Buffer moved to Trash");
    await option(page, "Buffer").waitFor({ state: "detached" });
    await page.keyboard.press("Control+z");
    await says(page, "Buffer restored");
    await option(page, "Buffer").waitFor();
    expect(violations).toEqual([]);
  });

  it("marks several by keys and by the mouse, and deletes and undoes them as one", async () => {
    const { dataDir, bob, vault } = await filled();
    const { page, violations } = await unlocked(dataDir);
    const count = () => page.getByRole("option").count();

    await tabTo(page, /^Items$/);
    await page.keyboard.press("Home");
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    await page.getByText("3 items selected").first().waitFor();
    expect((await selected(page)).map((text) => text.split("\n").find((line) => titles.includes(line)))).toEqual([
      "Adobe",
      "Buffer",
      "Canva",
    ]);
    await page.keyboard.press("Shift+ArrowUp");
    await page.getByText("2 items selected").first().waitFor();
    await page.keyboard.press("Escape");
    expect(await selected(page)).toHaveLength(1);

    await option(page, "Adobe").click();
    await option(page, "Pinterest").click({ modifiers: ["Control"] });
    await page.getByText("2 items selected").first().waitFor();
    await option(page, "Pinterest").click({ button: "right" });
    await page.getByRole("menuitem", { name: /Move to Trash/ }).click();
    await says(page, "2 items moved to Trash");
    await eventually(count, (rows) => rows === 4, 10_000);
    await page.locator(".notice").getByRole("button", { name: "Undo" }).click();
    await says(page, "2 items restored");
    await eventually(count, (rows) => rows === 6, 10_000);

    await page.keyboard.press("Control+f");
    await page.keyboard.press("Control+a");
    await page.getByText("6 items selected").first().waitFor();
    await tabTo(page, /^Add tags/);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Add tags" }).waitFor();
    await eventually(
      () => page.evaluate(() => document.activeElement?.tagName),
      (name) => name === "INPUT",
    );
    await page.keyboard.insertText("spring");
    await page.keyboard.press("Enter");
    await says(page, "6 items tagged “spring”");
    await eventually(
      () => must(bob, "item.list", { vault, text: "spring" }),
      ({ total }) => total === 5,
      10_000,
    );
    expect(violations).toEqual([]);
  });

  it("takes a single mark for a selection, whatever was marked before: the heading names what an act takes", async () => {
    const { dataDir } = await filled();
    const { page, violations } = await unlocked(dataDir);
    await option(page, "Adobe").click();
    await heading(page, "Adobe").waitFor();
    await option(page, "Buffer").click({ modifiers: ["Control"] });
    await page.getByText("2 items selected").first().waitFor();
    await option(page, "Buffer").click({ modifiers: ["Control"] });
    await heading(page, "Adobe").waitFor();
    expect(await selected(page)).toHaveLength(1);
    await option(page, "Canva").click({ button: "right" });
    await page.getByRole("menuitem", { name: /Move to Trash/ }).click();
    await says(page, "Canva moved to Trash");
    await option(page, "Adobe").waitFor();
    expect(violations).toEqual([]);
  });

  it("is moved by dragging a row onto a vault, and kept as a favourite by its key", async () => {
    const { page, violations } = await unlocked(await viewing());
    await select(page, "Own");
    await page.keyboard.press("f");
    await page.getByRole("button", { name: "Remove from favourites" }).waitFor();
    await page.getByRole("button", { name: /^Favourites/ }).click();
    await option(page, "Own").waitFor();
    expect(await page.getByRole("option").count()).toBe(1);
    await tabTo(page, /^Items$/);
    await page.keyboard.press("f");
    await page.getByText("Nothing in Favourites matches").waitFor();
    await page.getByRole("button", { name: /^All items/ }).click();
    await page.getByRole("button", { name: "New vault" }).first().click();
    await page.getByLabel("Title", { exact: true }).fill("Tools");
    await page.getByRole("button", { name: "Create vault" }).click();
    await page.locator("main.sheet").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^All items/ }).click();
    const side = (name: string) => page.locator(".side-name").filter({ hasText: name });
    // What may only be viewed takes nothing.
    await option(page, "Own").dragTo(side("Marketing"));
    expect(await page.getByRole("dialog").count()).toBe(0);
    await option(page, "Own").dragTo(side("Tools"));
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Move Own/ })
      .click();
    await says(page, "Own moved to Tools");
    await side("Tools").click();
    await option(page, "Own").waitFor();
    expect(violations).toEqual([]);
  });

  it("deletes of several those that may be changed, and says how many may only be viewed", async () => {
    const { page, violations } = await unlocked(await viewing());
    await page.getByRole("option", { name: "Buffer" }).waitFor();
    await page.keyboard.press("Control+f");
    await page.keyboard.press("Control+a");
    await page.getByText("2 items selected").first().waitFor();
    await tabTo(page, /^Items$/);
    await page.keyboard.press("Delete");
    await says(page, "Own moved to Trash, 1 you can only view");
    await page.keyboard.press("Control+z");
    await says(page, "Own restored");
    await page.keyboard.press("Control+a");
    await page.keyboard.press("m");
    await page.getByRole("dialog").getByText("1 item that you can only view stays where it is").waitFor();
    expect(violations).toEqual([]);
  });

  it("shares what only one person opens, into a new vault; its link leads there, and nowhere for others", async () => {
    const { dataDir, bob, cara } = await filled();
    const { page, violations } = await unlocked(dataDir);
    await option(page, "My bank").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Share…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("To").selectOption({ label: "New vault…" });
    await dialog.getByLabel("Name of the new vault").fill("Bank");
    await dialog.getByLabel("Bob").check();
    await dialog.getByText("1 person gains access").waitFor();
    await dialog.getByRole("button", { name: /Share My bank/ }).click();
    await says(page, "My bank moved to Bank");
    await eventually(
      () => must(bob, "item.list", { text: "bank" }),
      ({ items }) => items.some(({ title }) => title === "My bank"),
      15_000,
    );
    const [row] = (await must(bob, "item.list", { text: "My bank" })).items;
    const link = `latchkey://item/${row?.item}`;
    expect(await must(bob, "item.list", { text: link })).toMatchObject({ total: 1, items: [{ title: "My bank" }] });
    expect(await must(cara, "item.list", { text: link })).toMatchObject({ total: 0 });
    await page.keyboard.press("Control+f");
    await page.keyboard.insertText(link);
    await heading(page, "My bank").waitFor();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(`latchkey://item/${"0".repeat(26)}`);
    await page.getByText("This link leads to an item that you cannot open").waitFor();
    expect(violations).toEqual([]);
  });

  it("goes to the end of the whole list and back, with pages, not to the end of what was read", async () => {
    const { dataDir } = await filled(400);
    const { page, violations } = await unlocked(dataDir);
    await tabTo(page, /^Items$/);
    const place = () => page.getByRole("option", { selected: true }).getAttribute("aria-posinset");
    const total = await page.getByRole("option").first().getAttribute("aria-setsize");
    expect(Number(total)).toBeGreaterThan(400);
    await page.keyboard.press("End");
    await eventually(place, (at) => at === total);
    await page.keyboard.press("PageUp");
    await eventually(place, (at) => Number(at) < Number(total) - 5 && Number(at) > Number(total) - 40);
    await page.keyboard.press("Home");
    await eventually(place, (at) => at === "1");
    await page.keyboard.press("End");
    await page.keyboard.press("Shift+Home");
    await page.getByText(`${total} items selected`).first().waitFor();
    expect(violations).toEqual([]);
  });

  it("is sorted as its person chose, also after a lock, and shows what they used last on top when they come back", async () => {
    const { dataDir } = await filled(20);
    const { page, violations } = await unlocked(dataDir);
    const first = async () => (await page.getByRole("option").first().innerText()).split("\n");
    const sort = (by: string) => page.getByRole("button", { name: `Sort: ${by}`, exact: true });
    await tabTo(page, /^Sort: By title$/);
    await page.keyboard.press("Enter");
    await eventually(
      () => focused(page),
      ({ name }) => name === "By title",
    );
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await sort("By last change").waitFor();
    await eventually(first, (lines) => !lines.includes("Adobe"));
    await page.keyboard.press("Control+l");
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await sort("By last change").click();
    await page.getByRole("menuitem", { name: "By title" }).click();
    await eventually(first, (lines) => lines.includes("Adobe"));
    expect(await page.getByText("Recently used").count()).toBe(0);

    await select(page, "Pinterest");
    await page.keyboard.press("Space");
    const shown = () => page.locator("main.detail").innerText();
    await eventually(shown, (text) => text.replace(/\s/g, "").includes("Pinterest-1"));
    await page.keyboard.press("Control+f");
    await page.keyboard.press("Delete");
    await eventually(first, (lines) => lines.includes("Adobe"));
    await page.keyboard.press("Control+7");
    await page.getByRole("heading", { name: "People" }).waitFor();
    await page.keyboard.press("Control+2");
    await page.getByText("Recently used").waitFor();
    await page.getByText("A to Z").waitFor();
    await eventually(first, (lines) => lines.includes("Pinterest"));
    const again = page.getByRole("option", { name: "Pinterest" });
    expect(await again.count()).toBe(1);
    expect(violations).toEqual([]);
  });
});
