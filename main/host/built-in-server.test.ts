import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";
import { atEnd, scratchDir } from "../../e2e/kit/scratch.ts";

/** A host's end of it, in a process that can be killed. */
const host = `
import { builtInServer, spawnServer } from "${new URL("./built-in-server.ts", import.meta.url)}";
const server = builtInServer(process.argv[1], spawnServer);
console.log((await server.start()).url);
setInterval(() => {}, 1000);`;

it("is gone with its host, also when that one was killed without a word", async () => {
  const child = spawn(process.execPath, ["--input-type=module", "-e", host, scratchDir()], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  atEnd(() => void child.kill("SIGKILL"));
  const url = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once("line", resolve));
  const answers = () =>
    fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  expect(await answers()).toBe(true);
  child.kill("SIGKILL");
  await expect.poll(answers, { timeout: 5000 }).toBe(false);
});
