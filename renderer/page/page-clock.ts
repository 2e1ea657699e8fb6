/** The two clocks of the page, for everything that it counts down by itself. */
import type { Clock } from "../../shared/deadline.ts";

export const pageClock: Clock = { now: () => Date.now(), steady: () => performance.now() };
