/** The two clocks of this computer; the second stands still while it sleeps. */
import type { Clock } from "../../shared/deadline.ts";

export const nodeClock: Clock = { now: () => Date.now(), steady: () => performance.now() };
