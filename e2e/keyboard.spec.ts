/** The main job with the keyboard alone: nothing is clicked, nothing is focused by the test; where the focus is can be seen. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { fixturePath } from "./fixtures.ts";
import { person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { fill, focused, hasFocus, press, tabTo } from "./kit/keyboard.ts";
import { needs } from "./kit/needs.ts";
import { passphrase, server } from "./kit/team.ts";

async function createTeam(page: Page, setupCode: string): Promise<void> {
  await page.getByText("Create a team").waitFor();
  await press(page, /^Create a team/);
  await page.getByText("Where will the team live?").waitFor();
  await fill(page, /^Setup code/, setupCode);
  await page.getByText("Reached").waitFor();
  if ((await page.getByLabel("Keep it in a file").count()) > 0) {
    await tabTo(page, /^Keep it in a file/);
    await page.keyboard.press("Space");
  }
  await press(page, /^Continue/);
  await fill(page, /^Team name/, "Nordlicht");
  await fill(page, /^Your name/, "Dana");
  await fill(page, /^Passphrase$/, passphrase);
  await fill(page, /^Passphrase again/, passphrase);
  await page.getByText("Somebody who steals").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("Print the device sheet").waitFor();
  await press(page, /^Continue without a sheet/);
  await press(page, /^Continue without it/);
  await page.getByText("Put the first login").waitFor();
}

async function importFile(page: Page): Promise<void> {
  await tabTo(page, /^Import…/);
  await page.keyboard.press("Enter");
  page.on("filechooser", (chooser) => void chooser.setFiles(fixturePath("imports/keepassxc.kdbx")));
  await press(page, /^Choose file/);
  await page.getByText("keepassxc.kdbx").waitFor();
  await fill(page, /^Passphrase of the file/, "fixture-pass");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /Take 5 items/ }).waitFor();
  await press(page, /^Take 5 items/);
  await page.getByRole("button", { name: "Show the items" }).waitFor();
  await press(page, /^Show the items/);
  await page.getByRole("option").first().waitFor();
}

const detail = (page: Page) => page.locator("main.detail");

describe("the keyboard alone", () => {
  needs("Chromium");

  it("creates a team, imports, finds, shows, edits, adds, shares, locks and unlocks", async () => {
    const { setupCode } = await server();
    const { page, violations } = await person();
    await createTeam(page, setupCode);
    await importFile(page);

    // The search has the focus when the section opens: typing filters, arrow keys move, the detail follows.
    expect((await focused(page)).name).toMatch(/^Search/);
    await page.keyboard.insertText("mailchimp");
    await detail(page).getByRole("heading", { name: "Mailchimp", exact: true }).waitFor();
    for (const [key, said] of [
      ["Enter", /Password of Mailchimp copied|no clipboard tool/i],
      ["Control+Shift+U", /Username of Mailchimp copied|no clipboard tool/i],
    ] as const) {
      await page.keyboard.press(key);
      await page.getByText(said).first().waitFor();
    }
    await page.keyboard.press("Escape");
    await page.getByRole("option").nth(4).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await eventually(
      () => page.getByRole("option", { selected: true }).count(),
      (count) => count === 1,
    );

    // Single letters act once the focus has left the text field.
    await page.keyboard.insertText("mailchimp");
    await detail(page).getByRole("heading", { name: "Mailchimp", exact: true }).waitFor();
    await tabTo(page, /^Items$/);
    await page.keyboard.press("Space");
    await detail(page).getByText("Wren").first().waitFor();
    await page.keyboard.press("Space");
    await page.keyboard.press("e");
    await page.getByRole("main", { name: "Editing" }).waitFor();
    await hasFocus(page);
    await tabTo(page, /^Username/);
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText("newsletter@acme.test");
    await page.keyboard.press("Control+s");
    await detail(page).getByText("newsletter@acme.test").waitFor();
    // Where the edit began.
    await eventually(
      () => focused(page),
      ({ name }) => name === "Items",
    );

    await page.keyboard.press("Control+n");
    await page.getByRole("main", { name: "New login" }).waitFor();
    await hasFocus(page);
    await fill(page, /^Title/, "Canva");
    await fill(page, /^Password$/, "Reh-12-Nuss");
    await page.keyboard.press("Control+s");
    await detail(page).getByRole("heading", { name: "Canva", exact: true }).waitFor();
    await hasFocus(page);

    await tabTo(page, /^New vault/);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "New vault" }).waitFor();
    await page.keyboard.insertText("Marketing");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Add people" }).waitFor();
    await hasFocus(page);

    await page.keyboard.press("Control+7");
    await page.getByText("You are the only person here so far. Invite").waitFor();
    await press(page, /^Invite/);
    await fill(page, /^Name/, "Ivo");
    await page.keyboard.press("Enter");
    await page.getByTestId("invite-message").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("Open invites").waitFor();
    await hasFocus(page);
    // The button goes with its invite; the focus does not.
    await press(page, /^Cancel invite/);
    await page.getByText("Open invites").waitFor({ state: "detached" });
    await hasFocus(page);

    await page.keyboard.press("Control+9");
    await page.getByText("Where keys are kept").waitFor();
    await hasFocus(page);
    await page.keyboard.press("Control+l");
    await page.getByRole("button", { name: /^Unlock/ }).waitFor();
    expect((await focused(page)).name).toMatch(/^Passphrase/);
    await page.keyboard.insertText(passphrase);
    await page.keyboard.press("Enter");
    await page.getByText("Canva").first().waitFor();
    expect((await focused(page)).name).toMatch(/^Search/);
    expect(violations).toEqual([]);
  }, 120_000);
});
