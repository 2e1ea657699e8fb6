/** The walk of somebody who begins: the welcome, a team of one, the first items, until the server is gone and the app locked. */
import { passphrase } from "../kit/must.ts";
import type { Stop } from "../screens.ts";
import { importStops } from "./imports.ts";
import { itemActStops } from "./item-acts.ts";
import { button, choosePassphrase, longName } from "./walk.ts";

export type Newcomer = {
  setupCode: string;
  /** Of a server that is not there any more. */
  goneCode: string;
  closeServer(): Promise<void>;
  /** The system hands over a link to an item. */
  openLink(): void;
};

const beginning: Stop<Newcomer>[] = [
  { route: "welcome", state: "empty", go: (page) => button(page, /Create a team/).waitFor() },
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
    state: "empty",
    go: async (page) => {
      await button(page, "Back").click();
      await button(page, /Create a team/).click();
      await page.getByLabel("Setup code").waitFor();
    },
  },
  {
    route: "create-computer",
    state: "error",
    go: async (page) => {
      await page.getByLabel("Setup code").fill("abcd-".repeat(20));
      await page.getByRole("alert").first().waitFor();
    },
  },
  {
    route: "create-computer",
    state: "offline",
    go: async (page, { goneCode }) => {
      await page.getByLabel("Setup code").fill(goneCode);
      await page.getByText("Check that it runs and that you are online").waitFor();
    },
  },
  {
    route: "create-computer",
    state: "one",
    go: async (page, { setupCode }) => {
      await page.getByLabel("Setup code").fill(setupCode);
      const accept = page.getByLabel("Keep it in a file");
      if ((await accept.count()) > 0) await accept.check();
      await page.getByText("Reached").waitFor();
    },
  },
  {
    route: "create-team",
    state: "error",
    go: async (page) => {
      await button(page, "Continue").click();
      await choosePassphrase(page, "nordlicht2026", "nordlicht2027");
      await page.getByText("The two passphrases differ.").waitFor();
    },
  },
  {
    route: "create-team",
    state: "long names",
    go: async (page) => {
      await page.getByLabel("Team name").fill(longName);
      await page.getByLabel("Your name").fill("Maximiliane von Schönborn-Buchheim zu Hohenlohe-Waldenburg");
      await choosePassphrase(page, passphrase);
      await page.getByText("Somebody who steals").waitFor();
    },
  },
  {
    route: "create-team",
    state: "one",
    go: async (page) => {
      await page.getByLabel("Team name").fill("Nordlicht GmbH");
      await page.getByLabel("Your name").fill("Dana Okonkwo");
    },
  },
  {
    route: "create-sheet",
    state: "one",
    go: async (page) => {
      await button(page, /Create team/).click();
      await button(page, /I wrote it down/).click();
      await page.getByText("Check: type group").waitFor();
      await page.getByRole("textbox", { name: /^Line/ }).first().fill("uuuu");
      await page.getByText("differs from the sheet").waitFor();
    },
  },
  {
    route: "create-sheet",
    state: "one",
    picture: "without",
    go: async (page) => {
      await button(page, "Continue without a sheet").click();
      await page.getByText("Continue without the device sheet?").waitFor();
    },
  },
];

