/** A choice of people that was broken off is finished once the log holds its sheet [protocol: Recovery by two people]. */
import { mustSettle, settleChoice } from "../chosen-people.ts";
import { atOnce, type BackgroundTask } from "./task.ts";

/** Goes with the letters of the same round. */
export const settleChosenPeople: BackgroundTask = { isDue: mustSettle, run: settleChoice, delayMs: atOnce };
