/** What opens over the screens of a team at work: sharing and moving with who gains and loses, generator, leaving, restoring. */
import { nextAnswer } from "../kit/answered.ts";
import { passphrase } from "../kit/must.ts";
import type { Stop } from "../screens.ts";
import { button } from "./walk.ts";

const dialog = '[role="dialog"]';

/** Begins with Mailchimp shown in Marketing, and ends there. */
export const itemDialogs: Stop<null>[] = [
  {
    ...{ route: "items", state: "full", picture: "move" },
    go: async (page) => {
      await page.getByRole("listbox", { name: "Items" }).focus();
      await page.keyboard.press("m");
      const to = page.getByLabel("To", { exact: true });
      await to.selectOption({ label: "Finance (5 items, 3 people)" }).catch(() => to.selectOption({ index: 2 }));
      await page
        .getByText(/loses? access/)
        .first()
        .waitFor();
    },
  },
  {
    ...{ route: "items", state: "full", picture: "files" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.locator(dialog).waitFor({ state: "detached" });
      const long = `${"Brand guide and campaign calendar of the northern region ".repeat(2)}2026.pdf`;
      for (const name of ["logo.svg", long]) {
        const saved = page.locator(".file-row").filter({ hasText: name.slice(0, 20) });
        const given = { name, mimeType: "application/octet-stream", buffer: Buffer.alloc(4000, 1) };
        await page.locator(".file-add input[type=file]").setInputFiles(given);
        await saved.getByRole("button", { name: /^Save/ }).waitFor();
      }
    },
  },
  {
    ...{ route: "items", state: "full", picture: "remove-file" },
    go: async (page) => {
      await button(page, /^Remove .logo/).click();
      await page.getByText("Everybody who can open this item loses it").waitFor();
    },
  },
  {
    ...{ route: "items", state: "full", picture: "generator" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.locator(dialog).waitFor({ state: "detached" });
      await page.getByRole("listbox", { name: "Items" }).focus();
      await page.keyboard.press("Control+g");
      await page.locator(dialog).getByText("Words", { exact: true }).click();
      await page.locator(`${dialog} button:enabled`, { hasText: "Copy password" }).waitFor();
    },
  },
  {
    ...{ route: "items", step: "item-version", state: "full", picture: "restore" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.locator(dialog).waitFor({ state: "detached" });
      await page.locator(".version-open").last().click();
      await button(page, /^Restore this version/).click();
      await page.getByText("stay in History").waitFor();
    },
  },
  {
    ...{ route: "items", state: "full", picture: "new-vault" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.locator(dialog).waitFor({ state: "detached" });
      await page.keyboard.press("Escape");
      await button(page, "New vault").click();
      await page.getByText("Only the people in the vault can read its title.").waitFor();
    },
  },
  {
    ...{ route: "items", state: "full", picture: "share" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.locator(dialog).waitFor({ state: "detached" });
      await button(page, /^Personal/).click();
      await page.getByRole("option").first().click();
      await page.getByRole("main").getByRole("button", { name: "Share…" }).click();
      await page.locator(dialog).getByLabel("To", { exact: true }).waitFor();
    },
  },
  {
    ...{ route: "items", state: "full", picture: "no-favourites" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.locator(dialog).waitFor({ state: "detached" });
      await button(page, /^Favourites/).click();
      await page.getByRole("heading", { name: "No favourites yet" }).waitFor();
    },
  },
];

/** Begins in the sheet of Marketing with a dialog open, and ends so. */
export const vaultDialogs: Stop<null>[] = [
  {
    ...{ route: "vault-sheet", state: "full", picture: "leave" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.locator(dialog).waitFor({ state: "detached" });
      await button(page, /More about Dana/).click();
      await page.getByRole("menuitem", { name: "Leave…" }).click();
      await page.locator(dialog).getByText("To come back").waitFor();
    },
  },
  {
    ...{ route: "vault-sheet", state: "full", picture: "successor" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.locator(dialog).waitFor({ state: "detached" });
      await button(page, /^Finance/).click();
      await button(page, "Open vault sheet").click();
      await button(page, /More about Dana/).click();
      await page.getByRole("menuitem", { name: "Leave…" }).click();
      await page.getByLabel("Who manages it after you").waitFor();
    },
  },
  {
    ...{ route: "vault-sheet", state: "full", picture: "archive" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.locator(dialog).waitFor({ state: "detached" });
      await button(page, "Archive…").click();
      await page.getByText("This cannot be undone.").waitFor();
    },
  },
];

