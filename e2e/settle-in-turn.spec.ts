/** A new team says of forty logins how their second factors stand, in one sitting and by the keyboard alone; the presses are counted and printed. */
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { countedKeys } from "./kit/counted-keys.ts";
import { eventually } from "./kit/eventually.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { founderIn, must, passphrase } from "./kit/team.ts";

const logins = 40;
const secret = "JBSWY3DPEHPK3PXP";

async function unsettledTeam(): Promise<string> {
  const dataDir = scratchDir();
  const ada = await founderIn(dataDir);
  const { vault } = await must(ada, "vault.create", { title: "Marketing" });
  for (let at = 1; at <= logins; at++)
    await must(ada, "item.save", {
      vault,
      changes: { title: `Tool ${at}`, username: `team+${at}@n.example`, password: `p-${at}` },
    });
  await ada.close();
  return dataDir;
}

describe("settling in turn", () => {
  needs("Chromium");

  it("goes through forty logins: said by a number and Enter, with a code, skipped, gone back to", async () => {
    const { page, violations } = await person({ dataDir: await unsettledTeam() });
    const { hands, act, counts } = countedKeys();
    const ada = hands(page);
    const dialog = page.locator('[data-dialog="settle-in-turn"]');
    const isAt = (at: number) => dialog.locator("xpath=..").getByText(`Login ${at} of ${logins}`).waitFor();
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("option").first().waitFor();
    await act("opens the list", 30, async () => {
      await ada.press("Control+4");
      await page.locator("input[type=search]:focus").waitFor();
      await ada.to(/^Coverage/);
      await ada.press("Enter");
      await page.getByRole("button", { name: /^Unknown/ }).waitFor();
      await ada.to(/^Unknown/);
      await ada.press("Enter");
      await page.getByRole("button", { name: "Settle in turn…" }).waitFor();
      await ada.to(/^Settle in turn/);
      await ada.press("Enter");
      await page.locator('[role="dialog"] input:focus').waitFor();
    });
    await act("says of one, and goes back to it", 6, async () => {
      await isAt(1);
      await ada.press("3");
      await ada.press("Enter");
      await isAt(2);
      await ada.press("b");
      await isAt(1);
      await ada.press("1");
      await ada.press("Enter");
      await isAt(2);
    });
    await act("puts a code where it belongs", 60, async () => {
      await ada.press("c");
      await page
        .locator('[data-dialog="code-add"] input:focus, [data-dialog="code-add"] textarea:focus')
        .first()
        .waitFor();
      await ada.paste(`otpauth://totp/Other:ada?secret=${secret}&issuer=Other`);
      await ada.press("Enter");
      await page.getByText("Latchkey shows").waitFor();
      const shown = (await page.locator("[role=dialog] .code-big").innerText()).replaceAll(/\s/g, "");
      await ada.to(/other app shows/);
      await ada.type(shown);
      await page.getByText(/same/i).first().waitFor();
      await ada.press("Enter");
      await isAt(3);
    });
    await act("says of the rest, and leaves two out", 2 * (logins - 2), async () => {
      for (let at = 3; at <= logins; at++) {
        if (at < 5) await ada.press("s");
        else {
          await ada.press(String(1 + (at % 4)));
          await ada.press("Enter");
        }
        if (at < logins) await isAt(at + 1);
      }
    });
    await page.getByText("That was the last one").waitFor();
    await page.getByText(`${logins - 3} said`).waitFor();
    await page.getByText("1 with the code here").waitFor();
    await page.getByText("2 left as before").waitFor();
    await page.keyboard.press("Enter");
    await page.locator('[role="dialog"]').waitFor({ state: "detached" });
    await eventually(
      () => page.getByRole("row").count(),
      (rows) => rows === 1 + 2,
    );
    for (const { act: name, keys, characters, most } of counts) {
      process.stdout.write(`settling in turn: ${name}: ${keys} keys, ${characters} characters\n`);
      expect(keys, name).toBeLessThanOrEqual(most);
    }
    expect(violations).toEqual([]);
  });
});
