/** Coverage by the keyboard alone: the figure, the list behind a number, back again. */
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { founderIn, must, passphrase } from "./kit/team.ts";

describe("coverage", () => {
  needs("Chromium");
  it("counts what is settled, and opens the list behind each number", async () => {
    const dataDir = scratchDir();
    const ada = await founderIn(dataDir);
    const { vault } = await must(ada, "vault.create", { title: "Ops" });
    const totp = "otpauth://totp/Acme?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    await must(ada, "item.save", { vault, changes: { title: "Miro", totp } });
    await must(ada, "item.save", { vault, changes: { title: "Canva" } });
    await ada.close();
    const { page } = await person({ dataDir });
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("Control+4");
    await page.locator("input[type=search]:focus").waitFor();
    await page.getByRole("button", { name: "Coverage" }).press("Enter");
    await page.getByRole("img", { name: "1 of 2 accounts settled. 50 %" }).waitFor();
    await page.getByRole("button", { name: "Unknown: list 1 account" }).press("Enter");
    await page.locator("input[type=search]:focus").waitFor();
    await page.getByRole("rowheader", { name: "Canva" }).waitFor();
    expect(await page.getByRole("rowheader").count()).toBe(1);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^Ops: list 2 accounts/ }).press("Enter");
    await page.getByRole("rowheader", { name: "Miro" }).waitFor();
  });
});
