/** Computers, on the screen: one's own gets another name and is taken off by the keyboard; an admin takes a colleague's out of use. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Client } from "./drive.ts";
import { person } from "./kit/browser.ts";
import { press, tabTo } from "./kit/keyboard.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { founderIn, joiner, must, passphrase } from "./kit/team.ts";

/** Somebody with one login, at their computers in Settings. */
async function atComputers() {
  const dataDir = scratchDir();
  const ada = await founderIn(dataDir);
  const [personal] = await must(ada, "vault.list", {});
  const changes = { title: "AWS", password: "one" };
  await must(ada, "item.save", { vault: personal?.vault ?? "", kind: "login", changes });
  await must(ada, "sync.now", {});
  await ada.close();
  const { page, violations } = await person({ dataDir });
  await page.getByLabel("Passphrase").fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByText("AWS").first().waitFor();
  await page.keyboard.press("Control+9");
  await page.getByRole("button", { name: "Computers and sheets" }).click();
  return { page, violations };
}

/** Sets one up; the authenticator is a login with its code. A recovery code. */
async function secondFactor(ada: Client): Promise<string> {
  const { uri } = await must(ada, "secondFactor.enrol", { passphrase });
  const [personal] = await must(ada, "vault.list", {});
  const changes = { title: "Authenticator", totp: uri };
  const { item } = await must(ada, "item.save", { vault: personal?.vault ?? "", kind: "login", changes });
  const { code } = await must(ada, "item.code", { item });
  const [recovery = ""] = (await must(ada, "secondFactor.confirm", { code })).recoveryCodes;
  await must(ada, "secondFactor.switchOn", {});
  return recovery;
}

