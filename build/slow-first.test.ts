import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./root.ts";
import { slowFiles } from "./slow-first.ts";

it("names files that are there, each once", () => {
  expect(slowFiles.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  expect(new Set(slowFiles).size).toBe(slowFiles.length);
});
