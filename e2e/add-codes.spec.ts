/** The section Codes: each way of adding one with a real picture, by the keyboard; finding and copying them; a phone enrolled again. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { migrationLink } from "./kit/migration-link.ts";
import { needs } from "./kit/needs.ts";
import { jpegOf, pngOf, qrOf } from "./kit/qr-picture.ts";
import { scratchDir } from "./kit/scratch.ts";
import { founderIn, must, passphrase } from "./kit/team.ts";

const secret = new TextEncoder().encode("12345678901234567890");

describe("Codes", () => {
  needs("Chromium");

  it("are added from pasted links, files, exports in parts and typed secrets, and copied by Enter", async () => {
    const dataDir = scratchDir();
    const ada = await founderIn(dataDir);
    const vault = (await must(ada, "vault.list", {})).find(({ kind }) => kind === "personal")?.vault ?? "";
    await must(ada, "item.save", { vault, changes: { title: "GitHub", username: "ada", password: "x" } });
    await ada.close();
    const { page, violations } = await person({ dataDir });
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByText("Synced").first().waitFor();
    await page.keyboard.press("Control+3");
    await page.getByText("No codes yet").waitFor();
    const open = async (way: string): Promise<void> => {
      await page.getByRole("button", { name: "Add a code" }).click();
      await page.getByRole("button", { name: way }).click();
    };
    const take = (name: RegExp) => page.locator("[role=dialog]").getByRole("button", { name }).click();
    const card = (name: string) => page.getByRole("option", { name });
    await open("Paste a picture or a link");
    await page
      .getByLabel("Link", { exact: true })
      .fill("otpauth://totp/GitHub:ada?secret=JBSWY3DPEHPK3PXP&issuer=GitHub");
    await page.keyboard.press("Enter");
    await page.getByText("Latchkey shows").waitFor();
    const code = await page.locator("[role=dialog] .code-big").innerText();
    await page.getByLabel("Your other app shows").fill("000000");
    await page.getByText("That is another code").waitFor();
    await page.getByLabel("Your other app shows").fill(code);
    await take(/^Confirm the code/);
    await card("GitHub, ada").waitFor();
    const files = async (...buffers: Uint8Array[]): Promise<void> => {
      const given = buffers.map((buffer, at) => ({
        name: `${at}.png`,
        mimeType: "image/png",
        buffer: Buffer.from(buffer),
      }));
      await page.getByTestId("code-file").setInputFiles(given);
    };
    await open("QR from a file");
    await files(jpegOf(qrOf("otpauth://totp/Zoom:ada?secret=GEZDGNBVGY3TQOJQ")));
    await page.getByRole("button", { name: "Nobody has another one" }).click();
    await take(/^Take it without/);
    await card("Zoom, ada").waitFor();
    const part = (index: number, issuer: string) =>
      pngOf(qrOf(migrationLink([{ secret, name: "me", issuer }], { id: 3, size: 2, index }), 4));
    await open("From Google Authenticator");
    await files(part(1, "Steam"));
    await page.getByText("Part 1 is missing").waitFor();
    await files(part(0, "Hetzner"));
    await page.getByText("not taken: a Steam code").waitFor();
    await take(/^Take 1 code/);
    await card("Hetzner, me").waitFor();
    await open("Type the secret");
    await page.getByLabel("Secret", { exact: true }).fill("GEZDGNBVGY3TQOJQ1");
    await page.keyboard.press("Enter");
    await page.getByText("not a complete base32").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("searchbox").fill("hetz");
    expect(await page.getByRole("option").count()).toBe(1);
    await page.keyboard.press("Enter");
    expect(await page.locator(".code-huge").innerText()).toMatch(/^\d{3}\s*\d{3}$/);
    expect(violations).toEqual([]);
  });

  it("come from an encrypted vault of Aegis that is dropped on Codes, and replace none that is there", async () => {
    const dataDir = scratchDir();
    const ada = await founderIn(dataDir);
    const vault = (await must(ada, "vault.list", {})).find(({ kind }) => kind === "personal")?.vault ?? "";
    const changes = { title: "Mailchimp", username: "newsletter", totp: "JBSWY3DPEHPK3PXP" };
    await must(ada, "item.save", { vault, changes });
    await must(ada, "item.save", { vault, changes: { title: "GitHub", username: "dana", password: "x" } });
    await ada.close();
    const { page, violations } = await person({ dataDir });
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByText("Synced").first().waitFor();
    await page.keyboard.press("Control+3");
    await page.getByRole("option", { name: "Mailchimp" }).waitFor();
    const text = readFileSync(new URL("fixtures/codes/aegis-encrypted.json", import.meta.url), "utf8");
    const held = await page.evaluateHandle((content) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], "aegis-backup.json", { type: "application/json" }));
      return transfer;
    }, text);
    await page.dispatchEvent("main.codes", "drop", { dataTransfer: held });
    await page.locator("[role=dialog] input:focus").waitFor();
    await page.getByLabel("Passphrase of the export").fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByText("This is not the passphrase of this export").waitFor();
    await page.getByLabel("Passphrase of the export").fill("fixture-päss");
    await page.keyboard.press("Enter");
    await page.getByText("Mailchimp has a code already").waitFor();
    await page.getByText("not taken: a Steam code").waitFor();
    await page
      .locator("[role=dialog]")
      .getByRole("button", { name: /^Take 2 codes/ })
      .click();
    await page.getByRole("option", { name: "GitHub, dana" }).waitFor();
    await page.getByRole("option", { name: "Hetzner" }).waitFor();
    // The dialog has options of its own for as long as it goes.
    await page.locator("[role=dialog]").waitFor({ state: "detached" });
    expect(await page.getByRole("option").count()).toBe(3);
    expect(violations).toEqual([]);
  });
});