describe("computers", () => {
  needs("Chromium");

  it("are removed by an admin, renamed by their person, and taken off", async () => {
    const dataDir = scratchDir();
    const ada = await founderIn(dataDir);
    await joiner(ada, "Bob");
    const recovery = await secondFactor(ada);
    await ada.close();
    const { page, violations } = await person({ dataDir });
    await page.getByLabel("Passphrase").waitFor();
    await page.keyboard.insertText(passphrase);
    await page.keyboard.press("Enter");
    await page.getByText("Authenticator").first().waitFor();
    await page.keyboard.press("Control+7");
    await page.getByText("Bob", { exact: true }).first().click();
    await page.getByText("Bob’s computer 1").waitFor();
    await page.getByRole("button", { name: "Remove Bob’s computer 1" }).press("Enter");
    const remove = page.getByRole("dialog", { name: "Remove Bob’s computer 1" });
    await remove.getByText("It is Bob’s only computer").waitFor();
    // It begins at Cancel.
    await press(page, /^Remove computer/);
    // The server asks for a second factor; the act goes on by itself.
    const ask = page.getByRole("dialog", { name: "Type the code of your authenticator" });
    await ask.getByLabel("Code, or a recovery code").waitFor();
    await page.keyboard.insertText("000000");
    await page.keyboard.press("Enter");
    await ask.getByText("This code is not right").waitFor();
    await page.keyboard.insertText(recovery);
    await page.keyboard.press("Enter");
    await page.getByText("Bob’s computer 1 gets nothing more").waitFor();
    await page.getByText("They have no computer that can open anything.").waitFor();

    await page.keyboard.press("Control+9");
    await page.getByRole("button", { name: "Computers and sheets" }).click();
    await page.getByRole("button", { name: "Rename" }).press("Enter");
    await page.keyboard.insertText("ThinkPad at home");
    await page.keyboard.press("Enter");
    await page.getByText("ThinkPad at home").first().waitFor();
    await tabTo(page, /^Remove this computer/);
    await page.keyboard.press("Enter");
    const off = page.getByRole("dialog", { name: "Remove this computer" });
    await off.getByText("It is your only computer, and you are the only admin").waitFor();
    await page.keyboard.insertText("remove");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /Create a team/ }).waitFor();
    expect(readdirSync(join(dataDir, "profiles"))).toEqual([]);
    expect(violations).toEqual([]);
  });

  it("bring another one of the same person: two codes, each typed into the other", async () => {
    const { page, violations } = await atComputers();
    await page.getByRole("button", { name: "Add a computer…" }).press("Enter");
    await page.locator("[role=dialog] input:focus").waitFor();
    await page.keyboard.insertText(passphrase);
    await page.keyboard.press("Enter");
    const slot = (await page.getByTestId("link-number").textContent()) ?? "";
    const address = (await page.locator(".typed-there dd").first().textContent()) ?? "";

    const { page: fresh, violations: more } = await person();
    await fresh.getByRole("button", { name: /Add this computer/ }).press("Enter");
    await fresh.getByLabel("Server").fill(address);
    await fresh.getByLabel("Number").fill(slot);
    await fresh.keyboard.press("Enter");
    await fresh.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await fresh.getByLabel("Passphrase again").fill(passphrase);
    const accept = fresh.getByLabel("Keep it in a file");
    if ((await accept.count()) > 0) await accept.check();
    await fresh.getByText("Somebody who steals").waitFor();
    await fresh.getByRole("button", { name: /^Continue/ }).click();

    const shown = (await page.getByTestId("own-code").textContent()) ?? "";
    await fresh.getByLabel("Code of the other computer").fill(shown.toLowerCase());
    await fresh.keyboard.press("Enter");
    await fresh.getByText("Finish on the other computer").waitFor();
    const own = (await fresh.getByTestId("own-code").textContent()) ?? "";
    // A wrong one costs a try, and is said.
    await page.getByLabel("Code of the other computer").fill(own === "0000 0000" ? "1111 1111" : "0000 0000");
    await page.keyboard.press("Enter");
    await page.getByText("Not this code. 2 tries left").waitFor();
    await page.getByLabel("Code of the other computer").fill(own);
    await page.keyboard.press("Enter");
    await page.getByText("Both codes are right").waitFor();
    await page.getByRole("button", { name: /^Add this computer/ }).click();
    await page.getByText("The new computer is added").waitFor();

    await fresh.getByRole("button", { name: "Continue without a sheet" }).click();
    await fresh.getByRole("button", { name: /^Continue without it/ }).click();
    await fresh.getByText("AWS").first().waitFor();
    expect([...violations, ...more]).toEqual([]);
  });

  it("of somebody invited above member: both people read a code and type the other's", async () => {
    const dataDir = scratchDir();
    await (await founderIn(dataDir)).close();
    const { page, violations } = await person({ dataDir });
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByText("Put the first login").waitFor();
    await page.keyboard.press("Control+7");
    await page.getByRole("button", { name: "Invite", exact: true }).press("Enter");
    await page.keyboard.insertText("Sándor Nagy");
    await tabTo(page, /^Member/);
    await page.keyboard.press("ArrowRight");
    await page.getByText("Before Sándor is let in as lead").waitFor();
    await page.keyboard.press("Enter");
    const message = await page.getByTestId("invite-message").innerText();
    expect(message).toContain("you compare two codes");
    await page.keyboard.press("Escape");

    const { page: fresh, violations: more } = await person();
    await fresh.getByRole("button", { name: /Join with an invite/ }).press("Enter");
    await fresh.getByLabel("Join code").fill(message);
    await fresh.getByRole("button", { name: /^Continue/ }).click();
    await fresh.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await fresh.getByLabel("Passphrase again").fill(passphrase);
    const accept = fresh.getByLabel("Keep it in a file");
    if ((await accept.count()) > 0) await accept.check();
    await fresh.getByText("Somebody who steals").waitFor();
    await fresh.getByRole("button", { name: /^Ask to be let in/ }).click();
    await fresh.getByRole("button", { name: "Continue without a sheet" }).click();
    await fresh.getByRole("button", { name: /^Continue without it/ }).click();
    await fresh.getByRole("button", { name: /^Compare codes/ }).press("Enter");
    await fresh.getByText("Waiting until Ada begins").waitFor();

    await tabTo(page, /^Compare codes: Sándor/);
    await page.keyboard.press("Enter");
    const shown = (await page.getByTestId("own-code").textContent()) ?? "";
    const own = (await fresh.getByTestId("own-code").textContent()) ?? "";
    await page.getByLabel("Type what Sándor reads to you").fill(own === "0000 0000" ? "1111 1111" : "0000 0000");
    await page.keyboard.press("Enter");
    await page.getByText("Not this code. 2 tries left").waitFor();
    await page.keyboard.insertText(own);
    await page.keyboard.press("Enter");
    await page.getByText("Sándor still has to type yours").waitFor();
    await fresh.keyboard.insertText(shown.toLowerCase());
    await fresh.keyboard.press("Enter");
    await page.getByText("Both codes are right").waitFor();
    await page.getByRole("button", { name: /^Let Sándor in/ }).press("Enter");
    await page.getByText("Sándor Nagy is let in").waitFor();
    await fresh.getByText("Put the first login").waitFor();
    expect([...violations, ...more]).toEqual([]);
  });

  it("come back with a recovery sheet: it is made, rehearsed, and used on a new one", async () => {
    const { page, violations } = await atComputers();
    await page.getByText("Not made yet").waitFor();
    await page.getByRole("button", { name: "Make one…" }).press("Enter");
    await page.locator("[role=dialog] input:focus").waitFor();
    await page.keyboard.insertText(passphrase);
    await page.keyboard.press("Enter");
    const lines = page.locator(".paper-lines li");
    await lines.first().waitFor();
    const sheet = (await lines.evaluateAll((all) => all.map((one) => one.getAttribute("data-line")))).join("\n");
    const address = /Server: (\S+)/.exec(await page.locator(".paper").innerText())?.[1] ?? "";
    await page.getByRole("button", { name: /^Print Opens/ }).click();
    await page.getByRole("button", { name: "Yes, it is on paper" }).click();
    await page.getByText("The recovery sheet is in force").waitFor();
    await page.getByRole("button", { name: "Rehearse…" }).press("Enter");
    // What is wrong is said by its line.
    await page.getByLabel("Recovery sheet", { exact: true }).fill(`${sheet.slice(0, 3)}*${sheet.slice(4)}`);
    await page.getByText("Line 1 of the recovery sheet").waitFor();
    await page.getByLabel("Recovery sheet", { exact: true }).fill(sheet);
    await page.getByRole("button", { name: /^Check/ }).click();
    await page.getByText("Your personal vault is among them").waitFor();
    await page.keyboard.press("Enter");
    await page.getByText(/rehearsed \d/).waitFor();

    const { page: fresh, violations: more } = await person();
    await fresh.getByRole("button", { name: /Use a recovery sheet/ }).press("Enter");
    await fresh.getByLabel("Server").fill(address);
    await fresh.getByLabel("Recovery sheet", { exact: true }).fill(sheet);
    await fresh.keyboard.press("Enter");
    await fresh.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await fresh.getByLabel("Passphrase again").fill(passphrase);
    const accept = fresh.getByLabel("Keep it in a file");
    if ((await accept.count()) > 0) await accept.check();
    await fresh.getByText("Somebody who steals").waitFor();
    await fresh.getByRole("button", { name: /^Begin/ }).click();
    await fresh.getByRole("button", { name: "Continue without a sheet" }).click();
    await fresh.getByRole("button", { name: /^Continue without it/ }).click();
    await fresh.getByText("AWS").first().waitFor();
    expect([...violations, ...more]).toEqual([]);
  });
});