const firstItems: Stop<Newcomer>[] = [
  {
    route: "items",
    state: "empty",
    go: async (page) => {
      await button(page, "Continue without it").click();
      await page.getByText("Put the first login").waitFor();
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
      await page.getByText("Enter a title.").waitFor();
    },
  },
  {
    route: "item-new",
    state: "long names",
    go: async (page) => {
      await page.getByLabel("Title", { exact: true }).fill(longName);
      await page.getByLabel("Username").fill("verwaltung-und-beitragswesen@handelskammer-hamburg.example");
      await page
        .getByRole("textbox", { name: "Website 1" })
        .fill("https://mitglieder.handelskammer-hamburg.example/anmeldung");
    },
  },
  {
    route: "item-new",
    state: "full",
    go: async (page) => {
      await page.getByLabel("Password", { exact: true }).fill("wX7!rT2#mQ9%vB4&zK8-nJ5+pL3=sD6*fG1?hC0~yV");
      await page.getByLabel("One-time code").fill("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
      await button(page, "Add website").click();
      await page.getByRole("textbox", { name: "Website 2" }).fill("https://intern.handelskammer-hamburg.example");
      await page.getByLabel("Notes").fill("Beitragsbescheide kommen im März.\nRückfragen an Frau Petersen.");
      await page.getByLabel("Tags").fill("kündbar, hamburg");
    },
  },
  {
    route: "items",
    state: "one",
    go: async (page) => {
      await button(page, /^Save/).click();
      await page.getByRole("heading", { name: longName }).waitFor();
      await button(page, "Show: Password").click();
      await page.getByTestId("code").waitFor();
    },
  },
  ...importStops,
  {
    route: "items",
    state: "long names",
    go: async (page) => {
      await button(page, "Show the items").click();
      await page.getByRole("option", { name: /Handelskammer/ }).click();
      await page.getByTestId("code").waitFor();
    },
  },
  ...itemActStops,
  {
    route: "item-edit",
    state: "long names",
    go: async (page) => {
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      await page.getByRole("main", { name: "Editing" }).waitFor();
    },
  },
  {
    route: "item-edit",
    state: "error",
    go: async (page) => {
      await page.getByLabel("Title", { exact: true }).fill("");
      await button(page, /^Save/).click();
      await page.getByText("Enter a title.").waitFor();
    },
  },
  {
    route: "vault-sheet",
    state: "one",
    go: async (page) => {
      await button(page, /Cancel/).click();
      await button(page, /^Leave without/).click();
      await button(page, "New vault").click();
      await page.getByLabel("Title", { exact: true }).fill("Produktentwicklung");
      await button(page, "Create vault").click();
      await button(page, "Add people").waitFor();
    },
  },
];

const otherSections: Stop<Newcomer>[] = [
  {
    route: "today",
    state: "one",
    go: async (page) => {
      await page.keyboard.press("Control+1");
      await page.getByText("This is your only computer").waitFor();
    },
  },
  {
    route: "codes",
    state: "one",
    go: async (page) => {
      await page.keyboard.press("Control+3");
      await page.getByRole("heading", { name: "Codes" }).waitFor();
    },
  },
  {
    route: "tools",
    state: "empty",
    go: async (page) => {
      await page.keyboard.press("Control+4");
      await page.getByText("No tools yet").waitFor();
    },
  },
  {
    route: "activity",
    state: "one",
    go: async (page) => {
      await page.keyboard.press("Control+8");
      await page.getByRole("heading", { name: "Activity" }).waitFor();
    },
  },
  {
    route: "people",
    state: "one",
    go: async (page) => {
      await page.keyboard.press("Control+7");
      await page.getByText("You are the only person here so far. Invite").waitFor();
    },
  },
  {
    route: "settings",
    step: "settings-lock",
    state: "one",
    go: async (page) => {
      await page.keyboard.press("Control+9");
      await button(page, "Lock and unlock").click();
      await page.getByText("Where keys are kept").waitFor();
    },
  },
  {
    route: "settings",
    step: "settings-sheet",
    state: "one",
    picture: "sheet",
    go: async (page) => {
      await button(page, "Computers and sheets").click();
      await page.getByText("Not printed yet").waitFor();
    },
  },
  {
    route: "settings",
    step: "settings-server",
    state: "one",
    picture: "server",
    go: async (page) => {
      await button(page, "Server").click();
      await page.getByText("Only you", { exact: true }).waitFor();
    },
  },
  {
    route: "settings",
    step: "settings-factor",
    state: "one",
    picture: "factor",
    go: async (page) => {
      await button(page, "Second factor").click();
      await button(page, "Set it up…").click();
      await page.getByRole("textbox", { name: "Passphrase" }).fill(passphrase);
      await page.keyboard.press("Enter");
      await page.getByRole("img", { name: "The seed as a QR code" }).waitFor();
    },
  },
  {
    route: "settings",
    step: "settings-rules",
    state: "one",
    picture: "rules",
    go: async (page) => {
      await button(page, "Team rules").click();
      await page.getByText("Set up your own second factor first").waitFor();
    },
  },
  {
    route: "settings",
    step: "settings-passphrase",
    state: "one",
    picture: "passphrase",
    go: async (page) => {
      await button(page, "Name and passphrase").click();
      await button(page, "Change…").click();
      await page.getByLabel("New passphrase", { exact: true }).fill("nordlicht2026");
      await page.getByText("Weak.").waitFor();
    },
  },
  {
    route: "keys",
    state: "full",
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("heading", { name: "Name and passphrase" }).click();
      await page.keyboard.press("Shift+?");
      await page.getByText("Keys, the same in every section").waitFor();
    },
  },
  {
    route: "items",
    state: "offline",
    go: async (page, { closeServer }) => {
      await page.keyboard.press("Escape");
      await closeServer();
      await page.keyboard.press("Control+2");
      await button(page, /^All items/).click();
      await page.getByText("AWS root").first().click();
      await button(page, "Edit").click();
      await page.getByLabel("Username").fill("admin@acme.test");
      await button(page, /^Save/).click();
      await page.getByText("Not synced yet", { exact: true }).waitFor();
      await page.getByText("Offline").waitFor();
    },
  },
  {
    route: "vault-sheet",
    state: "offline",
    go: async (page) => {
      await button(page, /^Produktentwicklung/).click();
      await button(page, "Open vault sheet").click();
      await button(page, "Add people").waitFor();
    },
  },
  {
    route: "people",
    state: "offline",
    go: async (page) => {
      await page.keyboard.press("Control+7");
      await button(page, "Invite").click();
      await page.getByLabel("Name").fill("Ivo Marković");
      await button(page, "Create invite").click();
      await page.getByText("The server cannot be reached").waitFor();
    },
  },
  {
    route: "unlock",
    state: "one",
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+l");
      await page.getByLabel("Passphrase").waitFor();
    },
  },
  {
    route: "unlock",
    state: "one",
    picture: "link",
    go: async (page, { openLink }) => {
      openLink();
      await page.getByText("Unlock to see the item that the link leads to").waitFor();
    },
  },
  {
    route: "unlock",
    state: "error",
    go: async (page) => {
      await page.getByLabel("Passphrase").fill("Nebel-Kanne-wirft-77-Anker");
      await button(page, /^Unlock/).click();
      await page.getByRole("alert").waitFor();
    },
  },
  {
    route: "forgot",
    state: "full",
    go: async (page) => {
      await button(page, "Forgot your passphrase?").click();
      await page.getByRole("heading", { name: "Forgot your passphrase" }).waitFor();
    },
  },
];

/** In walking order. */
export const newcomer: Stop<Newcomer>[] = [...beginning, ...firstItems, ...otherSections];
