/**
 * Typed text outside the editor of items: it is offered after kill -9 and after a lock, by the key or by time, goes on in its own place
 * and goes once it was used or given up. Nothing of it is sent or lies in clear.
 */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { nextAnswer } from "./kit/answered.ts";
import { person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { killAll } from "./kit/kill-all.ts";
import { needs } from "./kit/needs.ts";
import { countIn, filesBelow, formsOf } from "./kit/scan.ts";
import { sharedLogin } from "./kit/shared-login.ts";
import { must, passphrase } from "./kit/team.ts";

const inClear = (dir: string, text: string): string[] =>
  filesBelow(dir).flatMap(({ path, bytes }) => (countIn(bytes, formsOf(text)) > 0 ? [path] : []));

async function unlock(page: Page): Promise<void> {
  await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Scales" }).waitFor();
}

const said = (page: Page, what: RegExp) => page.getByRole("complementary", { name: "Not saved" }).getByText(what);
const goOn = (page: Page) => page.getByRole("button", { name: "Continue" }).click();

/** The one dialog that is open. */
const dialogOf = (page: Page) => page.getByRole("dialog");

async function openInvite(page: Page, { name, email }: { name: string; email: string }): Promise<void> {
  await page.getByRole("button", { name: "People", exact: true }).click();
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await dialogOf(page).getByLabel("Name").fill(name);
  await dialogOf(page).getByLabel("Work e-mail").fill(email);
}

describe("what is typed outside the editor of items", () => {
  needs("Chromium");

  it("is offered after kill -9, in a conflict and in the invite", async () => {
    const { ada, adaDir, bob, vault, item } = await sharedLogin({ title: "Scales", password: "first" });
    await must(bob, "item.save", { vault, item, changes: { password: "bob's" } });
    await must(ada, "sync.now", {});
    await must(ada, "item.save", { vault, item, base: 1, changes: { password: "ada's" } });
    await ada.close();
    const first = await person({ dataDir: adaDir });
    await unlock(first.page);
    await first.page.getByText("Another value").click();
    const settling = await nextAnswer(first.page, "typed.keep", "canary-Settle-9");
    await first.page.getByRole("textbox", { name: "Another value" }).fill("canary-Settle-9");
    await settling();
    const inviting = await nextAnswer(first.page, "typed.keep", "dana@");
    await openInvite(first.page, { name: "Dana Canary Weber", email: "dana@" });
    await inviting();
    await killAll(first);
    for (const text of ["canary-Settle-9", "Dana Canary Weber"]) expect(inClear(adaDir, text)).toEqual([]);

    const invited = async (): Promise<boolean> => {
      await must(bob, "sync.now", {});
      return JSON.stringify(await must(bob, "invite.list", {})).includes("Dana Canary Weber");
    };

    const { page, violations } = await person({ dataDir: adaDir });
    await unlock(page);
    expect(await invited()).toBe(false);
    await said(page, /^You were inviting Dana Canary Weber/).waitFor();
    await page.getByText("and 1 more").waitFor();
    await goOn(page);
    expect(await dialogOf(page).getByLabel("Name").inputValue()).toBe("Dana Canary Weber");
    expect(await dialogOf(page).getByLabel("Work e-mail").inputValue()).toBe("dana@");
    await dialogOf(page).getByLabel("Work e-mail").fill("dana@example.org");
    await dialogOf(page).getByRole("button", { name: "Create invite" }).click();
    await page.getByRole("button", { name: "Close" }).click();
    expect(await invited()).toBe(true);

    await page.getByRole("button", { name: "Items", exact: true }).click();
    await said(page, /^You were settling a conflict in Scales/).waitFor();
    await goOn(page);
    const another = page.getByRole("textbox", { name: "Another value" });
    await eventually(
      () => another.inputValue(),
      (value) => value === "canary-Settle-9",
    );
    await page.getByRole("button", { name: "Save this password" }).click();
    await page
      .getByText(/^Conflict in .+ settled$/)
      .first()
      .waitFor();
    await eventually(
      async () => {
        await must(bob, "sync.now", {});
        return must(bob, "item.reveal", { item, field: "password" });
      },
      ({ value }) => value === "canary-Settle-9",
      10_000,
    );
    await page.getByRole("button", { name: "All items" }).click();
    await page.getByText(/^You were/).waitFor({ state: "detached" });
    expect(violations).toEqual([]);
  });

  it("is offered after a lock by the key: new vault, name of a vault, tags, a move; and goes when it is given up", async () => {
    const { ada, adaDir, bob, vault } = await sharedLogin({ title: "Scales", password: "first" });
    await must(ada, "item.save", { vault, kind: "login", changes: { title: "Label printer" } });
    await ada.close();
    const { page, violations } = await person({ dataDir: adaDir });
    const lock = async (): Promise<void> => {
      await page.keyboard.press("Control+l");
      await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Label printer" }).waitFor();
    };
    await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Label printer" }).waitFor();
    await page.getByRole("button", { name: "New vault" }).first().click();
    await dialogOf(page).getByRole("textbox").fill("Bookkee");
    await lock();
    await said(page, /^You were creating the vault Bookkee/).waitFor();
    await goOn(page);
    await eventually(
      () => dialogOf(page).getByRole("textbox").inputValue(),
      (title) => title === "Bookkee",
    );
    await page.keyboard.press("Escape");
    await page.getByText(/^You were/).waitFor({ state: "detached" });

    await page.getByRole("option", { name: "Label printer" }).click();
    await page.keyboard.press("Control+a");
    await page.getByRole("button", { name: "Add tags" }).click();
    await dialogOf(page).getByRole("textbox").fill("office, pos");
    await lock();
    await said(page, /^You were adding tags \(office, pos\)/).waitFor();
    await goOn(page);
    await dialogOf(page).getByRole("button", { name: "Add tags" }).click();
    await page.getByText(/^You were/).waitFor({ state: "detached" });

    await page.getByRole("option", { name: "Label printer" }).click();
    await page.getByRole("option", { name: "Label printer" }).click({ button: "right" });
    await page.getByRole("menuitem", { name: "Move to another vault…" }).click();
    await dialogOf(page).getByLabel("To").selectOption({ label: "New vault…" });
    await dialogOf(page).getByLabel("Name of the new vault").fill("Office");
    await dialogOf(page).getByLabel("Bob").check();
    await lock();
    await said(page, /^You were moving items to a new vault, Office/).waitFor();
    await goOn(page);
    await eventually(
      () => dialogOf(page).getByLabel("Name of the new vault").inputValue(),
      (title) => title === "Office",
    );
    expect(await dialogOf(page).getByLabel("Bob").isChecked()).toBe(true);
    await dialogOf(page).getByRole("button", { name: "Move Label printer" }).click();
    await page.getByText("Label printer moved to Office").first().waitFor();
    await page.getByText(/^You were/).waitFor({ state: "detached" });

    const office = page.locator(".side-entry", { hasText: "Office" });
    await office.getByRole("button").first().click();
    await office.getByRole("button", { name: "Open vault sheet" }).click();
    await page.getByRole("button", { name: "Rename" }).click();
    await dialogOf(page).getByRole("textbox").fill("Front office");
    await lock();
    await said(page, /^You were renaming a vault to Front office/).waitFor();
    await must(bob, "sync.now", {});
    await goOn(page);
    await dialogOf(page).getByRole("button", { name: "Rename" }).click();
    await page.locator(".side-entry", { hasText: "Front office" }).waitFor();
    await page.getByText(/^You were/).waitFor({ state: "detached" });
    expect(violations).toEqual([]);
  });

  it("is offered after a lock by time, while the invite was open", async () => {
    const { ada, adaDir } = await sharedLogin({ title: "Scales", password: "first" });
    await must(ada, "account.setAutoLock", { minutes: 1 });
    await ada.close();
    const { page, violations } = await person({ dataDir: adaDir });
    await unlock(page);
    await openInvite(page, { name: "Dana Weber", email: "dana@example.org" });
    await page.getByLabel("Passphrase", { exact: true }).waitFor({ timeout: 90_000 });
    expect(await page.getByRole("dialog").count()).toBe(0);
    await unlock(page);
    await said(page, /^You were inviting Dana Weber 1 min/).waitFor();
    await goOn(page);
    expect(await dialogOf(page).getByLabel("Name").inputValue()).toBe("Dana Weber");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Items", exact: true }).click();
    await page.getByRole("heading", { name: "Scales" }).waitFor();
    await page.getByText(/^You were/).waitFor({ state: "detached" });
    expect(violations).toEqual([]);
  });
});
