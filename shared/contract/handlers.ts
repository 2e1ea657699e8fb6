/** What answers commands: one function a command, typed by its row in the contract. */
import type { Result } from "../failures.ts";
import type { CommandInput, CommandName } from "./commands.ts";
import type { CommandOutput } from "./outputs.ts";

/** Handlers of these commands; an area makes those of its own, and a command without one does not compile. */
export type Handlers<Name extends CommandName = CommandName> = {
  [Each in Name]: (input: CommandInput<Each>) => Promise<Result<CommandOutput<Each>>>;
};
