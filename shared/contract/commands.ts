/** Every command and event between renderer and core: the areas' tables in one. Nothing else lists their names. */
import type { z } from "zod";
import type { Result } from "../failures.ts";
import { accountCommands, accountEvents } from "./account.ts";
import { activityCommands, activityEvents } from "./activity.ts";
import { actCommands, actEvents } from "./acts.ts";
import { attachmentCommands, attachmentEvents } from "./attachments.ts";
import { codeCommands } from "./codes.ts";
import type { Answering, CommandRule, EventRule } from "./command.ts";
import { cosignCommands } from "./cosign.ts";
import { coverageCommands, coverageEvents } from "./coverage.ts";
import { desktopCommands } from "./desktop.ts";
import { deviceCommands } from "./devices.ts";
import { exportCommands, exportEvents } from "./exports.ts";
import { forkCommands } from "./forks.ts";
import { gateCommands } from "./gate.ts";
import { generatorCommands } from "./generator.ts";
import { handedCodeCommands } from "./handed-codes.ts";
import { importCommands, importEvents } from "./imports.ts";
import { itemFactorCommands } from "./item-factor.ts";
import { itemCommands, itemEvents } from "./items.ts";
import { linkCommands, linkEvents } from "./links.ts";
import { noticeCommands } from "./notices.ts";
import { policyCommands } from "./policy.ts";
import { recoveryCommands } from "./recovery.ts";
import { registerCommands } from "./register.ts";
import { safetyCommands } from "./safety.ts";
import { secondFactorCommands } from "./second-factor.ts";
import { syncCommands, syncEvents } from "./sync.ts";
import { teamCommands, teamEvents } from "./team.ts";
import { toolCommands } from "./tools.ts";
import { typedCommands, typedEvents } from "./typed-text.ts";
import { vaultCommands, vaultEvents } from "./vaults.ts";

export const events = {
  ...actEvents,
  ...accountEvents,
  ...teamEvents,
  ...vaultEvents,
  ...itemEvents,
  ...attachmentEvents,
  ...typedEvents,
  ...importEvents,
  ...exportEvents,
  ...linkEvents,
  ...syncEvents,
  ...activityEvents,
  ...coverageEvents,
};

export type EventName = keyof typeof events;
export type Events = {
  [Name in EventName]: (typeof events)[Name] extends EventRule<infer Shape> ? Shape : never;
};
/** Every event's name. */
export const eventNames = Object.keys(events) as EventName[];

export const commands = {
  ...accountCommands,
  ...teamCommands,
  ...deviceCommands,
  ...recoveryCommands,
  ...noticeCommands,
  ...forkCommands,
  ...policyCommands,
  ...safetyCommands,
  ...secondFactorCommands,
  ...actCommands,
  ...cosignCommands,
  ...activityCommands,
  ...generatorCommands,
  ...vaultCommands,
  ...itemCommands,
  ...registerCommands,
  ...itemFactorCommands,
  ...gateCommands,
  ...codeCommands,
  ...handedCodeCommands,
  ...attachmentCommands,
  ...typedCommands,
  ...importCommands,
  ...exportCommands,
  ...linkCommands,
  ...toolCommands,
  ...coverageCommands,
  ...desktopCommands,
  ...syncCommands,
} satisfies Record<string, CommandRule & { refreshedBy: readonly EventName[] }>;

export type CommandName = keyof typeof commands;
/** Commands that may answer `ask-again`. */
export type AskingCommand = {
  [Name in CommandName]: (typeof commands)[Name]["asksAgain"] extends true ? Name : never;
}[CommandName];
/** What pages and scripts pass. */
export type CommandInput<Name extends CommandName> = z.input<(typeof commands)[Name]["input"]>;
/** What handlers get: parsed, ids branded. */
export type CommandParsed<Name extends CommandName> = z.output<(typeof commands)[Name]["input"]>;
export type CommandOutput<Name extends CommandName> =
  (typeof commands)[Name] extends Answering<infer Output> ? Output : never;

/** What each command takes once parsed, and what it answers: the pipeline's types follow from it. */
export type Contract = { [Name in CommandName]: { parsed: CommandParsed<Name>; output: CommandOutput<Name> } };

/** What answers commands: one function a command, typed by its row; an area makes those of its own. */
export type Handlers<Name extends CommandName = CommandName> = {
  [Each in Name]: (input: CommandParsed<Each>) => Promise<Result<CommandOutput<Each>>>;
};

/** The two functions of the app, the same in the page, in a script and in the core. `call` never throws. */
export type Latchkey = {
  call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Result<CommandOutput<Name>>>;
  on<Name extends EventName>(name: Name, listener: (event: Events[Name]) => void): () => void;
};
