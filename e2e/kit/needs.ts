/** What a spec needs of the computer; where it is missing, its tests are skipped, each by its name and with the reason. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { beforeEach } from "vitest";
import { chromiumPath } from "./browser.ts";

/** Goes for the whole file, or for the `describe` that it stands in. `Chromium`, `Linux`, or names of programs. */
export function needs(...parts: readonly string[]): void {
  const missing = parts.find((part) => !isHere(part));
  beforeEach((context) => {
    if (missing !== undefined) context.skip(`no ${missing} here`);
  });
}

function isHere(part: string): boolean {
  if (part === "Chromium") return chromiumPath !== null;
  if (part === "Linux") return process.platform === "linux";
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, part)));
}
