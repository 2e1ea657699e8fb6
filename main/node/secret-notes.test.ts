import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { secretNotes } from "./secret-notes.ts";

let dataDir = "";
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "latchkey-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const [one, other] = ["0".repeat(26), "1".repeat(26)] as const;
const proof = new Uint8Array(32).fill(7);

it("keeps notes for whoever comes next, one for each profile and keychain", () => {
  const notes = secretNotes(dataDir);
  expect(notes.list()).toEqual([]);
  notes.add({ profile: other, keychain: "file", proof });
  notes.add({ profile: one, keychain: "os", proof: new Uint8Array(32) });
  notes.add({ profile: one, keychain: "os", proof });
  expect(secretNotes(dataDir).list()).toEqual([
    { profile: one, keychain: "os", proof },
    { profile: other, keychain: "file", proof },
  ]);
  notes.remove(one);
  expect(secretNotes(dataDir).list()).toEqual([{ profile: other, keychain: "file", proof }]);
});

it("what is no note counts as none, and stays", () => {
  const notes = secretNotes(dataDir);
  notes.add({ profile: one, keychain: "os", proof });
  const folder = join(dataDir, "secret-notes");
  for (const name of ["note", `${other}.cloud`, `${other}.os.new`, `${other}x.os`])
    writeFileSync(join(folder, name), proof);
  writeFileSync(join(folder, `${other}.file`), proof.subarray(1));
  mkdirSync(join(folder, `${other}.os`));
  expect(notes.list()).toEqual([{ profile: one, keychain: "os", proof }]);
  notes.remove(one);
  expect(readdirSync(folder)).toHaveLength(6);
});

it("is refused by name where nothing can be written, and never leaves its folder", () => {
  writeFileSync(join(dataDir, "secret-notes"), "");
  const notes = secretNotes(dataDir);
  expect(notes.add({ profile: one, keychain: "os", proof })).toMatchObject({ failure: { code: "storage-full" } });
  expect(notes.list()).toEqual([]);
  notes.remove(one);
  expect(() => notes.add({ profile: "../../x", keychain: "os", proof })).toThrow("an id");
});