/** Begins in People: somebody who can open little, and the empty form of an invite. */
export const peopleDialogs: Stop<null>[] = [
  {
    ...{ route: "people", state: "full", picture: "member" },
    go: (page) => button(page, /Nguyễn/).click(),
  },
  {
    ...{ route: "people", state: "full", picture: "role" },
    go: async (page) => {
      await button(page, "Change role…").click();
      await page.getByText("Also invites and removes people").waitFor();
    },
  },
  {
    ...{ route: "people", state: "full", picture: "remove" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await button(page, /Ivo Marković/).click();
      await button(page, "Remove from team…").click();
      await page.getByLabel("Type “remove” to confirm").fill("remo");
    },
  },
  {
    ...{ route: "people", state: "full", picture: "ask-name" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await button(page, /Dana Okonkwo/).click();
      await button(page, "Ask for another name…").click();
      await page.getByText("An admin decides").waitFor();
    },
  },
  {
    ...{ route: "people", state: "full", picture: "invite" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await button(page, "Invite").click();
      await page.getByLabel("Name").fill("Sándor Nagy");
      await page.getByLabel("Work e-mail").fill("sandor.nagy@nordlicht");
      await page.getByLabel("Where to get Latchkey").fill("https://latchkey.nordlicht.example/download");
      await page.getByText("not a complete e-mail").waitFor();
    },
  },
  {
    ...{ route: "people", state: "full", picture: "invite-ready" },
    go: async (page) => {
      await page.getByLabel("Work e-mail").fill("sandor.nagy@nordlicht.example");
      await button(page, "Create invite").click();
      await page.getByTestId("invite-message").waitFor();
    },
  },
];

/** Begins in People with a dialog open, and ends so: groups, and the computer of somebody. */
export const groupStops: Stop<null>[] = [
  {
    ...{ route: "people", step: "groups", state: "one", picture: "groups" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("radio", { name: "Groups" }).check({ force: true });
      await page.getByText("A group gives several people the same vaults.").waitFor();
    },
  },
  {
    ...{ route: "people", step: "groups", state: "full", picture: "new-group" },
    go: async (page) => {
      await button(page, "New group").click();
      await page.getByLabel("Name").fill("Campaigns and press");
      for (const name of ["You", "Ivo Marković"]) await page.getByRole("checkbox", { name }).check();
    },
  },
  {
    ...{ route: "people", step: "groups", state: "full", picture: "group" },
    go: async (page) => {
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Campaigns and press" }).waitFor();
    },
  },
  {
    ...{ route: "people", step: "groups", state: "full", picture: "group-take-out" },
    go: async (page) => {
      await button(page, "More about Ivo Marković").click();
      await page.getByRole("menuitem", { name: "Remove from group…" }).click();
      await page.getByText("can no longer open what only this group").waitFor();
    },
  },
  {
    ...{ route: "people", state: "full", picture: "revoke" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.locator(dialog).waitFor({ state: "detached" });
      await page.getByRole("radio", { name: "People" }).check({ force: true });
      await button(page, /Ivo Marković/).click();
      await button(page, /^Remove Ivo.*computer/).click();
      await page.getByText("it gets nothing more").waitFor();
    },
  },
];

/** Begins in Settings at the computers; ends locked and opened again, with what was typed before offered. */
export const lateStops: Stop<null>[] = [
  {
    ...{ route: "settings", step: "settings-sheet", state: "full", picture: "remove-this" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await button(page, "Remove this computer…").click();
      await page.getByLabel("Type “remove” to confirm").waitFor();
    },
  },
  {
    ...{ route: "settings", step: "settings-imports", state: "full", picture: "imports" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.locator(dialog).waitFor({ state: "detached" });
      await button(page, "Imports").click();
      await page.getByText("No imports on this computer yet.").waitFor();
    },
  },
  {
    ...{ route: "settings", step: "settings-export", state: "full", picture: "export" },
    go: async (page) => {
      await button(page, "Export").click();
      await button(page, "Export…").click();
      await page.getByLabel("Passphrase of the archive", { exact: true }).fill("nordlicht2026");
      await page.getByText("Weak.").waitFor();
    },
  },
  {
    ...{ route: "settings", step: "settings-appearance", state: "full", picture: "appearance" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.locator(dialog).waitFor({ state: "detached" });
      await page.getByLabel("Search settings").focus();
      for (let at = 0; at < 12; at++) await page.keyboard.press("ArrowUp");
      await page.keyboard.press("ArrowDown");
      await page.getByText("Light or dark").waitFor();
    },
  },
  {
    ...{ route: "items", state: "full", picture: "typed" },
    go: async (page) => {
      await page.keyboard.press("Control+2");
      await button(page, /^Marketing/).click();
      await page.getByRole("option", { name: /Mailchimp/ }).click();
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      const kept = await nextAnswer(page, "typed.keep");
      await page.getByLabel("Notes").fill("Half a sentence that");
      await kept();
      await page.keyboard.press("Control+l");
      // Not the editor's own “Ask for the passphrase again”, which stands there until the new page comes.
      await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
      await page.keyboard.press("Enter");
      await page.getByRole("complementary", { name: /not saved/i }).waitFor();
    },
  },
  {
    ...{ route: "items", step: "needs-you", state: "full", picture: "needs-you" },
    go: async (page) => {
      await button(page, /^Needs you/).click();
      await page.getByRole("group", { name: "Choose a value" }).waitFor();
    },
  },
];
