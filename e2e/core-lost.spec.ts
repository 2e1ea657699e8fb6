/** A core that dies is replaced, and a page that came in between finds the new one: it never stands before nothing. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { chromiumPath, person } from "./browser.ts";
import { eventually } from "./eventually.ts";

/** The core process below a host, if one stands. */
function coreOf(host: number): number | null {
  const found = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .find((pid) => {
      try {
        const parent = Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[1]);
        return parent === host && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("core-process");
      } catch {
        return false;
      }
    });
  return found === undefined ? null : Number(found);
}

describe.skipIf(chromiumPath === null || process.platform !== "linux")("a core that dies", () => {
  it("is replaced; a page that reloads meanwhile waits for the new one", async () => {
    const { page, host } = await person();
    await page.getByRole("button", { name: /Create a team/ }).waitFor();
    const hostPid = host.process.pid as number;
    const next = async (before: number): Promise<number> => {
      process.kill(before, "SIGKILL");
      return (await eventually(
        () => coreOf(hostPid),
        (pid) => pid !== null && pid !== before,
      )) as number;
    };
    const second = await next(coreOf(hostPid) as number);
    // A core that dies right after its start is replaced only after a pause: the page's first tries find nobody.
    process.kill(second, "SIGKILL");
    await eventually(
      () => coreOf(hostPid),
      (pid) => pid === null,
    );
    await page.reload();
    await page.getByRole("button", { name: /Create a team/ }).waitFor({ timeout: 10_000 });
    expect(coreOf(hostPid)).not.toBe(second);
  });
});
