/** An open editor whose login was moved, or whose vault was closed, meanwhile: what was typed is kept, and goes where its person says. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { needs } from "./kit/needs.ts";
import { sharedLogin } from "./kit/shared-login.ts";
import { must, passphrase, readyVault, userOf } from "./kit/team.ts";

const pictures = join(import.meta.dirname, "../test-results/screens");

/** Ada's folder, closed, and Bob at work, who manages the vault; both may edit in a second one. */
async function closedWithBob() {
  const { ada, adaDir, bob, vault, item } = await sharedLogin({ title: "Canva", username: "design", password: "one" });
  const { vault: other } = await must(ada, "vault.create", { title: "Marketing" });
  const [user, founder] = [await userOf(bob), await userOf(ada)];
  await must(ada, "vault.setAccess", { vault: other, user, permission: "edit" });
  await must(ada, "vault.setAccess", { vault, user, permission: "manage" });
  await readyVault(bob, other);
  await ada.close();
  return { adaDir, bob, vault, other, item, founder };
}

async function editing(page: Page): Promise<void> {
  await page.getByLabel("Passphrase").fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Canva", exact: true }).waitFor();
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("Username").fill("ada's");
}

async function pictured(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  for (const [width, height] of [
    [900, 600],
    [1440, 900],
  ] as const)
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`) });
    }
}

describe("an editor that is open while its login goes", () => {
  needs("Chromium");

  it("keeps the change of a login that was moved, and saves it where the login is now", async () => {
    const { adaDir, bob, vault, other, item } = await closedWithBob();
    const { page, violations } = await person({ dataDir: adaDir });
    await editing(page);
    const { item: made } = await must(bob, "item.move", { item, vault: other });
    // The editor stays; the list behind it has the login at its new place.
    await eventually(
      () => page.getByRole("option", { name: /Canva/ }).count(),
      (count) => count === 1,
      10_000,
    );
    await page.keyboard.press("Control+s");
    await page.getByText("Somebody moved this item while you changed it").waitFor();
    await pictured(page, "moved-editor");
    await page.getByRole("button", { name: "Save it in Marketing" }).click();
    await page
      .getByText(/Your change to .+ is in Marketing/)
      .first()
      .waitFor();
    await eventually(
      async () => {
        await must(bob, "sync.now", {});
        return must(bob, "item.get", { item: made });
      },
      ({ username }) => username === "ada's",
      10_000,
    );
    expect((await must(bob, "item.list", { vault })).total).toBe(0);
    expect((await must(bob, "item.list", {})).total).toBe(1);
    expect(violations).toEqual([]);
  });

  it("says that access ended, and saves what was typed as a new login of another vault", async () => {
    const { adaDir, bob, vault, other, founder } = await closedWithBob();
    const { page, violations } = await person({ dataDir: adaDir });
    await editing(page);
    await must(bob, "vault.setAccess", { vault, user: founder, permission: null });
    await page.getByRole("option", { name: /Canva/ }).waitFor({ state: "detached" });
    expect(await page.getByLabel("Username").inputValue()).toBe("ada's");
    await page.keyboard.press("Control+s");
    await page.getByText("You can no longer open this vault").waitFor();
    await pictured(page, "closed-editor");
    await page.getByRole("button", { name: "Save as a new item in…" }).click();
    await page.getByRole("menuitem", { name: "Marketing" }).click();
    await page
      .locator(".notice")
      .getByText(/ saved\b/)
      .waitFor();
    await eventually(
      async () => {
        await must(bob, "sync.now", {});
        return (await must(bob, "item.list", { vault: other })).items;
      },
      ([made]) => made?.title === "Canva" && made.username === "ada's",
      10_000,
    );
    expect(violations).toEqual([]);
  });
});
