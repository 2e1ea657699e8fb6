/** 1440x900 at 200 % zoom, by the keyboard alone: the detail covers the list, Enter leads into it and Escape out, the focus goes along. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { fixturePath } from "./fixtures.ts";
import { person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { focused, press, tabTo } from "./kit/keyboard.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { sharedLogin } from "./kit/shared-login.ts";
import { founderIn, joiner, must, passphrase } from "./kit/team.ts";
import { clippedText } from "./screens/clipped.ts";

const zoomed = { width: 720, height: 450 };
const detail = (page: Page, name: string) => page.getByRole("main", { name, exact: true });
const list = (page: Page) => page.locator(".list-col");
/** Where the focus is, and that it can be seen. */
const isAt = (page: Page, name: RegExp) =>
  eventually(
    () => focused(page),
    (at) => name.test(at.name) && at.isSeen,
  );

async function filled() {
  const dataDir = scratchDir();
  const ada = await founderIn(dataDir);
  await joiner(ada, "Bob");
  const { vault } = await must(ada, "vault.create", { title: "Marketing" });
  for (const title of ["Adobe", "Buffer", "Canva"])
    await must(ada, "item.save", { vault, changes: { title, username: `${title}@n.example`, password: `${title}-1` } });
  await ada.close();
  return unlocked(dataDir);
}

async function unlocked(dataDir: string) {
  const started = await person({ dataDir, ...zoomed });
  await started.page.getByLabel("Passphrase").fill(passphrase);
  await started.page.keyboard.press("Enter");
  await started.page.getByRole("option").first().waitFor();
  return started;
}

/** Ada has a login of which two passwords are kept, and Cleo is in no vault of theirs. */
async function conflicted() {
  const { ada, adaDir, bob, vault, item } = await sharedLogin({ title: "Canva", password: "first" });
  await joiner(ada, "Cleo");
  await must(bob, "item.save", { vault, item, changes: { password: "bob's" } });
  await must(ada, "sync.now", {});
  await must(ada, "item.save", { vault, item, base: 1, changes: { password: "ada's" } });
  await ada.close();
  return unlocked(adaDir);
}

