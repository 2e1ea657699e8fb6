/** Items of every kind, by keyboard: an SSH key of several lines, a card, recovery codes of a login, and why that login is shared. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { needs } from "./kit/needs.ts";
import { sharedLogin } from "./kit/shared-login.ts";
import { must, passphrase } from "./kit/team.ts";

const pictures = join(import.meta.dirname, "../test-results/screens");
const key = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----\n";

describe("items of every kind", () => {
  needs("Chromium");

  it("are made and used in their page, and a login says why it is shared", async () => {
    mkdirSync(pictures, { recursive: true });
    const { ada, adaDir, bob, vault, item } = await sharedLogin({
      title: "Mailchimp",
      username: "mc",
      password: "first",
    });
    await ada.close();
    const { page, violations } = await person({ dataDir: adaDir });
    const shot = (name: string) => page.screenshot({ path: join(pictures, `kinds-${name}.png`) });
    const make = async (kind: string, title: string): Promise<void> => {
      await page.getByRole("button", { name: "New", exact: true }).click();
      await page.getByRole("menuitem", { name: kind }).click();
      await page.getByRole("textbox", { name: "Title" }).fill(title);
    };
    const saved = async (title: string): Promise<void> => {
      await page.keyboard.press("Control+s");
      await page.getByRole("heading", { name: title }).first().waitFor();
    };
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("option", { name: "Mailchimp" }).waitFor();
    await make("New SSH key", "Deploy key");
    await page.getByRole("textbox", { name: "Private key" }).fill(key);
    await shot("ssh-edit");
    await saved("Deploy key");
    await page.getByRole("button", { name: "Show: Private key" }).click();
    await page.getByText("b3BlbnNzaC1rZXk").waitFor();
    await shot("ssh");
    await make("New card", "Company card");
    await page.getByRole("textbox", { name: "Number" }).fill("4111111111111111");
    await page.getByRole("textbox", { name: "Valid until" }).fill("03/29");
    await shot("card-edit");
    await saved("Company card");
    await page.getByRole("button", { name: "Show: Number" }).click();
    await page.locator(".secret").getByText("1111").first().waitFor();
    await shot("card");
    await page.getByRole("option", { name: "Mailchimp" }).click();
    await page.getByRole("button", { name: "Add recovery codes" }).click();
    await page
      .getByRole("textbox", { name: "Codes" })
      .fill(Array.from({ length: 5 }, (_, at) => `abcd-${at}`).join("\n"));
    await shot("codes-edit");
    await saved("Recovery codes of Mailchimp");
    for (const code of [1, 2]) {
      await page.getByRole("button", { name: `Mark as used: Code ${code}` }).click();
      await page.getByRole("button", { name: `Mark as not used: Code ${code}` }).waitFor();
    }
    await shot("codes");
    await page.getByRole("button", { name: "Mailchimp", exact: true }).click();
    await page.getByText("5 codes, 3 left").waitFor();
    await shot("login");
    await page.getByRole("button", { name: /^Shared logins/ }).click();
    await page.getByRole("button", { name: "Say why Mailchimp is shared" }).click();
    await page.locator("[role=dialog] textarea:focus").fill("The plan allows one account.");
    await shot("why-dialog");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved why Mailchimp is shared").waitFor();
    await page.getByText("The plan allows one account.").waitFor();
    await shot("register");
    await page.getByRole("button", { name: "Open Mailchimp" }).click();
    await shot("why");
    const seen = async () => {
      await must(bob, "sync.now", {});
      return must(bob, "item.get", { item });
    };
    await eventually(seen, ({ sharedLogin: shared }) => shared?.reason === "The plan allows one account.");
    expect((await must(bob, "register.list", { vault })).counts).toMatchObject({ all: 1, missing: 1 });
    expect(violations).toEqual([]);
  });
});
