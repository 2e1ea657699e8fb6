import { spawn } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import { atEnd, scratchDir } from "../../../e2e/kit/scratch.ts";

/** The host with `browser` as the first Chromium on its path, as on a desktop; what it says on standard error, and its folder. */
function hostWith(browser: string, env: Record<string, string> = { DISPLAY: ":0" }) {
  const dataDir = scratchDir();
  const folder = scratchDir();
  writeFileSync(join(folder, "chromium"), `#!/bin/sh\n${browser}\n`);
  chmodSync(join(folder, "chromium"), 0o755);
  const entry = new URL("./entry.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [entry, "--data", dataDir], {
    env: { ...withoutDisplay, ...env, PATH: [folder, process.env.PATH].join(delimiter), LATCHKEY_NO_OPEN: "" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  atEnd(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  let said = "";
  child.stderr.on("data", (part) => {
    said += part;
  });
  return { said: () => said, dataDir };
}
const withoutDisplay = { ...process.env, DISPLAY: "", WAYLAND_DISPLAY: "" };

/** Comes in as the page of an address does. */
async function enter(text: string): Promise<number> {
  const { origin, hash } = new URL(/http:[^\s"]+/.exec(text)?.[0] as string);
  return (await fetch(`${origin}/session`, { method: "POST", headers: { origin }, body: hash.slice(1) })).status;
}

describe.skipIf(process.platform !== "linux")("the host's window", () => {
  it.each(["exit 1", "exit 0", "kill -9 $$"])(
    "that dies at once (%s): the person gets an address that opens",
    async (browser) => {
      const { said } = hostWith(browser);
      await expect.poll(said, { timeout: 10_000 }).toMatch(/ended at once.*\nhttp:\/\/127\.0\.0\.1:\d+\/#\S+\n/);
      expect(await enter(said())).toBe(200);
    },
  );

  it("that stays: nobody is told an address, and it is called ready once its page has come in", async () => {
    const { said, dataDir } = hostWith("exec sleep 60");
    await expect.poll(said, { timeout: 10_000 }).toContain("in a window of its own");
    expect(said()).not.toContain("ready");
    const [file = ""] = readdirSync(join(dataDir, "window"));
    expect(await enter(readFileSync(join(dataDir, "window", file), "utf8"))).toBe(200);
    await expect.poll(said, { timeout: 10_000 }).toContain("ready in its own window");
    expect(said()).not.toContain("http:");
  });

  it("without a display is not tried: the person gets the reason, and an address that opens", async () => {
    const { said } = hostWith("exit 1", {});
    await expect
      .poll(said, { timeout: 10_000 })
      .toMatch(/There is no display here.*\n.*\nhttp:\/\/127\.0\.0\.1:\d+\/#\S+/);
    expect(said()).not.toContain("ended at once");
    expect(await enter(said())).toBe(200);
  });
});
