/** What was done here goes to those who may read it, some at a time [protocol: Activity]. */
import type { BackgroundTask } from "./task.ts";

/** What was done since the last letter waits for more, so that each event is not a letter. */
const gatheredMs = 5 * 60_000;
/** What was left when the profile was closed goes soon. */
const leftOverMs = 60_000;

export const handOnActivity: BackgroundTask = {
  isDue: ({ audit }) => audit.handedOn.isDue(),
  run: async ({ audit }) => audit.handedOn.write(),
  delayMs({ audit, ports }) {
    // Not every app at once.
    const spread = 0.75 + (ports.random.bytes(1)[0] as number) / 512;
    return (audit.handedOn.isLeftOver() ? leftOverMs : gatheredMs) * spread;
  },
};
