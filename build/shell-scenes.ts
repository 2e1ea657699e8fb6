/** What every test of the packed app begins with: the app packed once, folders and apps that end with their case. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll } from "vitest";
import { packApp } from "./packed-app.ts";
import { type Shell, type Start, startShell } from "./shell-driver.ts";

export const passphrase = "Ziegel-Sommer-quer-41-Lotse";
export const secret = "kupfer-88-Anker";
const ends: (() => void)[] = [];

/** Called once at the head of a test file. */
export function packedOnce(): void {
  beforeAll(packApp, 240_000);
  afterEach(() => {
    for (const end of ends.splice(0).reverse()) end();
  });
}

/** A folder that is gone after the case. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-shell-"));
  ends.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** An app that is started, and nothing more; it is ended after the case. */
export function begun(options: Partial<Start> = {}): Shell {
  const shell = startShell({ dataDir: options.dataDir ?? scratch(), ...options });
  ends.push(shell.kill);
  return shell;
}
