/**
 * Every place of the page and how to get there, in the states that matter: walked through by `screens.spec.ts` with an
 * accessibility check and a picture each. A route of `renderer/routes.ts` that is missing here fails a test.
 */
import type { Page } from "playwright-core";
import type { Route } from "../renderer/routes.ts";
import { fixturePath } from "./fixtures.ts";
import { passphrase } from "./must.ts";

export type Walk = { setupCode: string; closeServer(): Promise<void> };
export type Stop = {
  route: Route;
  state: "empty" | "one" | "full" | "long names" | "error" | "offline";
  go(page: Page, walk: Walk): Promise<void>;
};

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first();
const longName = "Handelskammer Hamburg, Mitgliederverwaltung und Beitragswesen";

/** In walking order: each stop begins where the one before ended. */
export const stops: Stop[] = [
  { route: "doors", state: "empty", go: (page) => button(page, /Create a team/).waitFor() },
  {
    route: "join-code",
    state: "error",
    go: async (page) => {
      await button(page, /Join with an invite/).click();
      await page.getByLabel("Join code").fill(`latchkey://join/${"abcd-".repeat(20)}`);
      await page.getByRole("alert").first().waitFor();
    },
  },
  {
    route: "create-computer",
    state: "error",
    go: async (page) => {
      await button(page, "Back").click();
      await button(page, /Create a team/).click();
      await page.getByLabel("Setup code").fill("abcd-".repeat(20));
      await page.getByRole("alert").first().waitFor();
    },
  },
  {
    route: "create-team",
    state: "one",
    go: async (page, { setupCode }) => {
      await page.getByLabel("Setup code").fill(setupCode);
      const accept = page.getByLabel("Keep it in a file");
      if ((await accept.count()) > 0) await accept.check();
      await page.getByText("Reached").waitFor();
      await button(page, "Continue").click();
      await page.getByLabel("Team name").fill("Nordlicht GmbH");
      await page.getByLabel("Your name").fill("Dana Okonkwo");
      await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
      await page.getByLabel("Passphrase again").fill(passphrase);
      await page.getByText("Somebody who steals").waitFor();
    },
  },
  {
    route: "create-sheet",
    state: "one",
    go: async (page) => {
      await button(page, /Create team/).click();
      await button(page, /I wrote it down/).click();
      await page.getByText("Check: type groups").waitFor();
    },
  },
  {
    route: "items",
    state: "empty",
    go: async (page) => {
      await button(page, "Go on without a sheet").click();
      await page.getByText("Put the first login").waitFor();
    },
  },
  {
    route: "import",
    state: "full",
    go: async (page) => {
      await button(page, "Import…").click();
      await page.getByTestId("import-file").setInputFiles(fixturePath("imports/keepassxc.kdbx"));
      await page.getByLabel("Passphrase of the file").fill("fixture-pass");
      await button(page, "Read the file").click();
      await button(page, /Take 5 items/).waitFor();
    },
  },
  {
    route: "items",
    state: "full",
    go: async (page) => {
      await button(page, /Take 5 items/).click();
      await button(page, "Show the items").click();
      await page.getByTestId("code").waitFor();
    },
  },
  {
    route: "item-new",
    state: "error",
    go: async (page) => {
      await button(page, "New").click();
      await page.getByRole("menuitem", { name: "New login" }).click();
      await page.getByRole("textbox", { name: "Website 1" }).fill("javascript:1");
      await button(page, /^Save/).click();
      await page.getByText("Give it a title.").waitFor();
    },
  },
  {
    route: "items",
    state: "long names",
    go: async (page) => {
      await page.getByLabel("Title").fill(longName);
      await page.getByLabel("User name").fill("verwaltung-und-beitragswesen@handelskammer-hamburg.example");
      await page
        .getByRole("textbox", { name: "Website 1" })
        .fill("https://mitglieder.handelskammer-hamburg.example/anmeldung");
      await button(page, /^Save/).click();
      await page.getByRole("heading", { name: longName }).waitFor();
    },
  },
  {
    route: "item-edit",
    state: "one",
    go: async (page) => {
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      await page.getByRole("main", { name: "Editing" }).waitFor();
    },
  },
  {
    route: "vault-sheet",
    state: "one",
    go: async (page) => {
      await button(page, /Cancel/).click();
      await button(page, "New vault").click();
      await page.getByLabel("Title").fill("Produktentwicklung");
      await button(page, "Create vault").click();
      await button(page, "Add people").waitFor();
    },
  },
  {
    route: "people",
    state: "one",
    go: async (page) => {
      await page.keyboard.press("Control+2");
      await button(page, "Invite").click();
      await page.getByLabel("Name").fill("Maximiliane von Schönborn-Buchheim");
      await button(page, "Make the invite").click();
      await page.getByTestId("invite-message").waitFor();
      await page.keyboard.press("Escape");
      await page.getByText("Open invites").waitFor();
    },
  },
  {
    route: "settings",
    state: "one",
    go: async (page) => {
      await page.keyboard.press("Control+3");
      await page.getByText("Where keys live").waitFor();
    },
  },
  {
    route: "keys",
    state: "full",
    go: async (page) => {
      await page.getByRole("heading", { name: "Lock and unlock" }).click();
      await page.keyboard.press("Shift+?");
      await page.getByText("Keys, the same in every room").waitFor();
    },
  },
  {
    route: "items",
    state: "offline",
    go: async (page, { closeServer }) => {
      await page.keyboard.press("Escape");
      await closeServer();
      await page.keyboard.press("Control+1");
      await button(page, /^All items/).click();
      await page.getByText("AWS root").first().click();
      await button(page, "Edit").click();
      await page.getByLabel("User name").fill("admin@acme.test");
      await button(page, /^Save/).click();
      await page.getByText("Offline").waitFor();
    },
  },
  {
    route: "unlock",
    state: "error",
    go: async (page) => {
      await page.keyboard.press("Control+l");
      await page.getByLabel("Passphrase").fill("Nebel-Kanne-wirft-77-Anker");
      await button(page, /^Unlock/).click();
      await page.getByRole("alert").waitFor();
    },
  },
];

/** Routes that the walk of one founder does not pass; `first-light-browser.spec.ts` walks them with a second person. */
export const walkedBySecond: Route[] = ["join-passphrase", "join-sheet", "waiting"];
