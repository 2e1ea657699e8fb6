/** Trash: what one person deleted is read and restored by another, with its versions; offline too. */
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { between } from "./kit/tampering.ts";
import { founder, founderIn, joiner, must, passphrase, readyVault, refusal, server, userOf } from "./kit/team.ts";

describe("Trash", () => {
  needs("Chromium");

  it("shows what a colleague deleted, by whom; it is read, restored by Enter, and is there again for both", async () => {
    const dataDir = scratchDir();
    const ada = await founderIn(dataDir);
    const bob = await joiner(ada, "Bob");
    const { vault } = await must(ada, "vault.create", { title: "Marketing" });
    await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "edit" });
    const changes = { title: "Buffer", username: "social", password: "one", totp: "JBSWY3DPEHPK3PXP" };
    const { item } = await must(ada, "item.save", { vault, changes });
    await must(ada, "item.save", { vault, item, changes: { password: "two" } });
    await readyVault(bob, vault);
    await eventually(
      () => must(bob, "item.list", { vault }),
      ({ items }) => items[0]?.version === 2,
      10_000,
    );
    await must(bob, "item.delete", { item });
    await ada.close();

    const { page, violations } = await person({ dataDir });
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^Trash/ }).click();
    await page.getByRole("option", { name: "Buffer" }).waitFor();
    const detail = page.locator("main.detail");
    await detail.getByText(/^Deleted .* by Bob$/).waitFor();
    await detail.getByText("kept; restore the item").waitFor();
    await detail.getByText("2 versions").waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".notice").getByText("Buffer restored").waitFor();
    await page.getByText("Trash is empty").first().waitFor();
    await page.getByRole("button", { name: /^All items/ }).click();
    await page.getByRole("option", { name: "Buffer" }).waitFor();
    await eventually(
      () => must(bob, "item.list", { vault }),
      ({ items }) => items.some((row) => row.item === item && row.version === 4),
      10_000,
    );
    expect(await must(bob, "item.reveal", { item, field: "password" })).toEqual({ value: "two" });
    expect(violations).toEqual([]);
  });
});

describe("item.restore", () => {
  it("offline, of what was never sent: nothing that was typed is lost, and it is sent on return", async () => {
    const line = between();
    const ada = await founder(await server(), { fetch: line.fetch });
    const { vault } = await must(ada, "vault.create", { title: "Ops" });
    line.cut(true);
    const { item } = await must(ada, "item.save", { vault, changes: { title: "Typed offline", password: "one" } });
    await must(ada, "item.delete", { item });
    expect(await must(ada, "item.list", { deleted: true })).toMatchObject({ total: 1, items: [{ draft: true }] });
    await must(ada, "item.restore", { item });
    line.cut(false);
    await eventually(
      () => must(ada, "sync.now", {}),
      ({ pending }) => pending === 0,
      10_000,
    );
    expect(await must(ada, "item.reveal", { item, field: "password" })).toEqual({ value: "one" });
    expect(await refusal(ada, "item.restore", { item: "0".repeat(26) })).toBe("not-found");
  });
});
