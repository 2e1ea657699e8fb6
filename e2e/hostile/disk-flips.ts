/** Flips of single bytes of a profile at rest, many of them: what is then shown is the same, healed, or named [protocol: Local file]. */
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { dice } from "../../server/testing/tamper.ts";
import { flipSomewhere } from "./flip-places.ts";
import { copyOf, faultsOf, type Prepared } from "./flip-profile.ts";

type Fault = { flip: number; where: string; faults: string[] };

/** Runs so many flips; each has its own dice, so that one can be repeated alone (`from`). */
export async function flipMany(
  prepared: Prepared,
  { count, seed, from = 0 }: { count: number; seed: number; from?: number },
): Promise<Fault[]> {
  const found: Fault[] = [];
  for (let flip = from; flip < from + count; flip++) {
    const thrown = dice(Math.imul(seed, 1_000_003) + flip);
    const { where, flipped } = flipSomewhere(
      thrown,
      () => copyOf(prepared.closed),
      () => copyOf(prepared.killed),
    );
    const faults = await faultsOf(prepared, flipped).catch((error: unknown) => [String(error)]);
    if (faults.length > 0) found.push({ flip, where, faults: faults.slice(0, 5) });
    rmSync(dirname(flipped.dataDir), { recursive: true, force: true });
  }
  return found;
}
