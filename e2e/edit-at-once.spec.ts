/** Two people with the same login open in their editors: both are told, and nothing that either typed is lost. */
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { needs } from "./kit/needs.ts";
import { sharedLogin } from "./kit/shared-login.ts";
import { must, passphrase } from "./kit/team.ts";

/** Ada's folder, closed, and Bob at work, with one login that both may edit. */
async function closedWithBob() {
  const team = await sharedLogin({ title: "Scales", username: "scale", password: "one", notes: "first" });
  await team.ada.close();
  return team;
}

describe("a login that two people edit at once", () => {
  needs("Chromium");

  it("keeps both values of the field that both changed, and says so to whoever came later", async () => {
    const { adaDir, bob, vault, item } = await closedWithBob();
    const { page, violations } = await person({ dataDir: adaDir });
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Scales" }).waitFor();
    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByLabel("Username").fill("ada's");
    await page.getByLabel("Title", { exact: true }).fill("Scales in the hall");

    await must(bob, "item.save", { vault, item, base: 1, changes: { username: "bob's", notes: "bob's" } });
    await page.getByText(/^Username and notes changed by Bob, (now|\d)/).waitFor();
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
