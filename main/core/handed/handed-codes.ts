/** The commands of codes that people hand to each other, of an opened profile. */
import type { Handlers } from "../../../shared/contract/commands.ts";
import { ok } from "../../../shared/failures.ts";
import { createAsking } from "./ask-codes.ts";
import { askableCodes } from "./askable.ts";
import { askedCodes, handCode, refuseCode } from "./hand-codes.ts";
import type { HandedArea } from "./handed-area.ts";

/** `look` is called as letters come: the desktop app is told that something waits, once for each question. */
export function openHandedCodes(area: HandedArea) {
  const asking = createAsking(area);
  const known = new Set<string>();
  return {
    dispose: asking.dispose,
    async look(): Promise<void> {
      if (area.ports.desktop.waits === undefined) return;
      const waits = await askedCodes(area);
      const isNew = waits.some(({ request }) => !known.has(request));
      known.clear();
      for (const { request } of waits) known.add(request);
      if (isNew) area.ports.desktop.waits();
    },
    handlers: {
      "code.askable": async () => ok(await askableCodes(area)),
      "code.ask": (input) => asking.ask(input),
      "code.asks": async () => ok(await asking.asks()),
      "code.endAsk": async ({ ask }) => {
        asking.endAsk(ask);
        return ok({});
      },
      "code.copyHanded": ({ ask, item }) => asking.copy(ask, item),
      "code.asked": async () => ok(await askedCodes(area)),
      "code.hand": (input) => handCode(area, input),
      "code.refuse": (input) => refuseCode(area, input),
    } satisfies Partial<Handlers>,
  };
}
