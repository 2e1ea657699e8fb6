/** Hands that are quicker than the answers: no key ever meets another item than the one that its person saw or asked for. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { focused, tabTo } from "./kit/keyboard.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { founderIn, must, passphrase } from "./kit/team.ts";

const titles = ["Adobe", "Buffer", "Canva", "Dentist", "Mailchimp", "Pinterest"];

/** Ada's folder, closed, with one vault. */
async function filled() {
  const dataDir = scratchDir();
  const ada = await founderIn(dataDir);
  const { vault } = await must(ada, "vault.create", { title: "Marketing" });
  for (const title of titles)
    await must(ada, "item.save", {
      ...{ vault, changes: { title, username: `${title}@n.example`, password: `${title}-1`, notes: `About ${title}` } },
    });
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

const list = (page: Page) => page.getByRole("listbox", { name: "Items" });
const heading = (page: Page, name: string) => page.locator("main.detail").getByRole("heading", { name, exact: true });
const says = (page: Page, text: string | RegExp) => page.locator(".notice").getByText(text).waitFor();
const isAt = (page: Page, at: string) =>
  eventually(
    () => focused(page),
    ({ name }) => name === at,
  );
const total = (page: Page, title: string) => page.getByRole("option", { name: title }).count();

describe("quick hands", () => {
  needs("Chromium");

  it("copy, edit, type and duplicate what they meant, and can take it back", async () => {
    const { page, violations } = await unlocked(await filled());
    // The act comes with the step to the item, while the one before still stands in the detail.
    await tabTo(page, /^Items$/);
    await page.keyboard.press("Home");
    await heading(page, "Adobe").waitFor();
    await page.keyboard.press("End");
    await page.keyboard.press("Delete");
    await says(page, "Pinterest moved to Trash");
    await page.keyboard.press("Control+z");
    await page.getByRole("option", { name: "Pinterest" }).waitFor();

    // The notes are there as soon as the editor is.
    await page.keyboard.press("Control+f");
    await page.keyboard.insertText("Canva");
    await heading(page, "Canva").waitFor();
    await tabTo(page, /^Items$/);
    await page.keyboard.press("e");
    await page.getByLabel("Title", { exact: true }).waitFor();
    expect(await page.getByLabel("Notes").inputValue()).toBe("About Canva");
    await page.keyboard.press("Escape");
    await isAt(page, "Items");

    // What was just made is edited by the same key, before anything was chosen in the list.
    await page.keyboard.press("Control+f");
    await page.keyboard.press("Escape");
    await tabTo(page, /^Items$/);
    await page.keyboard.press("n");
    await page.getByLabel("Title", { exact: true }).fill("Zendesk");
    await page.keyboard.press("Control+s");
    await page.locator("form.editor").waitFor({ state: "detached" });
    await page.keyboard.press("e");
    await page.locator("form.editor").waitFor();
    expect(await page.getByLabel("Title", { exact: true }).inputValue()).toBe("Zendesk");
    await page.keyboard.press("Escape");

    // Two letters are the beginning of a name, also where each is a key alone.
    await page.keyboard.press("Control+f");
    await page.keyboard.press("Escape");
    await tabTo(page, /^Items$/);
    await page.keyboard.press("d");
    await page.keyboard.press("e");
    await heading(page, "Dentist").waitFor();
    expect(await page.getByLabel("Search").first().inputValue()).toBe("de");
    expect(await total(page, "Dentist")).toBe(1);

    // One letter alone is its key, and what it made goes again.
    await tabTo(page, /^Items$/);
    await page.keyboard.press("d");
    await says(page, "Dentist duplicated");
    await page.getByRole("option", { name: "Dentist" }).nth(1).waitFor();
    await page.keyboard.press("Control+z");
    await page.getByRole("option", { name: "Dentist" }).nth(1).waitFor({ state: "detached" });
    expect(violations).toEqual([]);
  });

  it("mark several in Trash and for tags, and are told what is too long", async () => {
    const { page, violations } = await unlocked(await filled());
    await list(page).focus();
    await page.keyboard.press("Home");
    await heading(page, "Adobe").waitFor();
    await page.keyboard.press("Shift+ArrowDown");
    await page.getByRole("button", { name: "Add tags" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Tags").fill("bank, tax");
    await dialog.getByRole("button", { name: "Add tags" }).click();
    await says(page, "2 items tagged “bank”, “tax”");

    await list(page).focus();
    await page.keyboard.press("Delete");
    await says(page, "2 items moved to Trash");
    await page
      .getByRole("button", { name: /^Trash/ })
      .first()
      .click();
    await page.getByRole("option", { name: "Adobe" }).waitFor();
    await page.getByRole("option", { name: "Adobe" }).click({ button: "right" });
    await page.getByRole("menuitem", { name: "Restore to Marketing" }).waitFor();
    await page.keyboard.press("Escape");
    await list(page).focus();
    await page.keyboard.press("Control+a");
    await page.getByText("2 items selected").first().waitFor();
    await page.keyboard.press("Enter");
    await says(page, "2 items restored");

    await page
      .getByRole("button", { name: /^All items/ })
      .first()
      .click();
    await page.getByRole("option", { name: "Buffer" }).click();
    await heading(page, "Buffer").waitFor();
    // What ends leads back to where it began: to the button in the band, and to the link to the sheet, though both are drawn anew.
    for (const end of ["Escape", "Control+s"]) {
      await page.getByRole("button", { name: "Edit" }).click();
      await page.getByLabel("Title", { exact: true }).fill(end === "Escape" ? "Buffer" : "Buffer two");
      await page.keyboard.press(end);
      await isAt(page, "Edit");
    }
    await page.locator(".vault-link").click();
    await isAt(page, "Marketing");
    await page.keyboard.press("Escape");
    await isAt(page, "Marketing");
    expect(await page.evaluate(() => document.activeElement?.className)).toContain("vault-link");
    await page.getByRole("option", { name: "Buffer two" }).click();
    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByLabel("Notes").fill("x".repeat(71_656));
    await page.getByText("6,120 characters too long").waitFor();
    await page.getByRole("button", { name: "Save" }).click();
    expect(await page.getByLabel("Notes").evaluate((field) => field === document.activeElement)).toBe(true);
    expect(violations).toEqual([]);
  });
});
