/** A core that dies is replaced, and a page that came in between finds the new one: it never stands before nothing. */
import { readdirSync, readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { chromiumPath, person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";

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

/** Only a core that answers can check a join code. A page that is just moving to the other loopback name is asked again. */
async function coreAnswers(page: Page): Promise<boolean> {
  const code = page.getByLabel("Join code");
  try {
    if (!(await code.isVisible()))
      await page.getByRole("button", { name: /Join with an invite/ }).click({ timeout: 2000 });
    await code.fill(`latchkey://join/${"abcd-".repeat(20)}`, { timeout: 2000 });
    await page.getByText("This is not a complete join code").waitFor({ timeout: 2000 });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(chromiumPath === null || process.platform !== "linux")("a core that dies", () => {
  it("is replaced; the page finds its way to the new one, and it answers", async () => {
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
    // A core that dies right after its start is replaced only after a pause: the page, on its way home, finds nobody first.
    const third = await next(second);
    expect(third).not.toBe(second);
    await eventually(
      () => coreAnswers(page),
      (answers) => answers,
      25_000,
    );
  });
});
