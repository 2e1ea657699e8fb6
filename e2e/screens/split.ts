/** The walk of Ada, to whom the server showed another history than to the others: the alert, both histories, the team code in Settings. */
import { passphrase } from "../kit/must.ts";
import type { Stop } from "../screens.ts";
import { button } from "./walk.ts";

/** In walking order. */
export const split: Stop<null>[] = [
  {
    ...{ route: "items", state: "error", picture: "fork" },
    go: async (page) => {
      await page.getByLabel("Passphrase").fill(passphrase);
      await page.keyboard.press("Enter");
      await page.getByText("Writing is frozen", { exact: true }).waitFor({ timeout: 30_000 });
      await button(page, "Show both histories").waitFor();
    },
  },
  {
    ...{ route: "fork", state: "error" },
    go: async (page) => {
      await button(page, "Show both histories").click();
      await page.getByText(/Mia Okonkwo saw$/).waitFor();
    },
  },
  {
    ...{ route: "fork", state: "error", picture: "choose" },
    go: async (page) => {
      await button(page, "Go over to the other history…").click();
      await page.locator("[role=dialog] input:focus").fill("33 abacus abdomen");
    },
  },
  {
    ...{ route: "settings", step: "settings-server", state: "full", picture: "team-code" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      await page.keyboard.press("Escape");
      await button(page, "Show both histories").waitFor();
      await page.keyboard.press("Control+9");
      await button(page, /^Server/).click();
      const heard = page.getByLabel("What a teammate reads to you: entry and words");
      await heard.fill("0 abacus abdomen");
      await page.keyboard.press("Enter");
      await page.getByText("Not the same history").waitFor();
    },
  },
];
