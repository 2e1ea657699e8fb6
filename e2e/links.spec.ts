/** A link of `latchkey:` opened on this computer leads to its item, or to the join screen; only once its person is there and says so, and never by itself. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { needs } from "./kit/needs.ts";
import { openLink } from "./kit/open-link.ts";
import { scratchDir } from "./kit/scratch.ts";
import { founderIn, must, passphrase } from "./kit/team.ts";

/** Somebody with two logins whose app is closed, and the address of the second. */
async function withItem(): Promise<{ dataDir: string; link: string }> {
  const dataDir = scratchDir();
  const ada = await founderIn(dataDir);
  const { vault } = await must(ada, "vault.create", { title: "Marketing" });
  await must(ada, "item.save", { vault, changes: { title: "Alpha" } });
  const { item } = await must(ada, "item.save", { vault, changes: { title: "Newsletter", username: "anna" } });
  await must(ada, "sync.now", {});
  await ada.close();
  return { dataDir, link: `latchkey://item/${item}` };
}

async function unlock(page: Page): Promise<void> {
  await page.getByLabel("Passphrase").fill(passphrase);
  await page.keyboard.press("Enter");
}
const heading = (page: Page, name: string) => page.getByRole("heading", { name, exact: true });

describe("a link that the system hands over", () => {
  needs("Chromium");

  it("waits for the passphrase, leads to its item, and does not come again", async () => {
    const { dataDir, link } = await withItem();
    const { page, violations } = await person({ dataDir });
    await page.getByLabel("Passphrase").waitFor();
    expect(openLink(dataDir, link)).toMatchObject({ status: 0, said: expect.stringContaining("shown in its window") });
    await page.getByText("Unlock to see the item that the link leads to.").waitFor();
    await unlock(page);
    await heading(page, "Newsletter").waitFor();
    await page.keyboard.press("Control+l");
    await page.getByLabel("Passphrase").waitFor();
    expect(await page.getByText("the link leads to").count()).toBe(0);
    await unlock(page);
    await page.getByRole("option", { name: /Alpha/ }).waitFor();
    expect(violations).toEqual([]);
  });

  it("is proposed to whoever is unlocked, leads away from an edit with a question only; one to nothing says so", async () => {
    const { dataDir, link } = await withItem();
    const { page, violations } = await person({ dataDir });
    await page.getByLabel("Passphrase").waitFor();
    await unlock(page);
    await page.getByRole("option", { name: /Alpha/ }).click();
    const band = page.getByRole("complementary", { name: "Opened link" });
    openLink(dataDir, link);
    await band.getByRole("button", { name: "Not now" }).click();
    await band.waitFor({ state: "detached" });
    await heading(page, "Alpha").waitFor();
    await page.getByRole("button", { name: /^Edit/ }).click();
    await page.getByLabel("Username").fill("half ty");
    openLink(dataDir, link);
    await band.waitFor();
    // It takes no key from somebody who types.
    await page.keyboard.type("ped");
    await band.getByRole("button", { name: "Open item" }).click();
    const question = page.getByRole("dialog");
    await question.waitFor();
    await page.keyboard.press("Escape");
    await question.waitFor({ state: "detached" });
    expect(await page.getByLabel("Username").inputValue()).toBe("half typed");
    await page.getByLabel("Username").press("Escape");
    await question.waitFor();
    await question.getByRole("button").last().click();
    await heading(page, "Alpha").waitFor();
    openLink(dataDir, link);
    await band.waitFor();
    await heading(page, "Alpha").waitFor();
    await page.keyboard.press("Enter");
    await heading(page, "Newsletter").waitFor();
    openLink(dataDir, `latchkey://item/${"0".repeat(26)}`);
    await band.getByRole("button", { name: "Open item" }).click();
    await page.getByText("This link leads to an item that you cannot open").waitFor();
    expect(violations).toEqual([]);
  });

  it("with a join code is where the code is pasted, and asks nobody anything by itself", async () => {
    const { page, dataDir, violations } = await person();
    await page.getByRole("button", { name: /Create a team/ }).waitFor();
    const code = `latchkey://join/${"abcd-".repeat(20)}abcd`;
    openLink(dataDir, code);
    await page.getByText("This is not a complete join code").waitFor();
    expect(await page.getByLabel("Join code").inputValue()).toBe(code);
    expect(violations).toEqual([]);
  });

  it("leads one of two windows to its item, and leaves the other where it is", async () => {
    const { dataDir, link } = await withItem();
    const { page, context, violations } = await person({ dataDir });
    await page.getByLabel("Passphrase").waitFor();
    await unlock(page);
    await page.getByRole("option", { name: /Alpha/ }).click();
    const other = await context.newPage();
    await other.goto(openLink(dataDir, "--json").url);
    await other.getByRole("option", { name: /Alpha/ }).click();
    for (const one of [page, other]) await heading(one, "Alpha").waitFor();
    openLink(dataDir, link);
    const open = (one: Page) => one.getByRole("button", { name: "Open item" });
    for (const one of [page, other]) await open(one).waitFor();
    await open(other).click();
    await heading(other, "Newsletter").waitFor();
    await open(page).waitFor({ state: "detached" });
    expect(await heading(page, "Alpha").count()).toBe(1);
    expect(violations).toEqual([]);
  });

  it("with a join code takes nothing away from somebody who types one, and waits until they go back", async () => {
    const { page, dataDir, violations } = await person();
    await page.getByRole("button", { name: /Join with an invite/ }).click();
    await page.getByLabel("Join code").fill("abc");
    const code = `latchkey://join/${"abcd-".repeat(20)}abcd`;
    expect(openLink(dataDir, code).said).toContain("shown in its window");
    await page.getByRole("button", { name: "Back" }).click();
    await page.getByRole("button", { name: /Join with an invite/ }).click();
    await page.getByText("This is not a complete join code").waitFor();
    expect(await page.getByLabel("Join code").inputValue()).toBe(code);
    expect(violations).toEqual([]);
  });

  it("with a join code does not come between somebody and the passphrase that they choose", async () => {
    const ada = await founderIn(scratchDir());
    const { code } = await must(ada, "invite.create", { name: "Bob" });
    const { page, dataDir, violations } = await person();
    await page.getByRole("button", { name: /Create a team/ }).waitFor();
    openLink(dataDir, code);
    await page.getByText("Ada invites you to Nordlicht").waitFor();
    await page.getByRole("button", { name: /^Continue/ }).click();
    const field = page.getByLabel("Passphrase", { exact: true });
    await field.fill("half typed");
    openLink(dataDir, `latchkey://join/${"abcd-".repeat(20)}abcd`);
    await field.press("End");
    await page.keyboard.type(" on");
    expect(await field.inputValue()).toBe("half typed on");
    expect(violations).toEqual([]);
  });

  it("with a join code waits where this computer is in a team, and is offered at the lock", async () => {
    const { dataDir } = await withItem();
    const { page, violations } = await person({ dataDir });
    await page.getByLabel("Passphrase").waitFor();
    await unlock(page);
    await page.getByRole("option", { name: /Alpha/ }).waitFor();
    openLink(dataDir, `latchkey://join/${"abcd-".repeat(20)}abcd`);
    await page.getByText("Lock Latchkey to join another team with it").waitFor();
    await page.keyboard.press("Control+l");
    await page.getByRole("button", { name: "Join another team" }).click();
    await page.getByText("This is not a complete join code").waitFor();
    await page.getByRole("button", { name: "Back" }).click();
    await page.getByRole("button", { name: /Join with an invite/ }).click();
    expect(await page.getByLabel("Join code").inputValue()).toBe("");
    expect(violations).toEqual([]);
  });

  it.each(["latchkey://enrol/abc", "latchkey://item/abc", "https://example.org", "x"])(
    "is %s and is refused",
    (other) => {
      const { status, said } = openLink(scratchDir(), other);
      expect({ status, said }).toMatchObject({ status: 2, said: expect.stringContaining("What Latchkey opens is") });
    },
  );
});
