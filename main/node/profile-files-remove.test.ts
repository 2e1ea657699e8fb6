import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { profileFiles } from "./profile-files.ts";

it("removes a profile's folder and nothing that is not named by an id", () => {
  // Three levels of its own, so that a name that climbs still ends inside the scratch folder.
  const scratch = mkdtempSync(join(tmpdir(), "latchkey-"));
  const dataDir = join(scratch, "outer", "inner", "data");
  const id = "0".repeat(26);
  mkdirSync(join(dataDir, "profiles", id), { recursive: true });
  writeFileSync(join(scratch, "outer", "kept"), "kept");
  const files = profileFiles(dataDir);
  for (const name of ["..", "../..", "../../..", "", ".", "/", `${id}/..`, `../profiles/${id}`]) {
    expect(() => files.remove(name)).toThrow();
    expect(() => files.open(name)).toThrow();
  }
  expect(existsSync(join(scratch, "outer", "kept"))).toBe(true);
  expect(existsSync(join(dataDir, "profiles", id))).toBe(true);
  files.remove(id);
  expect(existsSync(join(dataDir, "profiles", id))).toBe(false);
  rmSync(scratch, { recursive: true, force: true });
});
