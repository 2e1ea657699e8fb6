/** Bob wants another rule for the team, and Ada signs it: what is shown to Ada, by the keyboard alone, and what becomes of it. */
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { setUpFactor } from "./kit/second-factor.ts";
import { founderIn, joiner, must, passphrase, userOf } from "./kit/team.ts";

describe("a change of the rules that needs a second admin", () => {
  needs("Chromium");
  it("is shown to them with before and after, signed by the keyboard, and then done by itself", async () => {
    const dataDir = scratchDir();
    const ada = await founderIn(dataDir);
    const bob = await joiner(ada, "Bob");
    await must(ada, "member.setRole", { user: await userOf(bob), role: "admin" });
    await eventually(
      async () => (await must(bob, "policy.get", {})).signers.length,
      (count) => count === 1,
    );
    await setUpFactor(bob);
    await must(bob, "policy.set", { sessions: { asked: true, from: Date.now() + 86_400_000 } });
    await must(bob, "sync.now", {});
    await ada.close();
    const { page, violations } = await person({ dataDir });
    await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await page.keyboard.press("Enter");
    const sign = page.getByRole("button", { name: "Read and sign…" });
    await sign.press("Enter");
    const dialog = page.getByRole("dialog");
    expect(await dialog.getByRole("definition").first().textContent()).toBe("off");
    await page.keyboard.press("Escape");
    await sign.press("Enter");
    await dialog.getByRole("button", { name: "Sign" }).press("Enter");
    await sign.waitFor({ state: "detached" });
    await eventually(
      () => must(bob, "policy.get", {}),
      ({ sessions }) => sessions.asked,
    );
    expect(violations).toEqual([]);
  });
});
