/** The walk of Ada, on whose computer and server much went wrong: what is raised, vaults that wait or stopped, restarting one. */
import type { Page } from "playwright-core";
import { passphrase } from "../kit/must.ts";
import type { Stop } from "../screens.ts";
import { button } from "./walk.ts";

export type Troubled = { stopServer(): Promise<void> };

const ofVault = /^Handelskammer/;
const closeAlert = (page: Page) => page.getByRole("button", { name: "Close this alert" }).click();

/** Closes alerts, the newest first, until this one is shown. */
async function alertOf(page: Page, text: string): Promise<void> {
  const alert = page.getByRole("complementary", { name: "Alert" }).getByRole("alert");
  for (let closed = 0; closed < 5; closed++) {
    await alert.waitFor();
    if (((await alert.textContent()) ?? "").includes(text)) return;
    await closeAlert(page);
  }
  throw new Error(`never raised: ${text}`);
}

const raised: Stop<Troubled>[] = [
  {
    ...{ route: "items", state: "error", picture: "log-fork" },
    go: async (page) => {
      await page.getByLabel("Passphrase").fill(passphrase);
      await page.keyboard.press("Enter");
      await page.getByText("two different histories of Support").waitFor({ timeout: 30_000 });
      await alertOf(page, "two different histories of Support");
    },
  },
  {
    ...{ route: "items", state: "error", picture: "damaged-database" },
    go: (page) => alertOf(page, "not sent are damaged or missing"),
  },
  {
    ...{ route: "items", state: "error", picture: "local-rollback" },
    go: (page) => alertOf(page, "The file on this computer is older than it was"),
  },
];

const vaults: Stop<Troubled>[] = [
  {
    ...{ route: "items", state: "error", picture: "stopped-vault" },
    go: async (page) => {
      await closeAlert(page);
      await button(page, /^Support/).click();
      await page.getByText("This vault has stopped").waitFor();
    },
  },
  {
    ...{ route: "vault-sheet", state: "error", picture: "stopped-vault" },
    go: async (page) => {
      await button(page, "Open vault sheet").click();
      await page.getByText("This vault has stopped").waitFor();
    },
  },
  {
    ...{ route: "items", state: "error", picture: "older-version" },
    go: async (page) => {
      await button(page, /^Marketing/).click();
      await page.getByText("The newest version cannot be read").waitFor();
    },
  },
  {
    ...{ route: "item-edit", state: "error", picture: "older-version" },
    go: async (page) => {
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      await page.getByLabel("Username").fill("newsletter@nordlicht.example");
      await page.keyboard.press("Control+s");
      await page.getByText("Save on top of an older version?").waitFor();
    },
  },
  {
    ...{ route: "items", state: "error", picture: "waits-for-key" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await page.keyboard.press("Escape");
      await button(page, /^Leave without/).click();
      await button(page, ofVault).click();
      await page.getByText("cannot be opened here yet").waitFor();
    },
  },
  {
    ...{ route: "vault-sheet", state: "error", picture: "waits-for-key" },
    go: async (page) => {
      await button(page, "Open vault sheet").click();
      await button(page, "Restart vault…").waitFor();
    },
  },
  {
    ...{ route: "vault-sheet", state: "long names", picture: "restart" },
    go: async (page) => {
      await button(page, "Restart vault…").click();
      await page.getByRole("dialog").getByText("The same for 2 more items").waitFor();
    },
  },
  {
    ...{ route: "vault-sheet", state: "offline", picture: "restart" },
    go: async (page, { stopServer }) => {
      await stopServer();
      await page.getByLabel("Type “restart” to confirm").fill("restart");
      await page.keyboard.press("Enter");
      await page.getByText("A restart needs it").waitFor();
    },
  },
  {
    ...{ route: "activity", state: "error", picture: "gap" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await page.keyboard.press("Control+8");
      await page.getByRole("option", { name: /numbers 3 to 5 are missing/ }).click();
    },
  },
];

/** In walking order. */
export const troubled: Stop<Troubled>[] = [...raised, ...vaults];
