/** By the keyboard and the mouse: a generated password, a conflict that is settled, an older version restored, an item that asks again. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { needs } from "./kit/needs.ts";
import { sharedLogin } from "./kit/shared-login.ts";
import { must, passphrase } from "./kit/team.ts";

const pictures = join(import.meta.dirname, "../test-results/screens");

/** Ada's folder, closed; Bob's value of the password is the current one, Ada's came late. */
async function conflicted() {
  const { ada, adaDir, bob, vault, item } = await sharedLogin({ title: "Canva", password: "first" });
  await must(bob, "item.save", { vault, item, changes: { password: "bob's" } });
  await must(ada, "sync.now", {});
  await must(ada, "item.save", { vault, item, base: 1, changes: { password: "ada's", notes: "more" } });
  await must(ada, "item.copyField", { item, field: "password" });
  await ada.close();
  return { adaDir, bob, item };
}

describe("decisions about an item", () => {
  needs("Chromium");

  it("are made in its page: settle, restore, generate, ask again", async () => {
    mkdirSync(pictures, { recursive: true });
    const { adaDir, bob, item } = await conflicted();
    const { page, violations } = await person({ dataDir: adaDir });
    const bobSees = async (field: string): Promise<string> => {
      await must(bob, "sync.now", {});
      return (await must(bob, "item.reveal", { item, field })).value;
    };
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Needs you" }).click();
    await page.getByRole("group", { name: "Choose a value" }).getByRole("option", { name: "Canva" }).waitFor();
    await page.getByText("Bob’s password").first().waitFor();
    // Copied by Ada's computer before it locked: Bob's value alone.
    await page.getByText("You copied it on ").waitFor();
    await page.screenshot({ path: join(pictures, "settle-conflict.png") });
    await page.getByText("Another value").click();
    await page.getByRole("button", { name: "Start with Bob’s password" }).click();
    const another = page.getByRole("textbox", { name: "Another value" });
    await eventually(
      () => another.inputValue(),
      (value) => value === "bob's",
    );
    await another.fill("x".repeat(12_000));
    await page.getByText("2,000 characters too long").waitFor();
    await page.screenshot({ path: join(pictures, "settle-another.png") });
    await page.getByText("Your password", { exact: true }).click();
    await page.getByRole("button", { name: "Keep your password" }).click();
    await page
      .getByText(/^Conflict in .+ settled$/)
      .first()
      .waitFor();
    await page.getByRole("heading", { name: "Nothing needs you" }).waitFor();
    await page.getByRole("button", { name: "All items" }).click();
    await page.getByRole("button", { name: "Needs you" }).waitFor({ state: "detached" });
    await page.getByRole("option", { name: "Canva" }).click();
    await eventually(
      () => bobSees("password"),
      (value) => value === "ada's",
      10_000,
    );

    await page.locator("[data-version='1']").click();
    await page.getByRole("columnheader", { name: "Then" }).waitFor();
    await page.getByRole("button", { name: "Show: Password, Then" }).click();
    await page.getByText("first").first().waitFor();
    await page.screenshot({ path: join(pictures, "settle-version.png") });
    await page.getByRole("button", { name: "Restore this version" }).click();
    await page.getByRole("button", { name: "Restore version" }).click();
    await page
      .getByText(/ restored to the version of /)
      .first()
      .waitFor();
    await eventually(
      () => bobSees("password"),
      (value) => value === "first",
      10_000,
    );

    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByRole("button", { name: "Generate password" }).click();
    await page.getByText("Words", { exact: true }).first().click();
    await page.screenshot({ path: join(pictures, "settle-generator.png") });
    await page.getByRole("button", { name: "Use this password" }).click();
    expect(await page.getByRole("textbox", { name: "Password" }).inputValue()).toMatch(/^([a-z]+-){4,}[a-z]+$/);
    await page.getByText("Ask for the passphrase again").click();
    await page.keyboard.press("Control+s");
    await page
      .locator(".notice")
      .getByText(/ saved\b/)
      .waitFor();

    await page.getByRole("button", { name: "Show: Password", exact: true }).click();
    await page.getByText("Enter your passphrase").waitFor();
    await page.screenshot({ path: join(pictures, "settle-ask.png") });
    await page.getByLabel("Passphrase", { exact: true }).fill("not this one at all");
    await page.keyboard.press("Enter");
    await page.getByText("That is not the passphrase").waitFor();
    await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Hide: Password", exact: true }).waitFor();
    expect(violations).toEqual([]);
  });
});
