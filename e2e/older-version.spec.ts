/** Saving over an older version, shown because the newest opens for nobody, with the keyboard alone: only after a question. */
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { pushDamaged } from "./kit/damaged-version.ts";
import { eventually } from "./kit/eventually.ts";
import { again, inStep, keptInFile } from "./kit/key-loss.ts";
import { fill, focused, press, tabTo } from "./kit/keyboard.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { joiner, must, passphrase, readyVault, userOf } from "./kit/team.ts";

describe("an item whose newest version opens for nobody", () => {
  needs("Chromium");

  it("is saved over only after its person has said so, and is then right for everybody", async () => {
    const { ada, adaDir, running } = await keptInFile();
    const bobDir = scratchDir();
    const first = await joiner(ada, "Bob", { dataDir: bobDir });
    const { vault } = await must(ada, "vault.create", { title: "Marketing" });
    await must(ada, "vault.setAccess", { vault, user: await userOf(first), permission: "edit" });
    const { item } = await must(ada, "item.save", { vault, changes: { title: "Newsletter", username: "anna" } });
    await readyVault(first, vault);
    await inStep(first);
    await pushDamaged(first, bobDir, { running, vault, item });
    await inStep(ada);
    await ada.close();
    const bob = await again(first, bobDir);
    const { page, violations } = await person({ dataDir: adaDir });
    await page.getByLabel("Passphrase").waitFor();
    await page.keyboard.insertText(passphrase);
    await page.keyboard.press("Enter");
    await page.getByText("The newest version cannot be read").waitFor();
    await press(page, /^Edit/);
    await fill(page, /Username/, "-kept");
    await page.keyboard.press("Control+s");
    const question = page.getByRole("dialog", { name: "Save on top of an older version?" });
    await question.waitFor();
    await eventually(
      () => focused(page),
      ({ name }) => name.startsWith("Cancel"),
    );
    await page.keyboard.press("Escape");
    await question.waitFor({ state: "detached" });
    // Only the question is gone: what was typed stands there still.
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(await page.getByLabel("Username").inputValue()).toContain("-kept");
    expect((await must(bob, "item.list", { vault })).items[0]?.damaged?.version).toBe(2);
    await page.keyboard.press("Control+s");
    await question.waitFor();
    await tabTo(page, /^Save this version/);
    await page.keyboard.press("Enter");
    await page
      .locator(".notice")
      .getByText(/ saved$/)
      .waitFor();
    await page.getByText("The newest version cannot be read").waitFor({ state: "detached" });
    const row = await eventually(
      async () => {
        await must(bob, "sync.now", {});
        return (await must(bob, "item.list", { vault })).items[0];
      },
      (seen) => seen?.damaged === undefined,
      10_000,
    );
    expect(row?.username).toContain("-kept");
    expect(violations).toEqual([]);
  });
});
