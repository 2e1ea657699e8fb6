/** The documented commands and events are those of the contract, all of them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { commands, eventNames } from "../shared/contract/commands.ts";

it("documents every command and event, and nothing that is not there", () => {
  const page = readFileSync(join(import.meta.dirname, "../docs/commands.md"), "utf8");
  const named = new Set(page.match(/`[a-zA-Z]+\.[a-zA-Z]+`/g)?.map((one) => one.slice(1, -1)));
  const real = [...Object.keys(commands), ...eventNames];
  expect(real.filter((name) => !named.has(name))).toEqual([]);
  expect([...named].filter((name) => !real.includes(name) && !name.endsWith(".ts"))).toEqual([]);
});
