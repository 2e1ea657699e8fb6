/** The walk of Dana in a filled team: what people see all day. */
import { passphrase } from "../kit/must.ts";
import type { Stop } from "../screens.ts";
import { groupStops, itemDialogs, lateStops, peopleDialogs, vaultDialogs } from "./dialogs.ts";
import { button } from "./walk.ts";

/** In walking order. */
export const teammate: Stop<null>[] = [
  {
    route: "unlock",
    state: "long names",
    go: (page) => page.getByText("Dana Okonkwo on").waitFor(),
  },
  {
    route: "items",
    state: "error",
    go: async (page) => {
      await page.getByLabel("Passphrase").fill(passphrase);
      await page.keyboard.press("Enter");
      await button(page, /^Marketing/).click();
      await page.getByRole("option", { name: /Canva/ }).click();
      await page.getByText("Two people changed").waitFor();
    },
  },
  {
    ...{ route: "items", state: "error", picture: "conflict-value" },
    go: async (page) => {
      await page.getByText("Another value").click();
      await page.getByRole("textbox", { name: "Another value" }).waitFor();
    },
  },
  {
    ...{ route: "items", step: "item-version", state: "full", picture: "version" },
    go: async (page) => {
      await page.locator(".version-open").last().click();
      await page.getByRole("columnheader", { name: "Then" }).waitFor();
      await button(page, /^Show: Password, Then/).click();
    },
  },
  {
    route: "items",
    state: "full",
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("option", { name: /Mailchimp/ }).click();
      await page.getByTestId("code").waitFor();
      await button(page, "Show: Password").click();
      await page.getByText("vK").first().waitFor();
    },
  },
  ...itemDialogs,
  {
    route: "item-edit",
    state: "full",
    go: async (page) => {
      await button(page, /^Marketing/).click();
      await page.getByRole("option", { name: /Mailchimp/ }).click();
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      await page.getByLabel("Username").fill("newsletter@nordlicht.example");
      await page.getByText("1 field changed").waitFor();
    },
  },
  {
    ...{ route: "item-edit", state: "full", picture: "files" },
    go: async (page) => {
      const given = { name: "Vertrag 2026.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(90_000, 1) };
      await page.locator(".edit-files input[type=file]").setInputFiles(given);
      await button(page, "Remove “logo.svg”").click();
      await page.getByText("removed when you save").waitFor();
    },
  },
  {
    ...{ route: "item-edit", state: "full", picture: "generator" },
    go: async (page) => {
      await button(page, "Generate password").click();
      await page.locator("button:enabled", { hasText: "Use this password" }).waitFor();
    },
  },
  {
    route: "item-edit",
    state: "one",
    go: async (page) => {
      await page.keyboard.press("Escape");
      await button(page, /Cancel/).click();
      await page.getByText("Leave without saving?").waitFor();
    },
  },
  {
    ...{ route: "items", step: "shared-logins", state: "full", picture: "shared-logins" },
    go: async (page) => {
      await button(page, /^Leave without/).click();
      await button(page, /^Shared logins/).click();
      await page.getByRole("row").nth(1).waitFor();
    },
  },
  {
    ...{ route: "items", step: "shared-logins", state: "full", picture: "why-shared" },
    go: async (page) => {
      await button(page, /^Say why .+ is shared/).click();
      await page.locator("[role=dialog] textarea:focus").waitFor();
    },
  },
  {
    route: "vault-sheet",
    state: "full",
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      await button(page, /^Marketing/).click();
      await button(page, "Open vault sheet").click();
      await button(page, "Add people").waitFor();
    },
  },
  {
    route: "vault-sheet",
    state: "long names",
    go: async (page) => {
      await button(page, /^Produktentwicklung/).click();
      await button(page, "Open vault sheet").click();
      await button(page, "Add people").click();
      await page
        .getByRole("option", { name: /Maximiliane/ })
        .or(button(page, /Maximiliane/))
        .first()
        .click();
    },
  },
  {
    route: "vault-sheet",
    state: "error",
    go: async (page) => {
      await page.keyboard.press("Escape");
      await button(page, /^Marketing/).click();
      await button(page, "Open vault sheet").click();
      await button(page, /More about Maximiliane/).click();
      await page.getByRole("menuitem", { name: "Remove access…" }).click();
      await page.getByText("As soon as you confirm").waitFor();
    },
  },
  ...vaultDialogs,
  {
    route: "people",
    state: "full",
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+7");
      await page.getByText("Open invites").waitFor();
      await button(page, /Ivo Marković/).click();
      await page
        .getByRole("cell", { name: /^Added by you/ })
        .first()
        .waitFor();
    },
  },
  ...peopleDialogs,
  {
    route: "people",
    state: "long names",
    go: async (page) => {
      await page.keyboard.press("Escape");
      await button(page, "Invite").click();
      await page.getByLabel("Name").fill("Maria-Magdalena Wilhelmine von Thurn-Hohenstein");
      await button(page, "Create invite").click();
      await page.getByTestId("invite-message").waitFor();
    },
  },
  ...groupStops,
  {
    route: "today",
    state: "full",
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+1");
      await page.getByRole("region", { name: "Make it safer" }).waitFor();
    },
  },
  {
    route: "activity",
    state: "full",
    go: async (page) => {
      await page.keyboard.press("Control+8");
      await page.getByRole("listbox", { name: "Events" }).getByText("Opened the password of").first().waitFor();
      for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowDown");
    },
  },
  {
    ...{ route: "activity", state: "full", picture: "none-found" },
    go: async (page) => {
      await page.keyboard.type("thurn nothing");
      await page.getByText("Nothing matches").waitFor();
    },
  },
  {
    route: "tools",
    state: "full",
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+4");
      await page.getByRole("option", { name: /Mailchimp/ }).waitFor();
    },
  },
  {
    ...{ route: "tools", step: "tool", state: "full", picture: "tool" },
    go: async (page) => {
      await page.getByRole("option", { name: /Mailchimp/ }).click();
      await page.getByRole("heading", { name: "Mailchimp", exact: true }).waitFor();
    },
  },
  {
    ...{ route: "tools", step: "tool-suggested", state: "full", picture: "tool-suggested" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await button(page, "Suggestions").click();
      await button(page, /^Add \d+ chosen/).waitFor();
    },
  },
  {
    ...{ route: "tools", step: "coverage", state: "full", picture: "coverage" },
    go: async (page) => {
      await page.keyboard.press("Escape");
      await button(page, "Coverage").click();
      await page.getByRole("img", { name: /settled/ }).first().waitFor();
    },
  },
  {
    ...{ route: "tools", step: "coverage-list", state: "full", picture: "coverage-list" },
    go: async (page) => {
      await button(page, /^Unknown: list/).click();
      await page.getByRole("cell", { name: "Unknown" }).first().waitFor();
    },
  },
  {
    route: "settings",
    step: "settings-sheet",
    state: "full",
    go: async (page) => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+9");
      await button(page, "Computers and sheets").click();
      await button(page, "Print it…").click();
      await page.getByRole("textbox", { name: "Passphrase" }).fill(passphrase);
      await button(page, "Show the sheet").click();
      await page.getByRole("img", { name: /QR code/ }).waitFor();
    },
  },
  ...lateStops,
];
