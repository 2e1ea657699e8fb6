import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { eventually } from "../../e2e/kit/eventually.ts";
import { processesBelow } from "../../e2e/kit/processes.ts";
import { scratchDir } from "../../e2e/kit/scratch.ts";
import { clipboardMac } from "../node/clipboard-mac.ts";
import { guardClipboard } from "./clipboard-guard.ts";

const key = "07".repeat(32);
const secret = "Ulmen-7-kupfern-Gasse";
const held = (clearAfterMs: number) => ({ key, mac: clipboardMac(key, Buffer.from(secret)), clearAfterMs });
const watches = () => processesBelow(process.pid).filter(({ command }) => command.includes("clipboard-clear"));

afterEach(() => void vi.unstubAllEnvs());

/** A desktop whose clipboard is a file, for everything that this process starts. */
function desktop() {
  const folder = scratchDir();
  const file = join(folder, "text");
  const tool = join(folder, "xclip");
  writeFileSync(tool, `#!/bin/sh\ncase "$*" in *-o*) cat "${file}";; *) cat > "${file}";; esac\n`);
  chmodSync(tool, 0o755);
  vi.stubEnv("PATH", [folder, process.env.PATH].join(delimiter));
  vi.stubEnv("DISPLAY", ":0");
  vi.stubEnv("WAYLAND_DISPLAY", "");
  writeFileSync(file, "");
  return {
    read: () => readFileSync(file, "utf8"),
    write: (text: string) => writeFileSync(file, text),
    /** From now on it fails, without a word. */
    stop: () => writeFileSync(tool, "#!/bin/sh\nexit 1\n"),
  };
}

describe.skipIf(process.platform !== "linux")("the guard of the clipboard", () => {
  it("has a text cleared after its time, and at the end waits until the next one is", async () => {
    const { read, write } = desktop();
    const guard = guardClipboard();
    expect(await guard.hold(held(300))).toBe(true);
    write(secret);
    await eventually(read, (text) => text === "");
    expect(await guard.hold(held(60_000))).toBe(true);
    write(secret);
    expect(await guard.clearAndWait()).toBe(true);
    expect(read()).toBe("");
    expect(watches()).toEqual([]);
  });

  it("gives what it held to another watch when one was killed", async () => {
    const { read, write } = desktop();
    const guard = guardClipboard();
    expect(await guard.hold(held(60_000))).toBe(true);
    write(secret);
    const [first] = watches();
    process.kill(first?.pid as number, "SIGKILL");
    await eventually(watches, (found) => found.length === 1 && found[0]?.pid !== first?.pid);
    // Asked after the one that was handed on, it answers after it.
    expect(await guard.hold({ ...held(60_000), mac: "00".repeat(32) })).toBe(true);
    await guard.clearAndWait();
    expect(read()).toBe("");
  });

  it("claims nothing at quit where the tool does not answer", async () => {
    const { write, stop } = desktop();
    const guard = guardClipboard();
    expect(await guard.hold(held(60_000))).toBe(true);
    write(secret);
    stop();
    expect(await guard.clearAndWait()).toBe(false);
  });

  it("refuses a text that no watch would clear", async () => {
    desktop();
    vi.stubEnv("DISPLAY", "");
    expect(await guardClipboard().hold(held(60_000))).toBe(false);
  });
});
