/** The server under attack: what an honest member notices of it, and what it costs; the figures are printed. */
import { expect, it } from "vitest";
import { measureServerLoad } from "./server-load.ts";
import { isFull } from "./settings.ts";

/** Time and memory depend on what else the computer does: printed always, held to these with `--full`. */
const bounds = { pushP99Ms: 250, growthMB: 100, leftMB: 60, leftDescriptors: 20 };

it("1,000 idle sockets, refused upgrades, slow headers, bodies that never come and 2 MiB of each costly shape", async () => {
  const figures = await measureServerLoad();
  process.stdout.write(`     server under attack: ${JSON.stringify(figures)}\n`);
  const { besiegedP99Ms, restMB, mostMB, afterMB, restDescriptors, afterDescriptors, statuses } = figures;
  if (isFull) {
    expect(besiegedP99Ms).toBeLessThan(bounds.pushP99Ms);
    expect(mostMB - restMB).toBeLessThan(bounds.growthMB);
    expect(afterMB - restMB).toBeLessThan(bounds.leftMB);
  }
  expect(afterDescriptors - restDescriptors).toBeLessThan(bounds.leftDescriptors);
  expect(statuses).not.toContain(200);
}, 60_000);
