/** The commands of one-time codes, of an opened profile. */
import type { Handlers } from "../../../shared/contract/commands.ts";
import { ok } from "../../../shared/failures.ts";
import { createReadings } from "./codes/readings.ts";
import { listCodes, showCodes } from "./codes/shown-codes.ts";
import { takeCode } from "./codes/take-code.ts";
import type { Favoured } from "./items/favourites.ts";

/** What was read and not taken lies in memory; what clears it: taking another, forgetting, time, lock. */
export function openCodes(area: Favoured, driftMs: () => number | null) {
  const readings = createReadings(area);
  return {
    dispose: readings.dispose,
    handlers: {
      "code.list": async () => {
        await area.ready;
        return ok({ codes: await listCodes(area), driftMs: driftMs() });
      },
      "code.show": async ({ items }) => {
        await area.ready;
        return ok(await showCodes(area, items));
      },
      "code.read": async (input) => {
        await area.ready;
        return readings.read(input);
      },
      "code.of": async (of) => readings.codeOf(of),
      "code.check": async (of) => readings.check(of),
      "code.take": async (input) => {
        await area.ready;
        return takeCode(area, readings, input);
      },
      "code.forget": async ({ reading }) => {
        readings.forget(reading);
        return ok({});
      },
    } satisfies Partial<Handlers>,
  };
}
