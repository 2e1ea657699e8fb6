/** The server under attack: what an honest member notices of it, and what it costs; the figures are printed. */
import { expect, it } from "vitest";
import { measureServerLoad } from "./server-load.ts";

const bounds = { pushP99Ms: 250, growthMB: 100, leftDescriptors: 20 };

it("1,000 idle sockets, refused upgrades, slow headers, bodies that never come and 2 MiB of each costly shape", async () => {
  const figures = await measureServerLoad();
  process.stdout.write(`     server under attack: ${JSON.stringify(figures)}\n`);
  const { calmP99Ms, besiegedP99Ms, restMB, mostMB, hasFallen, restDescriptors, afterDescriptors, statuses } = figures;
  // What a busy computer lets everybody wait is no doing of the attack.
  expect(besiegedP99Ms - calmP99Ms).toBeLessThan(bounds.pushP99Ms);
  expect(mostMB - restMB).toBeLessThan(bounds.growthMB);
  expect(hasFallen).toBe(true);
  expect(afterDescriptors - restDescriptors).toBeLessThan(bounds.leftDescriptors);
  expect(statuses).not.toContain(200);
}, 90_000);
