/** Unit tests on sources in which each guard can be dropped (`guards.ts`). */
import { relative, sep } from "node:path";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { findGuards } from "./guards-find.ts";
import { holdsGuards } from "./guards-run.ts";
import { root } from "./root.ts";

const droppable: Plugin = {
  name: "latchkey-guards",
  enforce: "pre",
  transform(code, id) {
    const file = relative(root, id.replace(/[?#].*$/, ""))
      .split(sep)
      .join("/");
    return holdsGuards(file) ? { code: findGuards(file, code).rewritten, map: null } : undefined;
  },
};

export default defineConfig({
  root,
  plugins: [droppable],
  test: {
    pool: "forks",
    maxWorkers: 2,
    include: ["{shared,main/core}/**/*.test.ts"],
    setupFiles: ["./build/guards-setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: [],
  },
});
