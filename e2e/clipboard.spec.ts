/** Copying on a real X display through the system's own tool: what is copied is there, and goes by itself, if it is still ours. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { chromiumPath, type Person, person } from "./browser.ts";
import { clipboardOf, hasPrograms, startDisplay, type XClipboard } from "./desktop.ts";
import { eventually } from "./eventually.ts";
import { filledFolder } from "./filled-folder.ts";
import { passphrase } from "./must.ts";

const password = "Kranich-58-Wolke";
const others = "something else that somebody copied";
const clearsAfterMs = 30_000;
const isHere = chromiumPath !== null && hasPrograms("Xvfb", "xclip");

/** Dana at her desk, unlocked, with one login in front of her. */
async function atHerDesk(): Promise<{ dana: Person; clipboard: XClipboard }> {
  const display = await startDisplay();
  const dataDir = await filledFolder({ title: "Leitstelle", username: "dana", password });
  const dana = await person({ dataDir }, { DISPLAY: display, WAYLAND_DISPLAY: "" });
  await dana.page.getByLabel("Passphrase").fill(passphrase);
  await dana.page.keyboard.press("Enter");
  await dana.page.getByRole("heading", { name: "Leitstelle" }).waitFor();
  return { dana, clipboard: clipboardOf(display) };
}

async function copyPassword({ page }: Person, clipboard: XClipboard): Promise<number> {
  await page.getByRole("button", { name: "Copy: Password" }).click();
  await eventually(
    () => clipboard.read(),
    (text) => text === password,
  );
  return Date.now();
}

/** The command lines of all processes: everybody on this computer may read them. */
function commandLines(): string {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8") + readFileSync(`/proc/${pid}/environ`, "utf8");
      } catch {
        return "";
      }
    })
    .join("\n");
}

describe.skipIf(!isHere)("the clipboard of a desktop (Xvfb, xclip)", () => {
  it("is cleared after 30 s, not before; no command line ever held the secret", async () => {
    const { dana, clipboard } = await atHerDesk();
    const copiedAt = await copyPassword(dana, clipboard);
    expect(commandLines()).not.toContain(password);
    await dana.page.getByText("Clipboard clears in").waitFor();
    await eventually(
      () => clipboard.read(),
      (text) => text === "",
      clearsAfterMs + 5000,
    );
    expect(Date.now() - copiedAt).toBeGreaterThan(clearsAfterMs - 2000);
  }, 90_000);

  it("is cleared at lock, though the process that wrote it is gone", async () => {
    const { dana, clipboard } = await atHerDesk();
    await copyPassword(dana, clipboard);
    await dana.page.keyboard.press("Control+l");
    await dana.page.getByRole("button", { name: /^Unlock/ }).waitFor();
    await eventually(
      () => clipboard.read(),
      (text) => text === "",
    );
  });

  it.each(["SIGINT", "SIGTERM"] as const)("is cleared at quit by %s", async (signal) => {
    const { dana, clipboard } = await atHerDesk();
    await copyPassword(dana, clipboard);
    const ended = new Promise((resolve) => dana.host.process.on("exit", resolve));
    dana.host.process.kill(signal);
    await ended;
    expect(clipboard.read()).toBe("");
  });

  it("is left alone where somebody copied something else since", async () => {
    const { dana, clipboard } = await atHerDesk();
    await copyPassword(dana, clipboard);
    clipboard.write(others);
    await dana.page.keyboard.press("Control+l");
    await dana.page.getByRole("button", { name: /^Unlock/ }).waitFor();
    const ended = new Promise((resolve) => dana.host.process.on("exit", resolve));
    dana.host.process.kill("SIGINT");
    await ended;
    expect(clipboard.read()).toBe(others);
  });
});

describe.skipIf(chromiumPath === null)("a desktop without a clipboard tool", () => {
  it("says so, and offers to show the secret instead", async () => {
    const dataDir = await filledFolder({ title: "Leitstelle", password });
    const { page } = await person({ dataDir }, { DISPLAY: "", WAYLAND_DISPLAY: "" });
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Leitstelle" }).waitFor();
    await page.getByRole("button", { name: "Copy: Password" }).click();
    await page.getByText(/no clipboard tool/i).waitFor();
    await page.getByRole("button", { name: "Show: Password" }).click();
    await eventually(
      () => page.textContent("main.detail"),
      (text) => text?.includes(password) === true,
    );
  });
});
