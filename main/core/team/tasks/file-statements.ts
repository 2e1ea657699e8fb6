/** What people say of their own accounts is filed where everybody reads it, by the app of a lead or an admin [model: Letters]. */
import type { BackgroundTask } from "./task.ts";

export const fileStatements: BackgroundTask = {
  isDue: ({ statedAccounts }) => statedAccounts.isDue(),
  run: ({ statedAccounts }) => statedAccounts.file(),
  delayMs: ({ statedAccounts }) => statedAccounts.delayMs(),
};
