/** What a background task is: something that the team expects of an open app, done by itself [protocol: Removal]. */
import type { Result } from "../../../../shared/failures.ts";
import type { TeamArea } from "../team-area.ts";

export type BackgroundTask = {
  /** Whether there is something to do, seen from what is verified here; nothing is asked of the server for it. */
  isDue(area: TeamArea): boolean;
  /** Does it; also ok where somebody else was faster. */
  run(area: TeamArea): Promise<Result<true>>;
  /** Milliseconds to wait after it became due, so that not every app does the same at once; drawn anew each time. */
  delayMs(area: TeamArea): number;
};

/** At once, after the round that made it due. */
export const atOnce = (): number => 0;
