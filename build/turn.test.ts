/** A turn is taken, waited for, or refused with a sentence: no command waits for ever for nobody. */
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { eventually } from "../e2e/kit/eventually.ts";
import { atEnd, scratchDir } from "../e2e/kit/scratch.ts";
import { root } from "./root.ts";

const program = `import { takeTurn } from ${JSON.stringify(join(root, "build/turn.mjs"))}; takeTurn(process.argv[1])(); console.log("taken");`;
const args = (file: string): string[] => ["--input-type=module", "-e", program, file];

/** Takes a turn in a process of its own, as `user` where one is given. */
function take(file: string, user?: number) {
  const as = user === undefined ? {} : { uid: user, gid: user };
  const { status, stdout, stderr } = spawnSync(process.execPath, args(file), {
    ...{ encoding: "utf8", timeout: 15_000 },
    ...as,
  });
  return { status, said: stdout + stderr };
}

describe("a turn", () => {
  it("is taken and given back", () => {
    const file = join(scratchDir(), "a/turn");
    expect(take(file)).toEqual({ status: 0, said: "taken\n" });
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    ["of a process that is gone", "999999999"],
    ["that nobody wrote a number into, some time ago", ""],
    ["with something else in it", "x"],
  ])("%s is nobody's", (_what, text) => {
    const file = join(scratchDir(), "turn");
    writeFileSync(file, text);
    const before = new Date(Date.now() - 60_000);
    utimesSync(file, before, before);
    expect(take(file)).toEqual({ status: 0, said: "taken\n" });
  });

  it("of a process that runs is waited for, which is said", async () => {
    const file = join(scratchDir(), "turn");
    writeFileSync(file, String(process.pid));
    const waiting = spawn(process.execPath, args(file), { stdio: ["ignore", "ignore", "pipe"] });
    atEnd(() => void waiting.kill("SIGKILL"));
    let said = "";
    waiting.stderr.on("data", (part) => {
      said += part;
    });
    await eventually(
      () => said,
      (text) => text.includes(`(process ${process.pid})`),
      15_000,
    );
    expect(waiting.exitCode).toBeNull();
  });

  it.skipIf(process.getuid?.() !== 0)("in a folder that cannot be written ends with a sentence", () => {
    const folder = scratchDir();
    mkdirSync(join(folder, "dist"));
    chmodSync(folder, 0o755);
    chmodSync(join(folder, "dist"), 0o555);
    const { status, said } = take(join(folder, "dist/turn"), 65_534);
    expect({ status, said }).toEqual({ status: 2, said: expect.stringContaining("dist cannot be written (EACCES)") });
  });
});
