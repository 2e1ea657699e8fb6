import { resolve } from "node:path";
import { expect, it } from "vitest";
import { namedDataDir } from "./data-folder.ts";

it("takes the folder from the command line, then the environment, then the platform", () => {
  const of = (args: string[], env: NodeJS.ProcessEnv = {}) => namedDataDir(args, env, "linux");
  expect(of([".", "--data", "/tmp/one"])).toBe("/tmp/one");
  expect(of(["--data=/tmp/two"], { LATCHKEY_DATA: "/tmp/three" })).toBe("/tmp/two");
  expect(of([], { LATCHKEY_DATA: "here" })).toBe(resolve("here"));
  expect(of(["--data"], { XDG_CONFIG_HOME: "/home/x/.config" })).toBe("/home/x/.config/Latchkey");
});
