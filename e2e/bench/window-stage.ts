/** The page of a checkout's browser host in a fresh Chromium, beside an empty window of the same kind. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { clocked, type Figures } from "./measured.ts";

const path = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (one) => one !== undefined && existsSync(one),
);

/** Ms until the window shows its page, until its first button can be used, and of the empty window; MB of the page's process. */
export async function windowStage(checkout: string): Promise<Figures> {
  if (path === undefined) throw new Error("no Chromium here");
  const folder = mkdtempSync(join(tmpdir(), "latchkey-window-"));
  const args = ["main/host/browser/entry.ts", "--no-open", "--port", "0", "--data", folder, "--json"];
  const host = spawn(process.execPath, args, { cwd: checkout, stdio: ["ignore", "pipe", "ignore"] });
  try {
    const line = await new Promise<string>((resolve, reject) => {
      host.stdout.once("data", (part) => resolve(String(part)));
      host.once("exit", () => reject(new Error("the host did not start")));
    });
    const empty = await shown("about:blank");
    const ours = await shown((JSON.parse(line) as { url: string }).url);
    return { ...ours, emptyMs: empty.ms, ratio: ours.ms / empty.ms };
  } finally {
    host.kill("SIGINT");
    rmSync(folder, { recursive: true, force: true });
  }
}

async function shown(url: string): Promise<{ ms: number; usableMs: number; pageMB: number }> {
  const start = performance.now();
  const args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
  const server = await chromium.launchServer({ executablePath: path as string, args, headless: true });
  const browser = await chromium.connect(server.wsEndpoint());
  try {
    const page = await browser.newPage();
    await page.goto(url, { waitUntil: "load" });
    const ms = performance.now() - start;
    const usableMs = url === "about:blank" ? 0 : await clocked(() => page.getByRole("button").first().waitFor());
    return { ms, usableMs, pageMB: rendererMB(server.process().pid ?? 0) };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Resident memory of the largest renderer below the browser. */
function rendererMB(browser: number): number {
  const children = (pid: number): number[] => {
    const of = `/proc/${pid}/task/${pid}/children`;
    const direct = existsSync(of) ? readFileSync(of, "utf8").trim().split(" ").filter(Boolean).map(Number) : [];
    return [...direct, ...direct.flatMap(children)];
  };
  const sizes = children(browser)
    .filter((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--type=renderer"))
    .map((pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024);
  return Math.max(0, ...sizes);
}
