/**
 * `npm test`: the page is built, system parts are found (or installed), then the tests run. Arguments
 * go to Vitest and may choose some. The last line of standard output is `N passed, N failed, N skipped`.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPage } from "./build-app.ts";
import { relay } from "./relay.mjs";
import { root } from "./root.ts";
import { systemParts } from "./system-parts.ts";

systemParts();
if (!buildPage()) {
  process.stdout.write("The page could not be built.\n0 passed, 1 failed, 0 skipped\n");
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), "latchkey-tests-"));
const told = join(folder, "counts");
const vitest = join(root, "node_modules/vitest/vitest.mjs");
relay(
  process.execPath,
  [
    vitest,
    "run",
    "--project",
    "units",
    "--project",
    "pure",
    "--project",
    "specs",
    "--project",
    "browser",
    "--project",
    "alone",
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    takesAll: true,
    env: { ...process.env, TMPDIR: folder, LATCHKEY_TEST_COUNTS: told },
    ended: (status) => {
      process.stdout.write(`${closingLine(status)}\n`);
      return status;
    },
  },
);

/** A run that broke off, or failed outside any test, did not pass. */
function closingLine(status: number): string {
  const line = existsSync(told) ? readFileSync(told, "utf8") : "0 passed, 0 failed, 0 skipped";
  rmSync(folder, { recursive: true, force: true });
  return status === 0 ? line : line.replace(", 0 failed", ", 1 failed");
}
