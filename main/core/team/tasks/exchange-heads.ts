/** Where the computers of the team stand is said and heard while the app is open [protocol: Freshness]. */
import { atOnce, type BackgroundTask } from "./task.ts";

export const exchangeHeads: BackgroundTask = {
  isDue: () => true,
  run: ({ statements }) => statements.exchange(),
  delayMs: atOnce,
};
