/**
 * What each act makes durable, in order: of commands by their rows in the contract, of background tasks here, so that none is
 * added without saying it. `e2e/act-steps.spec.ts` kills and loses answers before and after each step of every act that has
 * more than one, `e2e/act-kills.spec.ts` by a real kill -9: they find a row that is not true.
 */
import { edit, entry, type Step } from "../../shared/contract/command.ts";
import { type CommandName, commands } from "../../shared/contract/commands.ts";
import type { backgroundTasks } from "./team/tasks/background-tasks.ts";

const taskSteps = {
  // Its number, the statement, and that it went.
  exchangeHeads: ["here:settings", "post:stateHeads", "here:settings"],
  ownPersonalVault: entry,
  answerJoins: entry,
  endGrants: entry,
  endRoles: entry,
  rotateDueKeys: entry,
  mendEpochs: entry,
  supplyKeys: entry,
  rememberNames: ["here:profile"],
  // The shares of a choice that the log took, with that they were written.
  settleChosenPeople: ["here:letters_out"],
  noteNames: ["here:settings"],
  // The letters, with how far that went.
  handOnActivity: ["here:letters_out"],
  // The letters, with what of it was filed.
  fileFacts: ["here:letters_out"],
  askForKeys: ["here:letters_out"],
  answerKeyRequests: entry,
  fileStatements: edit,
  // What they hold, with that they were taken.
  takeActivity: ["here:audit_batches"],
  // The sealing before it goes, the letter, and that it went.
  exchangeLetters: ["here:letters_out", "post:sendLetter", "here:letters_out"],
} as const satisfies Record<keyof typeof backgroundTasks, readonly Step[]>;

type CommandSteps = { [Name in CommandName]: (typeof commands)[Name]["steps"] };
type Steps = CommandSteps & typeof taskSteps;

/** Every act with its steps. */
export const durableSteps: Steps = {
  ...(Object.fromEntries(Object.entries(commands).map(([name, { steps }]) => [name, steps])) as CommandSteps),
  ...taskSteps,
};

/** Acts with more than one durable step. */
export type SteppedAct = {
  [Name in keyof Steps]: Steps[Name] extends readonly [Step, Step, ...Step[]] ? Name : never;
}[keyof Steps];
