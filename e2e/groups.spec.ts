/**
 * People and their groups. A group: made by an admin, given a vault, joined and left; whoever is in it opens the vault by it, and by
 * nothing else. A person who asks for another name, and the admin who decides.
 */
import { describe, expect, it } from "vitest";
import type { Client } from "./drive.ts";
import { type Person, person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { filledFolder } from "./kit/filled-folder.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { client, founder, founderIn, isIn, joiner, must, passphrase, readyVault, server, userOf } from "./kit/team.ts";

const vaultOf = async (who: Client, vault: string) =>
  (await must(who, "vault.list", {})).find((one) => one.vault === vault);

describe("a group", () => {
  it("hands its vaults to whoever comes in, by a manager who opens none of them too, and takes them with a new key", async () => {
    const ada = await founder(await server());
    const [bob, cleo] = [await joiner(ada, "Bob"), await joiner(ada, "Cleo")];
    const [bobs, cleos] = [await userOf(bob), await userOf(cleo)];
    const { vault } = await must(ada, "vault.create", { title: "Ops" });
    const { item } = await must(ada, "item.save", { vault, changes: { title: "Server", password: "one" } });
    const { group } = await must(ada, "group.create", { name: "Support", managers: [bobs], members: [] });
    await must(ada, "vault.setAccess", { vault, group, permission: "edit" });
    await must(bob, "sync.now", {});
    await must(bob, "group.change", { group, add: [cleos] });
    // Bob has no key to hand over: Ada's app does.
    await eventually(
      async () => {
        for (const who of [ada, cleo]) await must(who, "sync.now", {});
        return vaultOf(cleo, vault);
      },
      (found) => found?.state === "ready",
    );
    await readyVault(cleo, vault);
    expect(await must(cleo, "item.reveal", { item, field: "password" })).toEqual({ value: "one" });
    expect((await vaultOf(ada, vault))?.access).toContainEqual({ group, permission: "edit" });
    expect((await must(cleo, "group.list", {}))[0]).toMatchObject({
      name: "Support",
      members: [cleos],
      vaults: [vault],
    });
    expect(await vaultOf(bob, vault)).toBe(undefined);
    await must(bob, "group.change", { group, remove: [cleos] });
    const left = await eventually(
      async () => {
        for (const who of [ada, cleo]) await must(who, "sync.now", {});
        return vaultOf(ada, vault);
      },
      (found) => found?.state === "ready" && found.readers.length === 1,
    );
    expect(left?.readers.map(({ user }) => user)).not.toContain(cleos);
    expect(await vaultOf(cleo, vault)).toBe(undefined);
  });
});

describe("the list of groups", () => {
  needs("Chromium");
  it("makes a group, takes its maker in, and gives it a vault", async () => {
    const dataDir = await filledFolder({ title: "Mailchimp", username: "dana", password: "Reh-12-Nuss" });
    const { page } = await person({ dataDir });
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Mailchimp", exact: true }).waitFor();
    await page.keyboard.press("Control+7");
    await page.getByRole("radio", { name: "Groups" }).check({ force: true });
    await page.getByRole("button", { name: "New group" }).click();
    await page.getByLabel("Name").fill("Support");
    await page.getByRole("checkbox").first().check();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Support" }).waitFor();
    expect(await page.getByRole("row").count()).toBe(2);
  });
});

/** Opens People, by the keyboard. */
async function inPeople({ page }: Person): Promise<void> {
  await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^People/ }).waitFor();
  await page.keyboard.press("Control+7");
  await page.getByRole("radio", { name: "People" }).waitFor({ state: "attached" });
}

/** Asks for a name on one's own page, by the keyboard. */
async function askFor({ page }: Person, name: string): Promise<void> {
  await page.getByRole("button", { name: "Ask for another name…" }).press("Enter");
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page.keyboard.press("Enter");
  await page.getByText(`You asked to be called “${name}”. Waits for an admin.`).waitFor();
}

describe("a request for another name", () => {
  needs("Chromium");
  it("is asked on one's own page, declined with its reason, asked again and accepted, and waits in the rail until then", async () => {
    const [adaDir, bobDir] = [scratchDir(), scratchDir()];
    const [ada, bob] = [await founderIn(adaDir), await client({ dataDir: bobDir })];
    const { code } = await must(ada, "invite.create", { name: "Bob" });
    await must(bob, "team.join", { code, passphrase, keychain: "file" });
    await isIn(bob);
    for (const who of [ada, bob]) await who.close();
    const [admin, asker] = [await person({ dataDir: adaDir }), await person({ dataDir: bobDir })];
    for (const who of [admin, asker]) await inPeople(who);
    await asker.page.getByRole("button", { name: /^Bob/ }).click();
    await askFor(asker, "Аda");
    const { page } = admin;
    await page.getByRole("button", { name: "People, 1 for you" }).waitFor();
    await page.getByText("Looks like Ada").waitFor();
    await page.getByRole("button", { name: "Decline the new name of Bob" }).press("Enter");
    await page.getByLabel("Reason").fill("There is an Ada");
    await page.keyboard.press("Enter");
    await asker.page.getByText("Ada declined “Аda”: There is an Ada").waitFor();
    await page.getByRole("button", { name: "People", exact: true }).waitFor();

    await askFor(asker, "Robert");
    await page.getByRole("button", { name: "Accept: Bob becomes Robert" }).press("Enter");
    await page.getByRole("button", { name: /^Robert/ }).waitFor();
    await asker.page.getByRole("heading", { name: "Robert" }).waitFor();
    expect(await asker.page.getByText("Waits for an admin").count()).toBe(0);
    expect(await page.getByText("Names to decide").count()).toBe(0);
    expect([...admin.violations, ...asker.violations]).toEqual([]);
  });
});
