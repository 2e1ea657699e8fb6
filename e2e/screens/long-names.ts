/** The walk where every name is long or foreign: nothing runs out of its place, and an exact text is shown to the letter. */
import { expect } from "vitest";
import { brokenLines } from "../kit/broken-lines.ts";
import { foreign } from "../kit/long-names.ts";
import { passphrase } from "../kit/must.ts";
import type { Stop } from "../screens.ts";
import { button } from "./walk.ts";

/** Enough that the import still runs while it is looked at. */
const manyRows = 4000;

const longStop = (picture: string, go: Stop<null>["go"]): Stop<null> => ({
  ...{ route: "items", state: "long names", picture },
  go,
});

/** In walking order. */
export const longNames: Stop<null>[] = [
  longStop("foreign", async (page) => {
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("option", { name: foreign.login }).click();
    await button(page, "Show: Password").click();
    await page.locator(".secret .space").first().waitFor();
    for (const exact of [".secret", ".field-value.open-value"]) expect(await brokenLines(page, exact)).toEqual([]);
  }),
  longStop("foreign-menu", async (page) => {
    await page.getByRole("option", { name: foreign.word }).click({ button: "right" });
    await page.getByRole("menuitem", { name: /Move to Trash/ }).waitFor();
  }),
  longStop("foreign-move", async (page) => {
    await page.keyboard.press("Escape");
    await page.getByRole("listbox", { name: "Items" }).focus();
    await page.keyboard.press("m");
    await page.getByText("Nobody loses access").waitFor();
  }),
  {
    ...{ route: "vault-sheet", state: "long names", picture: "foreign" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.locator('[role="dialog"]').waitFor({ state: "detached" });
      await button(page, /^🚀/u).click();
      await button(page, "Open vault sheet").click();
      await button(page, "Add people").waitFor();
    },
  },
  {
    ...{ route: "vault-sheet", state: "long names", picture: "act-queued" },
    go: async (page) => {
      await page.getByRole("row", { name: /^Wilhelmine.*Waits for/ }).waitFor();
      await button(page, "2 acts wait").click();
      await page.getByText("Why it waits").waitFor();
    },
  },
  {
    ...{ route: "people", state: "long names", picture: "foreign" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+7");
      await page.getByText("Created it").first().waitFor({ state: "attached" });
    },
  },
  {
    ...{ route: "today", state: "long names", picture: "foreign" },
    go: async (page) => {
      await page.keyboard.press("Control+1");
      await page.getByRole("region", { name: "Make it safer" }).waitFor();
    },
  },
  {
    ...{ route: "activity", state: "long names", picture: "foreign" },
    go: async (page) => {
      await page.keyboard.press("Control+8");
      await page.getByRole("option", { name: /opened the password of/i }).click();
      await page.getByRole("button", { name: "Show in Items" }).waitFor();
    },
  },
  {
    route: "tools",
    state: "long names",
    go: async (page) => {
      await page.keyboard.press("Control+4");
      await button(page, "Add a tool").click();
      await page.getByLabel("Name").fill("Zentralverwaltungsgesellschaft für Rechnungsprüfungsangelegenheiten mbH");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: /^Zentral/ }).waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("option", { name: /^Zentral/ }).waitFor();
    },
  },
  {
    ...{ route: "import", step: "import-rows", state: "long names", picture: "progress" },
    go: async (page) => {
      await page.keyboard.press("Control+2");
      await button(page, "New").click();
      await page.getByRole("menuitem", { name: "Import from KeePass" }).click();
      const rows = Array.from({ length: manyRows }, (_, at) => `Zugang ${at + 1},https://w${at}.test,anna,p${at}`);
      const table = ["name,url,username,password", ...rows].join("\n");
      await page
        .getByTestId("import-file")
        .setInputFiles({ name: "zugaenge.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
      await button(page, "Show every row").click();
      await button(page, /^Take .* items/).click();
      await page.getByText("You can keep working").waitFor();
    },
  },
];
