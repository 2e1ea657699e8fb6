/** A file is replaced whole, and a rename that another program holds up is tried again where such a thing happens. */
import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchDir } from "../../e2e/kit/scratch.ts";
import { replaceFile, whileHeld } from "./replace-file.ts";

/** Throws the given codes one after the other, then nothing more; counts. */
function throwing(...codes: string[]) {
  const left = [...codes];
  const act = (): void => {
    act.runs++;
    const code = left.shift();
    if (code !== undefined) throw Object.assign(new Error(code), { code });
  };
  act.runs = 0;
  return act;
}

describe("a file that is replaced", () => {
  it("is new or as it was, for its owner alone, and leaves nothing beside it", () => {
    const folder = join(scratchDir(), "a/b");
    replaceFile(join(folder, "note"), "one");
    replaceFile(join(folder, "note"), new Uint8Array([50]));
    expect(readFileSync(join(folder, "note"), "utf8")).toBe("2");
    expect(readdirSync(folder)).toEqual(["note"]);
    expect(statSync(join(folder, "note")).mode & 0o777).toBe(0o600);
  });

  it("stays as it was where the new one cannot take its place", () => {
    const folder = scratchDir();
    mkdirSync(join(folder, "note/full"), { recursive: true });
    expect(() => replaceFile(join(folder, "note"), "two")).toThrow();
    expect(readdirSync(join(folder, "note"))).toEqual(["full"]);
  });
});

describe("what another program holds", () => {
  it.each(["EPERM", "EACCES", "EBUSY"])("with %s is tried again on Windows", (code) => {
    const act = throwing(code, code, code);
    whileHeld(act, "win32");
    expect(act.runs).toBe(4);
  });

  it("for longer than a moment is reported", () => {
    const act = throwing(...new Array<string>(20).fill("EBUSY"));
    expect(() => whileHeld(act, "win32")).toThrow("EBUSY");
    expect(act.runs).toBe(8);
  });

  it.each([
    ["ENOSPC", "win32"],
    ["ENOENT", "win32"],
    ["EPERM", "linux"],
    ["EBUSY", "darwin"],
  ] as const)("is something else with %s on %s, and reported at once", (code, platform) => {
    const act = throwing(code, code);
    expect(() => whileHeld(act, platform)).toThrow(code);
    expect(act.runs).toBe(1);
  });
});
