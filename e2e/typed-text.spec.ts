/** What somebody typed and did not save is there again after kill -9 and after a lock by the key; nothing of it was sent or lies in clear. */
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

const secret = "canary-Tq9-typed";

/** Ada's folder, closed, and Bob at work in the same vault. */
async function closedWithBob() {
  const team = await sharedLogin({ title: "Scales", username: "scale", password: "one", notes: "first" });
  await team.ada.close();
  return team;
}

async function unlock(page: Page): Promise<void> {
  await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Scales" }).waitFor();
}

const inClear = (dir: string, text: string): string[] =>
  filesBelow(dir).flatMap(({ path, bytes }) => (countIn(bytes, formsOf(text)) > 0 ? [path] : []));

describe("what stands in an open editor", () => {
  needs("Chromium");

  it("is offered after kill -9, goes on where it began, and meets what others saved meanwhile", async () => {
    const { adaDir, bob, vault, item } = await closedWithBob();
    const first = await person({ dataDir: adaDir });
    await unlock(first.page);
    await first.page.getByRole("button", { name: "Edit" }).click();
    const kept = await nextAnswer(first.page, "typed.keep", secret);
    await first.page.getByLabel("Username").fill("ada's");
    await first.page.getByRole("textbox", { name: "Password" }).fill(secret);
    await kept();
    await killAll(first);
    expect(inClear(adaDir, secret)).toEqual([]);
    expect((await must(bob, "item.get", { item })).version).toBe(1);
    await must(bob, "item.save", { vault, item, base: 1, changes: { notes: "bob's", username: "bob's" } });

    const { page, violations } = await person({ dataDir: adaDir });
    await unlock(page);
    await page.getByText(/^You were editing Scales/).waitFor();
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText(/^You typed this/).waitFor();
    expect(await page.getByLabel("Username").inputValue()).toBe("ada's");
    expect(await page.getByRole("textbox", { name: "Password" }).inputValue()).toBe(secret);
    await page.getByText(/^Username and notes changed by Bob, /).waitFor();
    await page.keyboard.press("Control+s");
    await page.getByText("both values are kept").first().waitFor();
    await eventually(
      async () => {
        await must(bob, "sync.now", {});
        return must(bob, "item.get", { item });
      },
      ({ username, version, conflicts }) => username === "bob's" && version === 3 && conflicts === 1,
      10_000,
    );
    expect(await must(bob, "item.reveal", { item, field: "password" })).toEqual({ value: secret });
    expect(await must(bob, "item.reveal", { item, field: "notes" })).toEqual({ value: "bob's" });
    await page.getByText(/^You were editing/).waitFor({ state: "detached" });
    expect(inClear(adaDir, secret)).toEqual([]);
    expect(violations).toEqual([]);
  });

  it("is kept by a lock in the same second, and goes when it is discarded or left", async () => {
    const { adaDir, bob, vault } = await closedWithBob();
    const { page } = await person({ dataDir: adaDir });
    await unlock(page);
    await page.keyboard.press("Control+n");
    await page.getByLabel("Title", { exact: true }).fill("Label printer");
    await page.keyboard.press("Control+l");
    await unlock(page);
    await page.getByText(/^You were adding Label printer/).waitFor();
    await page.getByRole("button", { name: "Continue" }).click();
    expect(await page.getByLabel("Title", { exact: true }).inputValue()).toBe("Label printer");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Leave without saving" }).click();
    await page.getByText(/^You were adding/).waitFor({ state: "detached" });

    await page.keyboard.press("Control+n");
    await page.getByLabel("Title", { exact: true }).fill("Franking machine");
    await page.keyboard.press("Control+l");
    await unlock(page);
    await page.getByRole("button", { name: "Discard…" }).click();
    await page.getByRole("button", { name: "Discard it" }).click();
    await page.getByText(/^You were adding/).waitFor({ state: "detached" });
    expect((await must(bob, "item.list", { vault })).total).toBe(1);
  });
});
