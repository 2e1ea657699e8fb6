/**
 * Random acts of a team under random trouble of the line, of a server that lies and of a member with a patched client: once all are
 * honest again they are in step and see the same; nothing that was typed is lost, forged or outside.
 */
import { describe, expect, it } from "vitest";
import { counted, isFull, mutations, seed } from "../settings.ts";
import { drawRun, performRun, type Run, shrink } from "./random-run.ts";

const acts = counted(10, 100);
const seedsPerTeam = 10;
const shrinkingMs = isFull ? 1_800_000 : 120_000;

/** The shortest list of acts that was found to fail in time, and how it fails. */
async function shortest(run: Run, found: string[]): Promise<string> {
  process.stderr.write(`did not hold: ${found.join("\n")}\nlooking for the fewest acts that show it\n`);
  const until = performance.now() + shrinkingMs;
  let last = found;
  const fails = async (one: Run): Promise<boolean> => {
    const again = await performRun(one);
    if (again.length > 0) last = again;
    return again.length > 0;
  };
  const short = await shrink(run, fails, () => performance.now() > until);
  return `${last.join("\n")}\n${JSON.stringify(short)}`;
}

describe("random acts", () => {
  const count = Math.ceil(mutations / acts);
  it(`${count} seeds of ${acts} acts: all end equal, and nothing is lost, forged or outside`, async () => {
    const seeds = Array.from({ length: count }, (_, at) => seed + at * 7919);
    for (let from = 0; from < count; from += seedsPerTeam) {
      const run = drawRun(seeds.slice(from, from + seedsPerTeam), acts);
      const found = await performRun(run);
      if (found.length > 0) expect.fail(`seed ${seed}, team ${from / seedsPerTeam}: ${await shortest(run, found)}`);
    }
  }, 10_800_000);
});
