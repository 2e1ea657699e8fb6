/** The walk of somebody who adds a computer of their own: the new one, with the other at a client; then how another is begun here. */
import { passphrase } from "../kit/must.ts";
import type { Stop } from "../screens.ts";
import { button, choosePassphrase } from "./walk.ts";

export type NewComputer = {
  address: string;
  /** What stands on a recovery sheet of the other computer's person. */
  sheet: string;
  /** Somebody who holds a share for this person begins to help, and answers the number that they see. */
  help(): Promise<string>;
  /** They look what this one said; answers the code that they see. */
  helpCode(): Promise<string>;
  /** This one's code is typed there, and the share given. */
  give(code: string): Promise<void>;
  /** The other computer begins, and answers the number that it shows. */
  begin(): Promise<string>;
  /** It looks what this one said; answers the code that it shows. */
  look(): Promise<string>;
  /** This one's code is typed there, and this one added. */
  add(code: string): Promise<void>;
};

/** In walking order. */
export const newComputer: Stop<NewComputer>[] = [
  {
    route: "recover-sheet",
    state: "error",
    go: async (page) => {
      await button(page, /Use a recovery sheet/).click();
      await page.getByLabel("Recovery sheet").fill("0123 4567 89AB CDEF 0");
      await page.locator(".error").waitFor();
    },
  },
  {
    route: "recover-sheet",
    state: "one",
    go: async (page, { address, sheet }) => {
      await page.getByLabel("Server").fill(address);
      await page.getByLabel("Recovery sheet").fill(sheet);
      await page.locator(".error").waitFor({ state: "detached" });
    },
  },
  {
    route: "recover-passphrase",
    state: "one",
    go: async (page) => {
      await button(page, "Continue").click();
      await choosePassphrase(page, passphrase);
      await page.getByText("Somebody who steals").waitFor();
    },
  },
  {
    route: "ask-holder",
    state: "error",
    go: async (page) => {
      await button(page, "Back").click();
      await button(page, "Back").click();
      await button(page, /Ask people you chose/).click();
      await page.getByLabel("Number").fill("12ab");
      await page.getByText("eight digits").waitFor();
    },
  },
  {
    route: "ask-passphrase",
    state: "one",
    go: async (page, { address, help }) => {
      await page.getByLabel("Server").fill(address);
      await page.getByLabel("Number").fill(await help());
      await button(page, "Continue").click();
      await choosePassphrase(page, passphrase);
      const accept = page.getByLabel("Keep it in a file");
      if ((await accept.count()) > 0) await accept.check();
      await page.getByText("Somebody who steals").waitFor();
    },
  },
  {
    route: "ask-compare",
    state: "one",
    go: async (page, { helpCode }) => {
      await button(page, "Continue").click();
      await page.getByText("The other computer has not answered yet").waitFor({ timeout: 60_000 });
      await helpCode();
      await page.getByTestId("own-code").waitFor();
    },
  },
  {
    ...{ route: "ask-holder", state: "one", picture: "next" },
    go: async (page, { helpCode, give }) => {
      await page.getByLabel("Type what they read to you").fill(await helpCode());
      await button(page, "Check code").click();
      await page.getByText("They have to finish").waitFor();
      await give((await page.getByTestId("own-code").textContent()) ?? "");
      await page.getByText("Call another of the people").waitFor();
    },
  },
  {
    route: "link-computer",
    state: "error",
    go: async (page) => {
      await button(page, "Back").click();
      await button(page, "Back").click();
      await button(page, /Add this computer/).click();
      await page.getByLabel("Number").fill("12ab");
      await page.getByText("eight digits").waitFor();
    },
  },
  {
    route: "link-passphrase",
    state: "error",
    go: async (page, { address }) => {
      await page.getByLabel("Server").fill(address);
      await page.getByLabel("Number").fill("0000 0000");
      await button(page, "Continue").click();
      await choosePassphrase(page, passphrase);
      const accept = page.getByLabel("Keep it in a file");
      if ((await accept.count()) > 0) await accept.check();
      await button(page, "Continue").click();
      await page.getByText("No computer waits under this number").waitFor({ timeout: 60_000 });
    },
  },
  {
    route: "link-computer",
    state: "one",
    go: async (page, { begin }) => {
      await button(page, "Back").click();
      await page.getByLabel("Number").fill(await begin());
    },
  },
  {
    route: "link-passphrase",
    state: "one",
    go: async (page) => {
      await button(page, "Continue").click();
      await choosePassphrase(page, passphrase);
      const accept = page.getByLabel("Keep it in a file");
      if ((await accept.count()) > 0) await accept.check();
      await page.getByText("Somebody who steals").waitFor();
    },
  },
  {
    route: "link-compare",
    state: "one",
    go: async (page, { look }) => {
      await button(page, "Continue").click();
      await page.getByText("The other computer has not answered yet").waitFor({ timeout: 60_000 });
      await look();
      await page.getByTestId("own-code").waitFor();
    },
  },
  {
    route: "link-compare",
    state: "error",
    go: async (page) => {
      await page.getByLabel("Code of the other computer").fill("aaaa aaaa");
      await button(page, "Check code").click();
      await page.getByText("Not this code. 2 tries left").waitFor();
    },
  },
  {
    ...{ route: "waiting", state: "one", picture: "computer" },
    go: async (page, { look }) => {
      await page.getByLabel("Code of the other computer").fill(await look());
      await button(page, "Check code").click();
      await page.getByText("Finish on the other computer").waitFor();
    },
  },
  {
    route: "link-sheet",
    state: "one",
    go: async (page, { add }) => {
      await add((await page.getByTestId("own-code").textContent()) ?? "");
      await button(page, /I wrote it down/).waitFor({ timeout: 60_000 });
    },
  },
  {
    ...{ route: "settings", step: "settings-sheet", state: "one", picture: "add-computer" },
    go: async (page) => {
      await button(page, "Continue without a sheet").click();
      await button(page, "Continue without it").click();
      await page.keyboard.press("Control+9");
      await button(page, /Computers/).click();
      await button(page, "Add a computer…").click();
      await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
      await button(page, "Begin").click();
      await page.getByTestId("link-number").waitFor({ timeout: 60_000 });
    },
  },
];
