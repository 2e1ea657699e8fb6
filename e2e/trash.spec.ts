/** Trash: what one person deleted is read and restored by another, with its versions; offline too. */
import { describe, expect, it } from "vitest";
import type { Client } from "./drive.ts";
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
    // Ada manages the vault, and it was deleted just now.
    await detail.getByText(/^You can delete it forever from /).waitFor();
    expect(await detail.getByRole("button", { name: "Delete forever" }).isDisabled()).toBe(true);
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

  it("deletes several forever only when they are due, by a typed word, and the core looks again", async () => {
    const dataDir = scratchDir();
    const ada = await founderIn(dataDir);
    const { vault } = await must(ada, "vault.create", { title: "Marketing" });
    for (const title of ["Buffer", "Canva"]) {
      const { item } = await must(ada, "item.save", { vault, changes: { title } });
      await must(ada, "item.delete", { item });
    }
    await must(ada, "sync.now", {});
    await ada.close();
    const { page, violations } = await person({ dataDir });
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^Trash/ }).click();
    await page.getByRole("option", { name: "Canva" }).waitFor();
    await page.getByRole("listbox", { name: "Items" }).focus();
    await page.keyboard.press("Control+a");
    await page.getByRole("button", { name: "Delete forever…" }).click();
    await page
      .locator(".notice")
      .getByText(/^None of them can be deleted forever/)
      .waitFor();
    // The page's clock alone is ahead: what it offers then, the core refuses.
    await page.clock.setSystemTime(Date.now() + 31 * 86_400_000);
    await page.getByRole("button", { name: "Delete forever…" }).click();
    await page.locator("[role=dialog] input:focus").waitFor();
    const done = page.getByRole("dialog").getByRole("button", { name: "Delete forever" });
    expect(await done.isDisabled()).toBe(true);
    await page.keyboard.type("forever");
    await done.click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("option", { name: "Canva" }).waitFor();
    expect(violations).toEqual([]);
  });
});

describe("item.purge", () => {
  it("thirty days after the server took the deletion: gone here and there, refused by name before that", async () => {
    const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
    const ada = await founder(await server({ clock }));
    const bob = await joiner(ada, "Bob");
    const { vault } = await must(ada, "vault.create", { title: "Marketing" });
    await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "edit" });
    const { item } = await must(ada, "item.save", { vault, changes: { title: "Buffer", password: "one" } });
    await readyVault(bob, vault);
    await must(ada, "item.delete", { item });
    expect(await call(ada, item)).toMatchObject({ code: "throttled", detail: { reason: "purge" } });
    clock.ahead = 31 * 86_400_000;
    await eventually(
      () => call(ada, item),
      (failure) => failure === null,
      20_000,
    );
    await eventually(
      async () => {
        await bob.call("sync.now", {});
        return must(bob, "item.list", { deleted: true });
      },
      ({ total }) => total === 0,
      20_000,
    );
    expect(await refusal(bob, "item.get", { item })).toBe("not-found");
  });
});

const call = async (person: Client, item: string) => {
  const purged = await person.call("item.purge", { item });
  return purged.ok ? null : purged.failure;
};

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
