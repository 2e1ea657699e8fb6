/** The unlock screen shows the team and the person as the directory names them, once it does. */
import { rememberNames as remember } from "../people.ts";
import { atOnce, type BackgroundTask } from "./task.ts";

export const rememberNames: BackgroundTask = { isDue: () => true, run: remember, delayMs: atOnce };
