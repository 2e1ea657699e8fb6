import { spawn } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import { atEnd, scratchDir } from "../../../e2e/kit/scratch.ts";

/** The host with `browser` as the first Chromium on its path; answers what it says on standard error. */
function hostWith(browser: string): () => string {
  const folder = scratchDir();
  writeFileSync(join(folder, "chromium"), `#!/bin/sh\n${browser}\n`);
  chmodSync(join(folder, "chromium"), 0o755);
  const entry = new URL("./entry.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [entry, "--data", scratchDir()], {
    env: { ...process.env, PATH: [folder, process.env.PATH].join(delimiter), LATCHKEY_NO_OPEN: "" },
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
  return () => said;
}

describe.skipIf(process.platform !== "linux")("the host's window", () => {
  it.each(["exit 1", "exit 0", "kill -9 $$"])(
    "that dies at once (%s): the person gets an address that opens",
    async (browser) => {
      const said = hostWith(browser);
      await expect.poll(said, { timeout: 10_000 }).toMatch(/ended at once.*\nhttp:\/\/127\.0\.0\.1:\d+\/#\S+\n/);
      const { origin, hash } = new URL(/http:\S+/.exec(said())?.[0] as string);
      const entered = await fetch(`${origin}/session`, { method: "POST", headers: { origin }, body: hash.slice(1) });
      expect(entered.status).toBe(200);
    },
  );

  it("that stays: nobody is told an address", async () => {
    const said = hostWith("exec sleep 60");
    await expect.poll(said, { timeout: 10_000 }).toContain("ready in its own window");
    expect(said()).not.toContain("http:");
  });
});
