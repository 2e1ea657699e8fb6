/** The product as a person has it without Electron: the browser host as its own process, and a Chromium that opens it. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll } from "vitest";
import { atEnd, scratchDir } from "./scratch.ts";

const root = join(import.meta.dirname, "../..");
const chromiumArgs = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const readyWithinMs = 20_000;

const firstHere = (...paths: (string | undefined)[]): string | null =>
  paths.find((path) => path !== undefined && existsSync(path)) ?? null;

/** Where Chromium is; null where there is none (specs then skip, by name). */
export const chromiumPath = firstHere(process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome");
/** The same without windows of its own, which draws pages alike and asks less of the computer; else Chromium itself. */
const headlessPath = firstHere(process.env.CHROMIUM, "/usr/bin/chromium-headless-shell") ?? chromiumPath;

export type Host = { url: string; process: ChildProcess; output: string[] };

/** Starts the browser host on `dataDir`, leader of a process group as under a shell; what it says on standard error is kept. */
export async function startHost(dataDir: string, env: Record<string, string> = {}): Promise<Host> {
  const args = [join(root, "main/host/browser/entry.ts"), "--no-open", "--port", "0", "--data", dataDir, "--json"];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, LATCHKEY_KDF_FLOOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const output: string[] = [];
  child.stderr.on("data", (part) => output.push(String(part)));
  atEnd(
    () =>
      new Promise<void>((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.on("exit", () => resolve());
        child.kill("SIGINT");
      }),
  );
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    setTimeout(() => reject(new Error(`the host did not start: ${output.join("")}`)), readyWithinMs).unref();
  });
  return { url: (JSON.parse(line) as { url: string }).url, process: child, output };
}

let browser: Promise<Browser> | null = null;
afterAll(async () => (await browser)?.close());

/** The Chromium of the tests of a file. What one of them opens in it, it closes. */
export function chromiumHere(): Promise<Browser> {
  browser ??= chromium.launch({ executablePath: headlessPath as string, args: chromiumArgs, headless: true });
  return browser;
}

export type Person = { host: Host; page: Page; context: BrowserContext; dataDir: string; violations: string[] };
type Start = { dataDir?: string; width?: number; height?: number; dark?: boolean };

/** A person with a computer of their own: data folder (a new one unless given), host, a browser's context, one page. */
export async function person(look: Start = {}, env: Record<string, string> = {}): Promise<Person> {
  const dataDir = look.dataDir ?? scratchDir();
  const host = await startHost(dataDir, env);
  const browser = await chromiumHere();
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1440, height: look.height ?? 900 },
    colorScheme: look.dark === true ? "dark" : "light",
    reducedMotion: "reduce",
  });
  atEnd(() => context.close());
  const violations: string[] = [];
  await context.exposeFunction("__violation", (text: string) => violations.push(text));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      void (window as unknown as { __violation(text: string): void }).__violation(
        `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
      );
    });
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => violations.push(`error: ${error.message}`));
  await page.goto(host.url);
  return { host, page, context, dataDir, violations };
}
