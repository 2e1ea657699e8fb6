/** The main job as two people do it, each in a Chromium of their own: create, import, invite, join, share, copy, code, lock; and what they did is listed after a restart. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { fixturePath } from "./fixtures.ts";
import { chromiumPath, type Person, person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { totpCode } from "./kit/rfc6238.ts";
import { passphrase, server } from "./kit/team.ts";

const seed = "JBSWY3DPEHPK3PXP";
const canary = "Wren-41-copper";

async function choosePassphrase({ page }: Person): Promise<void> {
  await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await page.getByLabel("Passphrase again").fill(passphrase);
}

async function acceptKeyFile({ page }: Person): Promise<void> {
  const box = page.getByLabel("Keep it in a file");
  if ((await box.count()) > 0) await box.check();
}

async function createTeam(dana: Person, setupCode: string): Promise<void> {
  const { page } = dana;
  await page.getByRole("button", { name: /Create a team/ }).click();
  await page.getByLabel("Setup code").fill(setupCode);
  await acceptKeyFile(dana);
  await page.getByText("Reached").waitFor();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Team name").fill("Nordlicht");
  await page.getByLabel("Your name").fill("Dana");
  await choosePassphrase(dana);
  await page.getByRole("button", { name: /Create team/ }).click();
  await page.getByRole("button", { name: "Continue without a sheet" }).click();
  await page.getByRole("button", { name: "Continue without it" }).click();
  await page.getByText("Put the first login").waitFor();
}

async function importFile({ page }: Person): Promise<void> {
  await page.getByRole("button", { name: "Import…" }).last().click();
  await page.getByTestId("import-file").setInputFiles(fixturePath("imports/keepassxc.kdbx"));
  await page.getByLabel("Passphrase of the file").fill("fixture-pass");
  await page.getByRole("button", { name: "Read the file" }).click();
  for (const group of await page.getByRole("button", { name: /^Goes to/ }).all()) {
    await group.click();
    await page.getByRole("option", { name: "Marketing", exact: true }).click();
  }
  await page.getByRole("button", { name: /Take 5 items/ }).click();
  await page.getByRole("button", { name: "Show the items" }).click();
}

/** That the password was opened and copied, one line each. */
async function listed(page: Page): Promise<void> {
  await page.keyboard.press("Control+8");
  const events = page.getByRole("listbox", { name: "Events" });
  for (const said of ["Opened the password of Mailchimp", "Copied the password of Mailchimp"])
    await events.getByRole("option", { name: said }).waitFor();
}

describe.skipIf(chromiumPath === null)("first light in Chromium", () => {
  it("goes in on one computer and is used on another", async () => {
    const running = await server();
    const dana = await person();
    await createTeam(dana, running.setupCode);
    await dana.page.getByRole("button", { name: "New vault" }).first().click();
    await dana.page.getByLabel("Title", { exact: true }).fill("Marketing");
    await dana.page.getByRole("button", { name: "Create vault" }).click();
    await dana.page.getByText("Only you can open").waitFor();
    await dana.page.getByRole("button", { name: /All items/ }).click();
    await importFile(dana);
    await dana.page.getByText("Mailchimp").first().waitFor();

    await dana.page.keyboard.press("Control+7");
    await dana.page.getByRole("button", { name: "Invite", exact: true }).click();
    await dana.page.getByLabel("Name").fill("Ivo");
    await dana.page.getByRole("button", { name: "Create invite" }).click();
    const message = await dana.page.getByTestId("invite-message").innerText();
    await dana.page.keyboard.press("Escape");

    const ivo = await person();
    await ivo.page.getByRole("button", { name: /Join with an invite/ }).click();
    await ivo.page.getByLabel("Join code").fill(message);
    await ivo.page.getByText("Dana invites you to Nordlicht.").waitFor();
    await ivo.page.getByRole("button", { name: "Continue" }).click();
    await choosePassphrase(ivo);
    await acceptKeyFile(ivo);
    await ivo.page.getByRole("button", { name: /Ask to be let in/ }).click();
    await ivo.page.getByRole("button", { name: "Continue without a sheet" }).click();
    await ivo.page.getByRole("button", { name: "Continue without it" }).click();
    await ivo.page.getByText("Put the first login").waitFor();

    await dana.page.keyboard.press("Control+2");
    await dana.page.getByRole("button", { name: "Marketing" }).first().click();
    await dana.page.getByRole("button", { name: "Open vault sheet" }).first().click();
    await dana.page.getByRole("button", { name: "Add people" }).click();
    // Nobody is chosen before somebody is picked.
    expect(await dana.page.getByRole("button", { name: "Add", exact: true }).isDisabled()).toBe(true);
    await dana.page.getByRole("option", { name: /^Ivo/ }).click();
    await dana.page.getByRole("button", { name: /^Add Ivo/ }).click();

    await ivo.page.getByText("Mailchimp").first().waitFor();
    await ivo.page.getByText("Mailchimp").first().click();
    const shown = ivo.page.getByTestId("code");
    await shown.waitFor();
    await eventually(
      async () => (await shown.textContent())?.replace(/\s/g, ""),
      (code) => [0, -30_000].some((by) => code === totpCode({ secret: seed, at: Date.now() + by })),
    );
    await ivo.page.getByRole("button", { name: "Show: Password" }).click();
    await eventually(
      () => ivo.page.textContent("main.detail"),
      (text) => text?.includes(canary) === true,
    );

    await ivo.page.keyboard.press("Control+Shift+c");
    await listed(ivo.page);

    await ivo.page.keyboard.press("Control+l");
    await ivo.page.getByRole("button", { name: /^Unlock/ }).waitFor();
    expect(await ivo.page.content()).not.toContain(canary);

    const stopped = new Promise((resolve) => ivo.host.process.once("exit", resolve));
    ivo.host.process.kill("SIGINT");
    await stopped;
    const again = await person({ dataDir: ivo.dataDir });
    await again.page.getByLabel("Passphrase").fill(passphrase);
    await again.page.keyboard.press("Enter");
    await again.page.getByRole("listbox", { name: "Items" }).waitFor();
    await listed(again.page);
    expect(await again.page.content()).not.toContain(canary);
    expect([...dana.violations, ...ivo.violations, ...again.violations]).toEqual([]);
  }, 120_000);
});
