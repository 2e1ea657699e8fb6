/** The walk of somebody whose access changed: the clock that is behind, a vault that has ended, a change that cannot be sent. */
import { words } from "../../shared/copy/words.ts";
import { passphrase } from "../kit/must.ts";
import type { Stop } from "../screens.ts";
import { button } from "./walk.ts";

/** In walking order. */
export const changedAccess: Stop<null>[] = [
  {
    ...{ route: "items", state: "error", picture: "clock-behind" },
    go: async (page) => {
      await page.getByLabel("Passphrase").fill(passphrase);
      await page.keyboard.press("Enter");
      await page.getByText("more than a day behind").waitFor();
    },
  },
  {
    ...{ route: "items", state: "full", picture: "changes" },
    go: async (page) => {
      await page
        .getByRole("complementary", { name: words.changes.name })
        .getByRole("button", { name: words.changes.show })
        .click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    ...{ route: "items", state: "error", picture: "ended-vault" },
    go: async (page) => {
      await page.keyboard.press("Enter");
      await page.getByRole("complementary", { name: words.changes.name }).waitFor({ state: "detached" });
      await button(page, /^Messe/).click();
      await page
        .getByText(/^Your access ended on/)
        .first()
        .waitFor();
    },
  },
  {
    ...{ route: "vault-sheet", state: "error", picture: "ended-vault" },
    go: async (page) => {
      await button(page, "Open vault sheet").click();
      await page
        .getByRole("main", { name: /Messe/ })
        .getByText(/^Your access ended on/)
        .waitFor();
    },
  },
  {
    ...{ route: "items", step: "needs-you", state: "error", picture: "unsent" },
    go: async (page) => {
      await button(page, /^Needs you/).click();
      await page
        .getByRole("group", { name: "Find a place for your change" })
        .getByRole("option", { name: /Ravensburger/ })
        .click();
      await page.getByText("This change cannot be sent").waitFor();
    },
  },
  {
    ...{ route: "items", step: "needs-you", state: "error", picture: "discard-unsent" },
    go: async (page) => {
      await page.getByRole("main").getByRole("button", { name: "Discard…" }).click();
      await page.getByText("Your changes are deleted from this computer").waitFor();
    },
  },
  {
    ...{ route: "items", step: "needs-you", state: "error", picture: "discard-deletion" },
    go: async (page) => {
      await button(page, "Cancel").click();
      await button(page, /^Alter Messeshop/).click();
      await page.getByText("The item is not deleted for the others").waitFor();
    },
  },
  {
    ...{ route: "items", step: "needs-you", state: "error", picture: "conflict-unsent" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await page.getByRole("option", { name: /Prüfstand/ }).click();
      await page.getByText("Two people changed").waitFor();
    },
  },
  {
    ...{ route: "items", step: "needs-you", state: "error", picture: "leave-files" },
    go: async (page) => {
      await page.getByRole("option", { name: /Tagungshotel/ }).click();
      await button(page, "Move to…").click();
      await page.getByRole("menuitem", { name: "Personal" }).click();
      await page.getByText("Everything else becomes a new item").waitFor();
    },
  },
];
