/** Sentences that name people name those who really can, by the verified log: managers of vaults, whatever their role. */
import { describe, expect, it } from "vitest";
import type { Client } from "./drive.ts";
import { person } from "./kit/browser.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { client, founderIn, isIn, must, passphrase, readyVault, userOf } from "./kit/team.ts";

async function opened(dataDir: string) {
  const started = await person({ dataDir });
  await started.page.getByLabel("Passphrase").fill(passphrase);
  await started.page.keyboard.press("Enter");
  await started.page.getByLabel("Vaults").waitFor();
  return started;
}

/** Somebody in the team whose folder a browser host can open. */
async function joinedIn(ada: Client, name: string, dataDir: string): Promise<Client> {
  const { code } = await must(ada, "invite.create", { name });
  const here = await client({ dataDir });
  await must(here, "team.join", { code, passphrase, keychain: "file" });
  await isIn(here);
  return here;
}

describe("who can give and take access", () => {
  needs("Chromium");

  it("is a manager of a vault, not an admin who manages none; an admin takes a lost computer out", async () => {
    const [bobDir, caraDir] = [scratchDir(), scratchDir()];
    const ada = await founderIn(scratchDir());
    const cara = await joinedIn(ada, "Cara", caraDir);
    const bob = await joinedIn(ada, "Bob", bobDir);
    const { vault } = await must(cara, "vault.create", { title: "Marketing" });
    await must(bob, "sync.now", {});
    await bob.close();
    const asBob = await opened(bobDir);
    await asBob.page.getByText("The people who manage a vault can add you, for example Cara.").waitFor();
    await asBob.page.close();

    await must(cara, "vault.setAccess", { vault, user: await userOf(ada), permission: "manage" });
    await readyVault(ada, vault);
    await cara.close();
    const { page, violations } = await opened(caraDir);
    await page.keyboard.press("Control+9");
    await page.getByRole("button", { name: /sheet/i }).first().click();
    await page.getByText(/^Ask an admin to remove this computer: Ada\./).waitFor();
    expect([...violations, ...asBob.violations]).toEqual([]);
  });
});
