/** Letters go and come while the app is open. */
import { atOnce, type BackgroundTask } from "./task.ts";

export const exchangeLetters: BackgroundTask = {
  isDue: () => true,
  run: ({ letters }) => letters.exchange(),
  delayMs: atOnce,
};
