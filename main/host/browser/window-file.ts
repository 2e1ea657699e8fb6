/**
 * How a one-time address reaches the browser: in a file that only this person can read and that leads there, because
 * everybody on this computer can read a program's arguments. The file is named by the hash of the token and goes with it.
 */
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Writes the file that leads to `address`; the answer is its own address, which says nothing. */
export function leaveWindowFile(dataDir: string, address: string): string {
  const folder = folderIn(dataDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const path = pathOf(dataDir, new URL(address).hash.slice(1));
  writeFileSync(path, pageTo(address), { mode: 0o600, flag: "wx" });
  return pathToFileURL(path).href;
}

/** Takes the file of a token that was used. */
export function removeWindowFile(dataDir: string, token: string): void {
  rmSync(pathOf(dataDir, token), { force: true });
}

/** Takes all: their tokens died with the host that made them. */
export function removeWindowFiles(dataDir: string): void {
  rmSync(folderIn(dataDir), { recursive: true, force: true });
}

const folderIn = (dataDir: string): string => join(dataDir, "window");

function pathOf(dataDir: string, token: string): string {
  const name = createHash("sha256").update(token).digest("hex").slice(0, 32);
  return join(folderIn(dataDir), `${name}.html`);
}

/** A token has no character that means anything in HTML. */
function pageTo(address: string): string {
  return [
    `<!doctype html><meta charset="utf-8"><title>Latchkey</title><meta name="color-scheme" content="light dark">`,
    `<meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url=${address}">\n`,
  ].join("\n");
}
