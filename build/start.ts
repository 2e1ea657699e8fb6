/**
 * `npm start`: builds what is stale, then opens Latchkey: in Electron where its runtime is here or can be had, else one line
 * says why not and the browser host opens the same program.
 */
import { join } from "node:path";
import { type NoElectron, startWords } from "../shared/copy/start-command.ts";
import { buildPage, buildShell } from "./build-app.ts";
import { diedAtOnce, findElectron } from "./electron-runtime.ts";
import { relay } from "./relay.mjs";
import { root } from "./root.ts";

const args = process.argv.slice(2);
/** These speak of the browser host's address, so they mean that host. */
const meansBrowser =
  ["--browser", "--no-open", "--json"].some((option) => args.includes(option)) ||
  ["LATCHKEY_BROWSER", "LATCHKEY_NO_OPEN", "LATCHKEY_JSON"].some(
    (name) => !["", "0"].includes(process.env[name] ?? ""),
  );

if (!buildPage()) stop(startWords.noPage);
const electron = meansBrowser ? null : await findElectron();
if (electron !== null && "path" in electron) {
  if (!buildShell()) stop(startWords.noShell);
  relay(electron.path, [root, ...args], {
    ended: (status, ms) => {
      if (!diedAtOnce(status, ms)) return status;
      openInBrowser("died");
      return null;
    },
  });
} else openInBrowser(electron?.why ?? null);

function openInBrowser(why: NoElectron | null): void {
  if (why !== null) process.stderr.write(`${startWords.inBrowser(why)}\n`);
  relay(process.execPath, ["--disable-warning=ExperimentalWarning", join(root, "main/host/browser/entry.ts"), ...args]);
}

function stop(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(1);
}
