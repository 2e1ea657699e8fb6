/** Two people compare a safety number; whoever gives access sees that it was compared, and what somebody was called before. */
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { founderIn, joiner, must, passphrase, userOf } from "./kit/team.ts";

/** Ada's folder, with a vault and Bob, who is called like Ada by now, for the eye. */
async function renamed(): Promise<{ dataDir: string; number: string }> {
  const dataDir = scratchDir();
  const ada = await founderIn(dataDir);
  const bob = await joiner(ada, "Bob");
  await must(ada, "vault.create", { title: "Ops" });
  await must(ada, "sync.now", {});
  await must(bob, "member.askName", { name: "Аdа" });
  const { open } = await eventually(
    async () => {
      for (const who of [bob, ada]) await must(who, "sync.now", {});
      return must(ada, "member.nameRequests", {});
    },
    (requests) => requests.open.length === 1,
  );
  await must(ada, "member.acceptName", { request: open[0]?.request as string });
  const { number } = await must(bob, "member.safety", { user: await userOf(bob) });
  for (const who of [bob, ada]) await who.close();
  return { dataDir, number };
}

describe("somebody whose name changed", () => {
  needs("Chromium");
  it("is compared by the number that they read, and shown with what they were called where access is given", async () => {
    const { dataDir, number } = await renamed();
    const { page, violations } = await person({ dataDir });
    await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^People/ }).waitFor();
    await page.keyboard.press("Control+7");
    await page.getByRole("button", { name: /^Аdа/ }).click();
    const compare = page.getByRole("button", { name: "Compare…" });
    await compare.press("Enter");
    const dialog = page.getByRole("dialog");
    const groups = await dialog.getByRole("listitem").allTextContents();
    expect(groups.join("")).toBe(number);
    await dialog.getByRole("button", { name: "They differ" }).click();
    await dialog.getByText("Somebody could stand between you").waitFor();
    await page.keyboard.press("Escape");
    await compare.press("Enter");
    await dialog.getByRole("button", { name: "The numbers are the same" }).click();
    await page.getByRole("button", { name: "Items", exact: true }).click();
    await page.getByRole("button", { name: /^Ops/ }).click();
    await page.getByRole("button", { name: "Open vault sheet" }).first().click();
    await page.getByRole("button", { name: "Add people" }).click();
    await page.getByPlaceholder("Search people and groups").press("ArrowDown");
    await page.getByText(/^Аdа was called Bob until /).waitFor();
    await page.getByText("Аdа looks like Ada (admin)").waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("rowheader").getByRole("img", { name: "You compared the safety number" }).waitFor();
    expect(violations).toEqual([]);
  });
});
