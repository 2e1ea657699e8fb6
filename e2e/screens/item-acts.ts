/** What is done with items from their list: the menu of a row, moving, several at once, Trash; ends where it began. */
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Stop } from "../screens.ts";
import { button, longName } from "./walk.ts";

const row = (page: Page, name: string | RegExp) => page.getByRole("option", { name }).first();
const list = (page: Page) => page.getByRole("listbox", { name: "Items" });
const floats = (page: Page) => page.locator('[role="dialog"], [role="menu"]');

async function closed(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await floats(page).first().waitFor({ state: "detached" });
}

export const itemActStops: Stop<unknown>[] = [
  {
    ...{ route: "items", state: "long names", picture: "menu" },
    go: async (page) => {
      await row(page, longName).click({ button: "right" });
      await page.getByRole("menuitem", { name: /Move to Trash/ }).waitFor();
    },
  },
  {
    ...{ route: "items", state: "full", picture: "item-menu" },
    go: async (page) => {
      await closed(page);
      await button(page, "More").click();
      await page.getByRole("menuitem", { name: /Move to Trash/ }).waitFor();
    },
  },
  {
    ...{ route: "items", state: "full", picture: "sort" },
    go: async (page) => {
      await closed(page);
      await button(page, /^Sort: /).click();
      await page.getByRole("menuitem", { name: "By last change" }).waitFor();
    },
  },
  {
    ...{ route: "items", state: "long names", picture: "move" },
    go: async (page) => {
      await closed(page);
      await list(page).focus();
      await page.keyboard.press("m");
      await page.getByText("Nobody loses access").waitFor();
    },
  },
  {
    ...{ route: "items", state: "full", picture: "several" },
    go: async (page) => {
      await closed(page);
      await list(page).focus();
      await page.keyboard.press("Control+a");
      await page
        .getByText(/items selected/)
        .first()
        .waitFor();
    },
  },
  {
    ...{ route: "items", step: "trash", state: "empty", picture: "trash" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await button(page, /^Trash/).click();
      await page.getByRole("heading", { name: "Trash is empty" }).waitFor();
    },
  },
  {
    ...{ route: "items", step: "trash", state: "long names", picture: "trash" },
    go: async (page) => {
      await button(page, /^All items/).click();
      await row(page, longName).click();
      await page.getByRole("heading", { name: longName }).first().waitFor();
      await list(page).focus();
      await page.keyboard.press("Delete");
      await page.locator(".notice").getByText("Undo").waitFor();
      await button(page, /^Trash/).click();
      await page.getByText("kept; restore the item").waitFor();
    },
  },
  {
    ...{ route: "items", step: "trash", state: "full", picture: "trash-several" },
    go: async (page) => {
      await button(page, /^All items/).click();
      await row(page, "Office Wi-Fi").click();
      await list(page).focus();
      await page.keyboard.press("Delete");
      await button(page, /^Trash/).click();
      await row(page, "Office Wi-Fi").waitFor();
      await list(page).focus();
      await page.keyboard.press("Control+a");
      await button(page, /^Restore 2 items/).waitFor();
    },
  },
  {
    ...{ route: "items", state: "full", picture: "restored-several" },
    go: async (page) => {
      await button(page, /^Restore 2 items/).click();
      await page
        .locator(".notice")
        .getByText(/restored/)
        .waitFor();
      await button(page, /^All items/).click();
      await row(page, "Office Wi-Fi").waitFor();
    },
  },
  {
    ...{ route: "items", state: "full", picture: "ask-again" },
    go: async (page) => {
      await closed(page);
      await row(page, "Mailchimp").click();
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      await page.getByLabel("Ask for the passphrase again").check();
      await page.getByText("1 field changed").waitFor();
      await page.keyboard.press("Control+s");
      // The editor has a button of that name too.
      await page.getByRole("button", { name: "Edit", exact: true }).waitFor();
      await button(page, "Show: Password").click();
      await page.getByText("asks for it before it shows").waitFor();
    },
  },
  {
    ...{ route: "items", state: "long names", picture: "favourite" },
    go: async (page) => {
      await closed(page);
      // Who closes the question knows that nothing was shown.
      await page
        .locator(".notice")
        .getByText(/ saved\b/)
        .waitFor({ state: "detached" });
      expect(await page.locator(".notice").count()).toBe(0);
      await button(page, /^All items/).click();
      await row(page, longName).click();
      await page.getByTestId("code").waitFor();
      await button(page, "Add to favourites").click();
      await button(page, "Remove from favourites").waitFor();
    },
  },
];
