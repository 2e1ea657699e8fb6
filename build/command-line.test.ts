/** What a command line is told: help for every command, and a sentence with an exit status in the place of a stack trace. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { atEnd, scratchDir } from "../e2e/kit/scratch.ts";
import { buildPage } from "./build-app.ts";
import { root } from "./root.ts";

const quiet = { ...process.env, DISPLAY: "", WAYLAND_DISPLAY: "" };
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };
const programs = Object.entries(scripts).map(([name, script]) => ({
  name,
  program: script.split(" ").at(-1) as string,
}));

/** A start takes its time on a busy computer. */
const patient = { timeout: 30_000 };

type Ended = { status: number | null; said: string; out: string };

/** Runs one program as its command does, to its end. */
function run(program: string, args: string[]): Ended {
  const done = spawnSync(process.execPath, [join(root, "build/run.mjs"), program, ...args], {
    cwd: root,
    env: quiet,
    encoding: "utf8",
    timeout: 50_000,
  });
  return { status: done.status, said: done.stderr, out: done.stdout };
}

const host = "main/host/browser/entry.ts";
const startHost = (args: string[]): Ended => run(host, ["--no-open", ...args]);

function expectSentence({ status, said }: Ended, wanted: string | RegExp, code: number): void {
  expect(said).toMatch(wanted);
  expect(said).not.toMatch(/^\s+at |Error:|node:internal/m);
  expect(said.trim().split("\n").length).toBeLessThanOrEqual(2);
  expect(status).toBe(code);
}

describe("every command", () => {
  it.each(programs)("npm run $name -- --help says what it does and what it takes, and does nothing", ({ program }) => {
    const { status, said, out } = run(program, ["--help"]);
    expect({ status, said }).toEqual({ status: 0, said: "" });
    expect(out).toMatch(/^[A-Z].*\n\n {2}npm /);
  });
});

describe("a start that cannot be", () => {
  it("for a port that somebody has is told so", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    atEnd(() => void taken.close());
    const { port } = taken.address() as { port: number };
    const ended = startHost(["--data", scratchDir(), "--port", String(port)]);
    expectSentence(ended, `Another program uses port ${port}.`, 1);
  });

  it.each([
    ["is a file", "file", "is not a folder"],
    ["lies below a file", "file/below", "is not a folder"],
    ["is a server's", "server", "data folder of a Latchkey server"],
    // Root may write everywhere but here.
    ...(existsSync("/proc/self") ? [["cannot be written", "/proc/latchkey", "cannot write into"]] : []),
  ])("for a data folder that %s is told so", (_, named = "", said = "") => {
    const folder = scratchDir();
    writeFileSync(join(folder, "file"), "");
    mkdirSync(join(folder, "server"));
    writeFileSync(join(folder, "server/server.db"), "");
    expectSentence(startHost(["--data", resolve(folder, named)]), said, 1);
  });

  it.each([
    [host, ["--prot", "1"], "does not know --prot"],
    [host, ["--port", "many"], "--port takes a number"],
    [host, ["--data", ""], "--data takes a folder"],
    [host, ["--data"], "--data"],
    ["build/hostile.ts", ["--sed", "1"], "does not know --sed"],
    ["e2e/bench/run.ts", ["--onyl", "x"], "does not know --onyl"],
    ["build/check.ts", ["--fast"], "takes no options"],
    ["e2e/demo/run.ts", ["--as", "nobody"], "There is nobody called nobody"],
  ])("%s %j is told which option is not known, or lacks its value", (program, args, said) =>
    expectSentence(run(program, args), said, 2),
  );

  it("of a server in an app's folder is told so", () => {
    const folder = scratchDir();
    mkdirSync(join(folder, "profiles"));
    const ended = run("server/entry.ts", ["--data", folder, "--port", "0"]);
    expectSentence(ended, "data folder of a Latchkey app", 2);
  });
});

/** A host that runs, as a person starts it; `said` grows. */
function running(
  args: string[],
  { env = {}, terminal = false }: { env?: Record<string, string>; terminal?: boolean } = {},
) {
  const command = [process.execPath, join(root, "main/host/browser/entry.ts"), ...args];
  const [program, ...given] = terminal ? ["script", "-qec", command.join(" "), "/dev/null"] : command;
  const child = spawn(program as string, given, { cwd: root, env: { ...quiet, ...env }, stdio: "pipe" });
  const ended = new Promise<number | null>((resolve) => child.on("exit", (code) => resolve(code)));
  atEnd(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part) => {
      text += part;
    });
  return { child: child as ChildProcess, ended, said: () => text };
}

describe.skipIf(process.platform === "win32")("a start that runs", () => {
  it("is told of by a second one, and says at Ctrl-C what it did", async () => {
    expect(buildPage()).toBe(true);
    const dataDir = scratchDir();
    const first = running(["--no-open", "--data", dataDir]);
    await expect.poll(first.said, patient).toContain("http://127.0.0.1:");
    const second = startHost(["--data", dataDir]);
    expect(second.said).toMatch(
      /^Latchkey is already running with this data folder\. Open this address.*\nhttp:\/\/127\.0\.0\.1:\d+\/#\S+\n$/,
    );
    expect(second.status).toBe(0);
    first.child.kill("SIGINT");
    expect(await first.ended).toBe(0);
    expect(first.said()).toContain("Latchkey stopped: it is locked, and nothing of it is left on the clipboard.");
  });

  it.skipIf(process.platform !== "linux")(
    "names the package that brings the clipboard tool, where there is none",
    async () => {
      const bare = scratchDir();
      writeFileSync(join(bare, "chromium"), "#!/bin/sh\nexit 0\n");
      chmodSync(join(bare, "chromium"), 0o755);
      for (const [env, packageName] of [
        [{ DISPLAY: ":0" }, "xclip"],
        [{ WAYLAND_DISPLAY: "wayland-0" }, "wl-clipboard"],
      ] as const) {
        const { said } = running(["--no-open", "--data", scratchDir()], { env: { ...env, PATH: bare } });
        await expect.poll(said, patient).toContain(`apt-get install ${packageName}`);
      }
    },
  );

  it.skipIf(spawnSync("script", ["--version"]).status !== 0)(
    "gives a fresh address for Enter in its terminal",
    async () => {
      const { said, child } = running(["--no-open", "--data", scratchDir()], { terminal: true });
      await expect.poll(said, patient).toContain("Enter gives a fresh address");
      const addresses = () => new Set(said().match(/http:\/\/127\.0\.0\.1:\d+\/#\S+/g)).size;
      expect(addresses()).toBe(1);
      child.stdin?.write("\n");
      await expect.poll(addresses, patient).toBe(2);
      expect(said()).toContain("A fresh address, for one window.");
    },
  );
});
