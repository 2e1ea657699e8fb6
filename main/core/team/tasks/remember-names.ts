/**
 * The unlock screen shows the team and the person as the directory names them, once it does; and who is called otherwise than before
 * is noted.
 */
import { noteCalled, rememberNames as remember } from "../people.ts";
import { atOnce, type BackgroundTask } from "./task.ts";

export const noteNames: BackgroundTask = { isDue: () => true, run: noteCalled, delayMs: atOnce };

export const rememberNames: BackgroundTask = { isDue: () => true, run: remember, delayMs: atOnce };
