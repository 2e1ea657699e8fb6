/** `npm test`: the page is built, a Chromium is found (or installed), then every test runs; extra arguments choose some. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildPage } from "./build-app.ts";
import { root } from "./root.ts";
import { systemParts } from "./system-parts.ts";

await buildPage();
systemParts();
const vitest = join(root, "node_modules/vitest/vitest.mjs");
const done = spawnSync(process.execPath, [existsSync(vitest) ? vitest : "vitest", "run", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
process.exit(done.status ?? 1);
