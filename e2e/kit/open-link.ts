/** A link of `latchkey:` is opened on a computer where the app runs. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const entry = join(import.meta.dirname, "../../main/host/browser/entry.ts");

/** As the system does it: the program is started once more, with the link. */
export function openLink(dataDir: string, ...args: string[]): { status: number | null; said: string; url: string } {
  const done = spawnSync(process.execPath, [entry, "--data", dataDir, "--no-open", ...args], {
    encoding: "utf8",
    env: { ...process.env, LATCHKEY_KDF_FLOOR: "1" },
    timeout: 20_000,
  });
  const url = args.includes("--json") ? (JSON.parse(done.stdout) as { url: string }).url : "";
  return { status: done.status, said: done.stderr, url };
}
