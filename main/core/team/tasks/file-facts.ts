/** What this computer's logins say of their second factor goes to those who count and cannot open them [model: Letters]. */
import type { BackgroundTask } from "./task.ts";

/** One who settles many logins in one sitting files them together. */
const gatheredMs = 60_000;

export const fileFacts: BackgroundTask = {
  isDue: ({ facts }) => facts.isDue(),
  run: ({ facts }) => facts.file(),
  // Not every app at once.
  delayMs: ({ ports }) => gatheredMs * (0.75 + (ports.random.bytes(1)[0] as number) / 512),
};
