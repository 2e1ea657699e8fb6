/** The real keychain: a Secret Service (gnome-keyring) on a message bus of its own, through keytar, in the real core process. */
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readTransferCode } from "../shared/protocol/transfer-code/transfer-code.ts";
import { type Person, person } from "./kit/browser.ts";
import { startKeyring } from "./kit/desktop.ts";
import { passphrase } from "./kit/must.ts";
import { needs } from "./kit/needs.ts";
import { countIn, filesBelow, formsOf } from "./kit/scan.ts";
import { scratchDir } from "./kit/scratch.ts";
import { server } from "./kit/team.ts";

const tool = join(import.meta.dirname, "kit/keyring-tool.ts");

/** Entries of our service, read by another program on the same bus. */
function entries(bus: Record<string, string>): { account: string; password: string }[] {
  return JSON.parse(keyring(bus, "list")) as { account: string; password: string }[];
}

/** Without the guard, which only says what state of the local file was the last [protocol: Freshness]. */
function secretsOf(all: { account: string; password: string }[]): string[] {
  return all.filter(({ account }) => !account.endsWith("-rollback-guard")).map(({ password }) => password);
}

function keyring(bus: Record<string, string>, act: "list" | "empty"): string {
  const done = spawnSync(process.execPath, [tool, act], { env: { ...process.env, ...bus }, encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
  return done.stdout;
}

async function createTeam({ page }: Person, setupCode: string): Promise<string> {
  await page.getByRole("button", { name: /Create a team/ }).click();
  await page.getByLabel("Setup code").fill(setupCode);
  await page.getByText("Reached").waitFor();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Team name").fill("Nordlicht");
  await page.getByLabel("Your name").fill("Dana");
  await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await page.getByLabel("Passphrase again").fill(passphrase);
  await page.getByRole("button", { name: /Create team/ }).click();
  const lines = page.locator(".paper-lines [data-line]");
  await lines.first().waitFor();
  const text = (await lines.evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.line ?? ""))).join("\n");
  await page.getByRole("button", { name: "Continue without a sheet" }).click();
  await page.getByRole("button", { name: "Continue without it" }).click();
  await page.getByText("Put the first login").waitFor();
  return text.toLowerCase();
}

async function lockAndUnlock({ page }: Person): Promise<void> {
  await page.keyboard.press("Control+l");
  await page.getByLabel("Passphrase").fill(passphrase);
  await page.getByRole("button", { name: /^Unlock/ }).click();
}

describe("the keychain of a desktop (gnome-keyring)", () => {
  needs("Chromium", "dbus-run-session", "gnome-keyring-daemon");

  it("holds the device secret, and nothing else of ours does; a sheet brings it back when it was forgotten", async () => {
    const bus = await startKeyring(scratchDir());
    const { setupCode } = await server();
    const dana = await person({}, bus);
    const sheet = await createTeam(dana, setupCode);
    const read = readTransferCode("device-sheet", sheet);
    if (!read.ok) throw new Error("the sheet on the screen does not read");
    const { deviceSecret } = read.value;
    const kept = entries(bus);
    expect(secretsOf(kept)).toEqual([Buffer.from(deviceSecret).toString("base64")]);
    for (const { path, bytes } of filesBelow(dana.dataDir)) expect(countIn(bytes, formsOf(deviceSecret)), path).toBe(0);

    await lockAndUnlock(dana);
    await dana.page.getByText("Put the first login").waitFor();

    keyring(bus, "empty");
    await lockAndUnlock(dana);
    // One wrong character in the second line is named before anything is asked for.
    const [first = "", second = ""] = sheet.split("\n");
    const wrong = second.replace(/^./, (letter) => (letter === "2" ? "3" : "2"));
    await dana.page.getByLabel("Device sheet").fill(`${first} ${wrong}`);
    await dana.page.getByText("Line 2 of the device sheet is mistyped").waitFor();
    await dana.page.getByLabel("Device sheet").fill(sheet);
    await dana.page.getByRole("button", { name: /^Unlock/ }).click();
    await dana.page.getByText("Put the first login").waitFor();
    expect(secretsOf(entries(bus))).toEqual(secretsOf(kept));
  }, 120_000);
});

describe("a desktop without a keychain", () => {
  needs("Chromium");

  it("says what is weaker and asks; the file is for its owner alone", async () => {
    const { setupCode } = await server();
    const dana = await person({}, { DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent" });
    await dana.page.getByRole("button", { name: /Create a team/ }).click();
    await dana.page.getByLabel("Setup code").fill(setupCode);
    await dana.page.getByText("Reached").waitFor();
    await dana.page.getByText("No keychain answers on this computer").waitFor();
    const go = dana.page.getByRole("button", { name: "Continue" });
    expect(await go.isDisabled()).toBe(true);
    await dana.page.getByLabel("Keep it in a file").check();
    await go.click();
    await dana.page.getByLabel("Team name").fill("Nordlicht");
    await dana.page.getByLabel("Your name").fill("Dana");
    await dana.page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await dana.page.getByLabel("Passphrase again").fill(passphrase);
    await dana.page.getByRole("button", { name: /Create team/ }).click();
    await dana.page.getByRole("button", { name: "Continue without a sheet" }).waitFor();
    const files = filesBelow(dana.dataDir).map(({ path }) => path);
    expect(files.length).toBeGreaterThan(1);
    for (const path of files) expect(statSync(path).mode & 0o077, path).toBe(0);
  }, 60_000);
});
