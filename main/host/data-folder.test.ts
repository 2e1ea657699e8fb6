import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readOptions } from "./browser/options.ts";
import { chosenDataDir, platformDataDir, readDataOption } from "./data-folder.ts";

describe("the data folder", () => {
  it("is the one that was named, then the environment's, then the platform's", () => {
    const platform = resolve(platformDataDir(process.platform, { XDG_CONFIG_HOME: "/x" }));
    const env = { LATCHKEY_DATA: "/from/environment", XDG_CONFIG_HOME: "/x" };
    expect(chosenDataDir("/named", env)).toBe(resolve("/named"));
    expect(chosenDataDir(undefined, env)).toBe(resolve("/from/environment"));
    for (const nothing of ["", undefined])
      expect(chosenDataDir(nothing, { LATCHKEY_DATA: "", XDG_CONFIG_HOME: "/x" })).toBe(platform);
    expect(chosenDataDir("here", {})).toBe(resolve("here"));
  });

  it("is the same for both hosts", () => {
    const env = { LATCHKEY_DATA: "/from/environment" };
    for (const args of [["--data", "/named"], ["--data=/named"], []])
      expect(readOptions(args, env)).toMatchObject({ dataDir: chosenDataDir(readDataOption(args) ?? undefined, env) });
  });

  it("is found among switches that are not ours, and a missing one is seen", () => {
    expect(readDataOption(["/app", "--no-sandbox", "--data", "/named", "latchkey://join/x"])).toBe("/named");
    expect(readDataOption(["--enable-features=A", "--data=/named"])).toBe("/named");
    expect(readDataOption(["/app", "latchkey://join/x"])).toBeUndefined();
    for (const missing of [["--data"], ["--data="]]) expect(readDataOption(missing)).toBeNull();
  });
});
