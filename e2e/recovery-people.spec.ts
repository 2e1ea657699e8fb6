/** Two of several people, on the screen: somebody chooses them, and somebody helps a colleague to come back. */
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { client, founderIn, joiner, must, passphrase, userOf } from "./kit/team.ts";
import { canHelp, chosenBy, giveShare } from "./kit/two-people.ts";

describe("people who bring each other back", () => {
  needs("Chromium");

  it("are chosen with the passphrase, and give their share once both codes were compared", async () => {
    const dataDir = scratchDir();
    const ada = await founderIn(dataDir);
    const [bob, cleo] = [await joiner(ada, "Bob"), await joiner(ada, "Cleo")];
    const [user, address] = [await userOf(bob), (await must(ada, "account.status", {})).profiles[0]?.origin ?? ""];
    await chosenBy(bob, [await userOf(ada), await userOf(cleo)]);
    for (const holder of [ada, cleo]) await canHelp(holder, user);
    await ada.close();
    const fresh = await client();
    await giveShare({ holder: cleo, user }, { fresh, address }, true);
    const { page, violations } = await person({ dataDir });
    const click = (name: RegExp) => page.getByRole("button", { name }).click();
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByText("Synced").first().waitFor();
    await page.keyboard.press("Control+9");
    await click(/^Computers and sheets/);
    await click(/^Help Bob…/);
    await page.locator("[role=dialog] input:focus").waitFor();
    await page.keyboard.insertText(passphrase);
    await page.keyboard.press("Enter");
    const slot = ((await page.getByTestId("link-number").textContent()) ?? "").replace(/\s/g, "");
    await must(fresh, "recovery.askNext", { slot });
    const shown = await eventually(
      () => must(fresh, "recovery.askState", {}),
      (asked) => asked.code !== null,
    );
    const code = (await page.getByTestId("own-code").textContent()) ?? "";
    await must(fresh, "recovery.askCode", { code });
    await page.getByLabel("Type what Bob reads to you").fill(shown.code ?? "");
    await page.keyboard.press("Enter");
    await page.getByText("Both codes are right").waitFor();
    await click(/^Give your share/);
    await page.getByText("The new computer has your share").waitFor();
    expect(await must(fresh, "recovery.askState", {})).toMatchObject({ given: 2, isEnough: true });
    await click(/^Choose people…/);
    for (const name of ["Bob", "Cleo"]) await page.getByRole("checkbox", { name }).check();
    await click(/^Continue/);
    await page.locator("[role=dialog] input:focus").waitFor();
    await page.keyboard.insertText(passphrase);
    await page.keyboard.press("Enter");
    await page.getByText("Any two of them can bring you back now").waitFor();
    await page.getByText("Bob, Cleo. Chosen").waitFor();
    expect(violations).toEqual([]);
  });
});
