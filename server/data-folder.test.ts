import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { refusal } from "../shared/copy/server-command.ts";
import { fail } from "../shared/failures.ts";
import { must } from "../shared/testing/team.ts";
import { openDataFolder } from "./data-folder.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("one server has the folder, and lets go of it", () => {
  const first = must(openDataFolder(folder));
  expect(openDataFolder(folder)).toEqual(fail("busy", { field: "data" }, "after-act"));
  first.close();
  must(openDataFolder(folder)).close();
});

it("a damaged lock is told by name, not as another server, and opens once it is moved away", () => {
  const lock = join(folder, "lock.db");
  writeFileSync(lock, Buffer.alloc(4096, 0x5a));
  const refused = openDataFolder(folder);
  expect(refused).toEqual(fail("invalid-input", { field: "data", reason: "lock" }, "after-act"));
  expect(refused.ok ? "" : refusal(refused.failure)).toContain("lock.db");
  expect(readdirSync(folder)).toEqual(["lock.db"]);
  rmSync(lock);
  must(openDataFolder(folder)).close();
});
