/**
 * Every command's way through the core: name, session state, input, the stages that its row asks for, handler. What is expected
 * comes back as a value; an exception is a bug and becomes a short code at this one boundary.
 */
import { type CommandName, type CommandRule, commands, type SessionState } from "../../shared/contract/commands.ts";
import { type Failed, fail, ok, type Result } from "../../shared/failures.ts";

/** A check between the input and the handler, for the commands whose row asks for it. */
export type Stage = {
  isAsked(rule: CommandRule): boolean;
  run(command: { name: string; input: unknown }): Promise<Result<true>> | Result<true>;
};

export type Pipeline = {
  /** The contract: commands by name. */
  rules: Readonly<Record<string, CommandRule>>;
  state(): SessionState;
  /** Passed in this order; the first refusal is the answer. */
  stages: readonly Stage[];
  /** The handler of a command in the state in which it was taken; null where the session ended meanwhile. */
  handler(name: string): ((input: unknown) => Promise<Result<unknown>>) | null;
};

/** Answers one call. Exceptions go through: the caller turns them into a code. */
export async function answerCommand(pipeline: Pipeline, name: string, input: unknown): Promise<Result<unknown>> {
  const rule = Object.hasOwn(pipeline.rules, name) ? pipeline.rules[name] : undefined;
  if (rule === undefined) return fail("invalid-input", { field: "name" });
  const state = pipeline.state();
  if (!rule.in.includes(state)) return wrongState(state);
  const parsed = rule.input.safeParse(input);
  if (!parsed.success) return fail("invalid-input", { field: parsed.error.issues[0]?.path.join(".") ?? "" });
  const passed = await passStages(pipeline.stages, rule, { name, input: parsed.data });
  if (!passed.ok) return passed;
  const handler = pipeline.handler(name);
  return handler === null ? fail("locked", undefined, "after-act") : handler(parsed.data);
}

async function passStages(
  stages: readonly Stage[],
  rule: CommandRule,
  command: { name: string; input: unknown },
): Promise<Result<true>> {
  for (const stage of stages) {
    if (!stage.isAsked(rule)) continue;
    const passed = await stage.run(command);
    if (!passed.ok) return passed;
  }
  return ok(true);
}

function wrongState(state: SessionState): Failed {
  return state === "unlocked" ? fail("invalid-input", { field: "session" }) : fail("locked", undefined, "after-act");
}

/** The contract's own rules. */
export const contractRules: Readonly<Record<CommandName, CommandRule>> = commands;
