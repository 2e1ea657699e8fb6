/** What others did is taken in from the letters that brought it. */
import { atOnce, type BackgroundTask } from "./task.ts";

export const takeActivity: BackgroundTask = {
  isDue: ({ audit }) => audit.team.isDue(),
  run: ({ audit }) => audit.team.take(),
  delayMs: atOnce,
};
