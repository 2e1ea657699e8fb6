/** `npm run package`: builds page and shell, then the installers of this system into `dist/installers` (`electron-builder.yml`). */
import { join } from "node:path";
import { buildPage, buildShell } from "./build-app.ts";
import { relay } from "./relay.mjs";
import { root } from "./root.ts";

if (!buildPage() || !buildShell()) process.exit(1);
const builder = join(root, "node_modules/electron-builder/cli.js");
relay(process.execPath, [builder, "--publish", "never", ...process.argv.slice(2)], { cwd: root });
