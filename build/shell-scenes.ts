/** What every test of the packed app begins with: the app packed once, folders and apps that end with their case. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, vi } from "vitest";
import { packApp } from "./packed-app.ts";
import { type Shell, type Start, startShell } from "./shell-driver.ts";

export const passphrase = "Ziegel-Sommer-quer-41-Lotse";
export const secret = "kupfer-88-Anker";
const ends: (() => void)[] = [];
/** A team with one login, made once for the cases of a file, each of which has a copy of its folder. */
let made: Promise<{ folder: string; item: string }> | null = null;

/** Called once at the head of a test file. */
export function packedOnce(): void {
  // Each case starts several processes, and the first one that needs a team makes it for the others, on a computer that may be busy.
  vi.setConfig({ testTimeout: 180_000 });
  beforeAll(packApp, 240_000);
  afterEach(() => {
    for (const end of ends.splice(0).reverse()) end();
  });
  afterAll(async () => {
    if (made !== null) rmSync((await made).folder, { recursive: true, force: true, maxRetries: 5 });
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

/** The page in its window. */
export const drawn = (shell: Shell) =>
  shell.until(({ windows }) => windows.length === 1 && windows[0]?.hasBridge === true && windows[0].isShown);

/** An app with its page in its window. */
export async function opened(options: Partial<Start> = {}): Promise<Shell> {
  const shell = begun(options);
  await drawn(shell);
  return shell;
}

/** The same, unlocked by somebody who has one login, with a website. */
export async function withLogin(options: Partial<Start> = {}): Promise<{ shell: Shell; item: string }> {
  made ??= makeLogin();
  const { folder, item } = await made;
  const dataDir = options.dataDir ?? scratch();
  // Each start has Electron's own folder for itself.
  cpSync(folder, dataDir, { recursive: true, filter: (path) => path !== join(folder, "electron") });
  const shell = await opened({ ...options, dataDir });
  await shell.call("account.unlock", { passphrase });
  return { shell, item };
}

/** Makes the team of this shell's person, on the built-in server. */
export const makeTeam = (shell: Shell) =>
  shell.call("team.create", { name: "Nordlicht", person: "Ada", passphrase, server: "built-in", keychain: "file" });

/** Makes a vault and a login in it. */
export async function saveLogin(shell: Shell): Promise<string> {
  const { vault } = await shell.call("vault.create", { title: "Ops" });
  const urls = [{ url: "https://example.org/", match: "domain" }];
  const changes = { title: "Router", password: secret, urls };
  const { item } = await shell.call("item.save", { vault, kind: "login", changes });
  return item as string;
}

async function makeLogin(): Promise<{ folder: string; item: string }> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-shell-"));
  const shell = await opened({ dataDir: folder });
  await makeTeam(shell);
  const item = await saveLogin(shell);
  await shell.act("quit");
  await shell.ended;
  return { folder, item };
}