/** Chooses from the menu of vaults, which names what is there for a window without the column. */
async function choose(page: Page, name: RegExp): Promise<void> {
  await press(page, /^Vault: /);
  await page.getByRole("menu").waitFor();
  for (let steps = 0; !name.test((await focused(page)).name); steps++) {
    expect(steps, `${name} in the menu`).toBeLessThan(20);
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
}

describe("a narrow window, by the keyboard alone", () => {
  needs("Chromium");

  it("opens, leaves, edits and deletes items", async () => {
    const { page, violations } = await filled();
    const { keyboard } = page;

    // From the search: what is found is opened, read with its own keys, and left; the text of the search is still there.
    await isAt(page, /^Search/);
    await keyboard.insertText("buffer");
    await page.getByRole("option", { name: "Buffer", selected: true }).waitFor();
    await keyboard.press("Enter");
    await detail(page, "Buffer").waitFor();
    await list(page).waitFor({ state: "hidden" });
    await isAt(page, /^Buffer$/);
    await keyboard.press("Space");
    await detail(page, "Buffer").getByText("Buffer", { exact: true }).first().waitFor();
    await page.getByLabel("Hide").first().waitFor();
    await keyboard.press("Enter");
    await page
      .getByText(/Password of Buffer copied|no clipboard tool/i)
      .first()
      .waitFor();
    await keyboard.press("Escape");
    await list(page).waitFor();
    await isAt(page, /^Search/);
    expect(await page.getByLabel(/^Search/).inputValue()).toBe("buffer");
    await keyboard.press("Escape");
    await page.getByRole("option").nth(2).waitFor();

    // From the list: behind it nothing is shown and no key acts on what cannot be seen.
    await tabTo(page, /^Items$/);
    await keyboard.press("ArrowDown");
    await keyboard.press("Space");
    expect(await page.getByRole("main").count()).toBe(0);
    await keyboard.press("Enter");
    const [title] = (await focusedMain(page)).split("\n");
    await keyboard.press("Escape");
    await isAt(page, /^Items$/);

    // The editor, and back to the detail that it began in; Ctrl+F leads to the search from anywhere.
    await keyboard.press("Enter");
    await detail(page, title ?? "").waitFor();
    await keyboard.press("e");
    await page.getByRole("main", { name: "Editing" }).waitFor();
    await keyboard.press("Escape");
    await isAt(page, new RegExp(`^${title}$`));
    await keyboard.press("Control+f");
    await isAt(page, /^Search/);

    // What is deleted gives its place to the next; after the last one the list is back.
    await keyboard.press("Enter");
    for (const left of [2, 1]) {
      const here = await focusedMain(page);
      await keyboard.press("Delete");
      await eventually(
        () => focusedMain(page),
        (name) => name !== "" && name !== here,
      );
      expect(left).toBeGreaterThan(0);
    }
    await keyboard.press("Delete");
    await list(page).waitFor();
    await isAt(page, /^Search/);
    expect(violations).toEqual([]);
  });

  it("restores nothing from Trash that cannot be seen", async () => {
    const { page, violations } = await filled();
    const { keyboard } = page;
    await keyboard.press("Enter");
    await isAt(page, /^Adobe$/);
    await keyboard.press("Delete");
    await page.locator(".notice").getByText("moved to Trash").waitFor();
    await keyboard.press("Escape");
    await page.getByRole("button", { name: /^Vault: / }).click();
    await page.getByRole("menuitem", { name: "Trash" }).click();
    await page.getByRole("option").first().waitFor();
    await keyboard.press("Control+f");
    await keyboard.press("Enter");
    await page.getByRole("button", { name: /^Restore to/ }).waitFor();
    expect(await page.locator(".notice").getByText("restored").count()).toBe(0);
    await keyboard.press("Enter");
    await page.locator(".notice").getByText("restored").waitFor();
    expect(violations).toEqual([]);
  });

  it("settles, shares and imports", async () => {
    const { page, violations } = await conflicted();
    const { keyboard } = page;
    const seen = async () => expect(await clippedText(page)).toEqual([]);

    await choose(page, /^Needs you/);
    await page.getByRole("option", { name: "Canva" }).waitFor();
    await tabTo(page, /^Search/, "Shift+Tab");
    await keyboard.press("Enter");
    await detail(page, "Canva").waitFor();
    await seen();
    await press(page, /^Keep/);
    await page
      .locator(".notice")
      .getByText(/^Conflict in .+ settled$/)
      .waitFor();
    await list(page).waitFor();

    await choose(page, /^Ops/);
    await choose(page, /^Open vault sheet/);
    await press(page, /^Add people/);
    await page.getByRole("option", { name: "Cleo" }).waitFor();
    await seen();
    await keyboard.insertText("Cleo");
    await press(page, /^View/);
    await page
      .locator(".notice")
      .getByText(/Cleo.*Ops/)
      .waitFor();
    await seen();
    await keyboard.press("Escape");
    await list(page).waitFor();

    await choose(page, /^Import/);
    page.on("filechooser", (chooser) => void chooser.setFiles(fixturePath("imports/keepassxc.kdbx")));
    await press(page, /^Choose file/);
    await page.getByText("keepassxc.kdbx").waitFor();
    await seen();
    await tabTo(page, /^Passphrase of the file/);
    await keyboard.insertText("fixture-pass");
    await keyboard.press("Enter");
    await page.getByRole("button", { name: /^Take 5 items/ }).waitFor();
    await seen();
    await press(page, /^Goes to: /);
    await page.getByRole("textbox", { name: "Find or name a vault" }).waitFor();
    await seen();
    await keyboard.press("Escape");
    await tabTo(page, /mailchimp/i);
    await isAt(page, /mailchimp/i);
    await seen();
    await press(page, /^Take 5 items/);
    await page.getByRole("button", { name: "Show the items" }).waitFor();
    await seen();
    await press(page, /^Show the items/);
    await page.getByRole("option").first().waitFor();
    expect(violations).toEqual([]);
  });

  it("opens and leaves people, and pages of Settings", async () => {
    const { page, violations } = await filled();
    const { keyboard } = page;
    await keyboard.press("Control+7");
    await isAt(page, /^Search/);
    await keyboard.insertText("Bob");
    await keyboard.press("Enter");
    await detail(page, "Bob").waitFor();
    await isAt(page, /^Bob$/);
    await keyboard.press("Escape");
    await isAt(page, /^Search/);
    await tabTo(page, /Bob/);
    await keyboard.press("Enter");
    await isAt(page, /^Bob$/);
    await keyboard.press("Escape");
    await isAt(page, /Bob.*member/i);

    await keyboard.press("Control+9");
    await isAt(page, /^Search/);
    await keyboard.insertText("pinned");
    expect(await page.getByRole("main").count()).toBe(0);
    await keyboard.press("Control+a");
    await keyboard.insertText("server");
    await keyboard.press("Enter");
    await detail(page, "Server").waitFor();
    await isAt(page, /^Server$/);
    await keyboard.press("Escape");
    await isAt(page, /^Search/);
    await tabTo(page, /^Server$/);
    await keyboard.press("Enter");
    await detail(page, "Server").waitFor();
    await eventually(
      () => focusedMain(page),
      (name) => name === "Server",
    );
    expect(violations).toEqual([]);
  });
});

/** The name of the detail, once it has the focus; empty where something else has. */
function focusedMain(page: Page): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement;
    return at instanceof HTMLElement && at.matches("main.detail") ? (at.getAttribute("aria-label") ?? "") : "";
  });
}
