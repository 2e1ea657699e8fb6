/** A phone is lost, and with it the second factor: an admin lets its person set it up again, on the screens of both. */
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { needs } from "./kit/needs.ts";
import { totpCode } from "./kit/rfc6238.ts";
import { scratchDir } from "./kit/scratch.ts";
import { setUpFactor } from "./kit/second-factor.ts";
import { client, founderIn, isIn, must, passphrase } from "./kit/team.ts";

async function unlocked(dataDir: string) {
  const opened = await person({ dataDir });
  await opened.page.getByLabel("Passphrase").fill(passphrase);
  await opened.page.keyboard.press("Enter");
  await opened.page.getByText("Put the first login").waitFor();
  return opened;
}

describe("a lost second factor", () => {
  needs("Chromium");

  it("is set up again on the computer that an admin named, with recovery codes that count once they are switched on", async () => {
    const [ofAda, ofBob] = [scratchDir(), scratchDir()];
    const ada = await founderIn(ofAda);
    const { code } = await must(ada, "invite.create", { name: "Bob" });
    const bob = await client({ dataDir: ofBob });
    await must(bob, "team.join", { code, passphrase, keychain: "file" });
    await isIn(bob);
    await setUpFactor(bob);
    await Promise.all([ada.close(), bob.close()]);

    const { page: admin, violations } = await unlocked(ofAda);
    await admin.keyboard.press("Control+7");
    await admin.getByText("Bob", { exact: true }).first().click();
    await admin.getByRole("button", { name: "Let them set it up again…" }).press("Enter");
    // It begins at Cancel.
    await admin.getByRole("button", { name: "Let them set it up", exact: true }).press("Enter");
    await admin.getByText("Bob can set it up again, for a day").waitFor();

    const { page, violations: more } = await unlocked(ofBob);
    await page.getByText("Ada let you set up your second factor again").waitFor();
    await page.getByRole("button", { name: "Second factor" }).press("Enter");
    await page.getByText("An admin let you set it up again on this computer").waitFor();
    await page.getByRole("button", { name: "Set up again…" }).press("Enter");
    await page.locator("[role=dialog] input:focus").waitFor();
    await page.keyboard.insertText(passphrase);
    await page.keyboard.press("Enter");
    const seed = (await page.locator(".factor-seed").textContent()) ?? "";
    await page.locator("input:focus").waitFor();
    await page.keyboard.insertText(totpCode({ secret: seed, at: Date.now() }));
    await page.locator(".factor-codes li").nth(9).waitFor();
    await page.getByLabel("I keep them where my phone is not").press("Space");
    await page.getByRole("button", { name: "Switch it on" }).press("Enter");
    await page.getByText("10 recovery codes left").waitFor();
    expect([...violations, ...more]).toEqual([]);
  });
});
