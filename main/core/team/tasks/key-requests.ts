/** Keys that never came are asked for, and those of others are listed anew [protocol: Vault keys]. */
import { atOnce, type BackgroundTask } from "./task.ts";

/** Goes with the letters of the same round. */
export const askForKeys: BackgroundTask = {
  isDue: ({ keyRequests }) => keyRequests.mustAsk(),
  run: async ({ keyRequests }) => keyRequests.ask(),
  delayMs: atOnce,
};

/** Several people are asked; who looks a little later finds it done. */
export const answerKeyRequests: BackgroundTask = {
  isDue: ({ keyRequests }) => keyRequests.mustLook(),
  run: ({ keyRequests }) => keyRequests.answer(),
  delayMs: atOnce,
};
