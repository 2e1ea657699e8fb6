/**
 * `npm run package`: builds page and shell, then the installers of this system into `dist/installers` (`electron-builder.yml`),
 * and says what lies in the app, file by file: two who build the same commit compare these lines.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { buildPage, buildShell } from "./build-app.ts";
import { listed, packedFiles } from "./packed-files.ts";
import { relay } from "./relay.mjs";
import { root } from "./root.ts";

if (!buildPage() || !buildShell()) process.exit(1);
const builder = join(root, "node_modules/electron-builder/cli.js");
const given = process.argv.slice(2);
const isRelease = given.includes("--release");
const config = isRelease ? [] : ["--config", "electron-builder.adhoc.yml"];
const others = given.filter((arg) => arg !== "--release");
relay(process.execPath, [builder, "--publish", "never", ...config, ...others], {
  cwd: root,
  ended: (status) => {
    if (status === 0) say();
    return status;
  },
});

/** The apps before they were put into installers: `linux-unpacked`, `win-unpacked`, `mac`, `mac-arm64`. */
function say(): void {
  const out = join(root, "dist/installers");
  if (!existsSync(out)) return;
  const apps = readdirSync(out, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of apps.filter((app) => /-unpacked$|^mac/.test(app.name)))
    process.stdout.write(`\n${name}\n${listed(packedFiles(join(out, name)))}`);
}
