/** Importing, from the choice of a file to the report: columns, values that are too long, groups and their vaults. Begins in Items. */
import { fixturePath } from "../fixtures.ts";
import type { Stop } from "../screens.ts";
import { button, longName } from "./walk.ts";

/** In walking order. */
export const importStops: Stop<unknown>[] = [
  {
    route: "import",
    state: "empty",
    go: async (page) => {
      await button(page, "New").click();
      await page.getByRole("menuitem", { name: "Import from KeePass" }).click();
      await button(page, "Choose file").waitFor();
    },
  },
  {
    route: "import",
    step: "import-columns",
    state: "long names",
    picture: "columns",
    go: async (page) => {
      const table = `Abteilung;Bezeichnung;Webseite;Benutzername;Kennwort;${longName}\nIT;Router;https://r.test;admin;geheim;1234\nIT;${longName};https://w.test/a/b/c;bob;=1+1;\n`;
      await page
        .getByTestId("import-file")
        .setInputFiles({ name: "logins.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
      await page.getByRole("heading", { name: "What are these columns?" }).waitFor();
    },
  },
  {
    route: "import",
    step: "import-rows",
    state: "full",
    picture: "remarks",
    go: async (page) => {
      await button(page, "Back").click();
      const table = `name;url;username;password;notes;${longName}\nRouter;https://r.test;admin;geheim;${"Lange Notiz. ".repeat(8000)};1\nDrucker;;;pin;kurz;\nVerwaltung;https://v.test;bob;otpauth;;\n`;
      await page
        .getByTestId("import-file")
        .setInputFiles({ name: "verwaltung.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
      await button(page, "Show every row").click();
      await page.getByText("too long").first().waitFor();
    },
  },
  {
    route: "import",
    state: "error",
    go: async (page) => {
      await button(page, "Back").click();
      await page.getByRole("heading", { name: "What are these columns?" }).waitFor();
      await button(page, "Back").click();
      await page.getByTestId("import-file").setInputFiles(fixturePath("imports/keepassxc.kdbx"));
      await page.getByLabel("Passphrase of the file").fill("not this one");
      await button(page, "Read the file").click();
      await page.getByRole("alert").first().waitFor();
    },
  },
  {
    route: "import",
    step: "import-rows",
    state: "full",
    go: async (page) => {
      await page.getByLabel("Passphrase of the file").fill("fixture-pass");
      await button(page, "Read the file").click();
      await button(page, /Take 5 items/).waitFor();
    },
  },
  {
    route: "import",
    step: "import-rows",
    state: "full",
    picture: "new-vaults",
    go: async (page) => {
      await button(page, "Make a vault for each group").click();
      await button(page, /^Create .* vaults, take 5 items/).waitFor();
      await page.getByRole("button", { name: /^Goes to: Marketing/ }).click();
      await page.getByRole("option", { name: "New vault “Marketing”" }).waitFor();
    },
  },
  {
    route: "import",
    step: "import-report",
    state: "full",
    picture: "report",
    go: async (page) => {
      await page.keyboard.press("Escape");
      for (const group of ["Root", "Marketing", "Infrastructure", "Infrastructure/DNS"]) {
        await page.getByRole("button", { name: `Goes to: ${group}: New vault` }).click();
        await page.getByRole("option", { name: "Personal", exact: true }).click();
      }
      await button(page, /Take 5 items/).click();
      await button(page, "Show the items").waitFor();
    },
  },
];
