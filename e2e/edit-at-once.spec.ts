/** Two people with the same login open in their editors: both are told, and nothing that either typed is lost. */
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { client, joiner, must, passphrase, readyVault, server, userOf } from "./kit/team.ts";

/** Ada's folder, closed, and Bob at work, with one login that both may edit. */
async function sharedLogin() {
  const adaDir = scratchDir();
  const { url, setupCode } = await server();
  const ada = await client({ dataDir: adaDir });
  await must(ada, "team.create", {
    ...{ name: "Nordlicht", person: "Ada", passphrase, keychain: "file" as const },
    server: { url, setupCode },
  });
  const bob = await joiner(ada, "Bob");
  const { vault } = await must(ada, "vault.create", { title: "Ops" });
  await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "edit" });
  const changes = { title: "Scales", username: "scale", password: "one", notes: "first" };
  const { item } = await must(ada, "item.save", { vault, kind: "login", changes });
  await readyVault(bob, vault);
  await eventually(
    () => must(bob, "item.list", { vault }),
    ({ total }) => total === 1,
    10_000,
  );
  await ada.close();
  return { adaDir, bob, vault, item };
}

describe("a login that two people edit at once", () => {
  needs("Chromium");

  it("keeps both values of the field that both changed, and says so to whoever came later", async () => {
    const { adaDir, bob, vault, item } = await sharedLogin();
    const { page, violations } = await person({ dataDir: adaDir });
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Scales" }).waitFor();
    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByLabel("Username").fill("ada's");
    await page.getByLabel("Title").fill("Scales in the hall");

    await must(bob, "item.save", { vault, item, base: 1, changes: { username: "bob's", notes: "bob's" } });
    await page.getByText(/^Bob saved this login/).waitFor();
    expect(await page.getByLabel("Username").inputValue()).toBe("ada's");

    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("both values are kept").first().waitFor();
    await page.getByRole("heading", { name: "Scales in the hall" }).waitFor();
    await eventually(
      async () => {
        await must(bob, "sync.now", {});
        return must(bob, "item.get", { item });
      },
      ({ title, username, version, conflicts }) =>
        title === "Scales in the hall" && username === "bob's" && version === 3 && conflicts === 1,
      10_000,
    );
    const [kept] = (await must(bob, "item.get", { item })).conflictList;
    expect(await must(bob, "item.reveal", { item, field: `conflict:${kept?.conflict}` })).toEqual({ value: "ada's" });
    expect(await must(bob, "item.reveal", { item, field: "notes" })).toEqual({ value: "bob's" });
    expect(violations).toEqual([]);
  });
});
