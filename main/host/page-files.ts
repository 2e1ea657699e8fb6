/**
 * The built page, read once at start: a fixed table from path to bytes, so that no request ever names a file. The index
 * gets a fresh nonce in every answer.
 */
import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";

export type PageFile = { type: string; bytes: Buffer };

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".json": "application/json",
};

/** Reads every file below `folder`; throws where the page was not built. */
export function readPageFiles(folder: string): Map<string, PageFile> {
  const files = new Map<string, PageFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const type = types[extname(path)];
    if (type === undefined) continue;
    files.set(`/${relative(folder, path).split(sep).join("/")}`, { type, bytes: readFileSync(path) });
  }
  if (!files.has("/index.html")) throw new Error("the page is not built: no index.html");
  return files;
}
