/**
 * Every command's way through the core: name, session state, input, the stages that its row asks for, event, handler. What is expected
 * comes back as a value; an exception is a bug and becomes a short code at this one boundary.
 */
import type { CommandRule, SessionState } from "../../shared/contract/command.ts";
import { type Failed, fail, ok, type Result } from "../../shared/failures.ts";

/** A check between the input and the handler, for the commands whose row asks for it. */
export type Stage = {
  isAsked(rule: CommandRule): boolean;
  run(command: { name: string; input: unknown }): Promise<Result<true>> | Result<true>;
};

/** Commands by name: what each takes once parsed, and what it answers. */
type Shapes = Record<string, { parsed: unknown; output: unknown }>;

export type Pipeline<Commands extends Shapes> = {
  /** The contract: a row for each command. */
  rules: { readonly [Name in keyof Commands]: CommandRule<Commands[Name]["parsed"]> };
  state(): SessionState;
  /** Passed in this order; the first refusal is the answer. */
  stages: readonly Stage[];
  /** The act with its event, which is durable before it begins [protocol: Activity]. */
  recorded<T>(name: string, input: unknown, act: () => Promise<Result<T>>): Promise<Result<T>>;
  /** The handler of a command in the state in which it was taken; null where the session ended meanwhile. */
  handler<Name extends keyof Commands & string>(name: Name): Handler<Commands[Name]> | null;
};

type Handler<Shape extends Shapes[string]> = (input: Shape["parsed"]) => Promise<Result<Shape["output"]>>;

/**
 * Answers one call; pages and scripts may send any name and any input. Exceptions go through: the caller turns them into a
 * code.
 */
export async function answerCommand<Commands extends Shapes, Name extends keyof Commands & string>(
  pipeline: Pipeline<Commands>,
  name: Name,
  input: unknown,
): Promise<Result<Commands[Name]["output"]>> {
  const rule = Object.hasOwn(pipeline.rules, name) ? pipeline.rules[name] : undefined;
  if (rule === undefined) return fail("invalid-input", { field: "name" });
  const state = pipeline.state();
  if (!rule.in.includes(state)) return wrongState(state);
  const parsed = rule.input.safeParse(input);
  if (!parsed.success) return fail("invalid-input", { field: parsed.error.issues[0]?.path.join(".") ?? "" });
  const passed = await passStages(pipeline.stages, rule, { name, input: parsed.data });
  if (!passed.ok) return passed;
  const handler = pipeline.handler(name);
  if (handler === null) return fail("locked", undefined, "after-act");
  const answer = await pipeline.recorded(name, parsed.data, () => handler(parsed.data));
  // A page would not know that it has to ask.
  if (!answer.ok && answer.failure.code === "ask-again" && !rule.asksAgain) throw new Error(`${name} asks again`);
  return answer;
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
