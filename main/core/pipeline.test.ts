/** The way of every command: name, state, input, stages, handler, each before the next. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type CommandRule, command, open } from "../../shared/contract/command.ts";
import { commands } from "../../shared/contract/commands.ts";
import { fail, ok } from "../../shared/failures.ts";
import { answerCommand, type Pipeline, type Stage } from "./pipeline.ts";

const look = { input: z.strictObject({}), in: open, steps: [] };

const rules: Record<string, CommandRule> = {
  "thing.make": command<string>()({ input: z.strictObject({ name: z.string().max(5) }), in: open, steps: [] }),
  "thing.look": command<string>()({ input: z.strictObject({}), in: open, steps: [], quiet: true }),
  "thing.drop": command<string>()({
    input: z.strictObject({}),
    in: open,
    steps: [],
    stepUp: true,
  }),
};

type Things = Record<string, { parsed: unknown; output: string }>;

/** A pipeline over these rules that notes what it reaches. */
function pipelineOf(given: Partial<Pipeline<Things>>): { pipeline: Pipeline<Things>; reached: string[] } {
  const reached: string[] = [];
  const note = (what: string, isAsked: Stage["isAsked"]): Stage => ({
    isAsked,
    run: ({ name }) => {
      reached.push(`${what} ${name}`);
      return ok(true);
    },
  });
  const pipeline: Pipeline<Things> = {
    rules,
    state: () => "unlocked",
    stages: [note("input counts", ({ quiet }) => !quiet), note("step-up", ({ stepUp }) => stepUp)],
    recorded: (name, _input, act) => {
      reached.push(`event ${name}`);
      return act();
    },
    handler: (name) => async (input) => {
      reached.push(`handler ${name} ${JSON.stringify(input)}`);
      return ok("done");
    },
    ...given,
  };
  return { pipeline, reached };
}

describe("a command", () => {
  it.each([
    ["an unknown name", "thing.other", {}, { code: "invalid-input", detail: { field: "name" } }],
    ["a name from the prototype", "toString", {}, { code: "invalid-input", detail: { field: "name" } }],
    ["an unknown key", "thing.look", { extra: 1 }, { code: "invalid-input" }],
    ["a wrong value", "thing.make", { name: "too long" }, { code: "invalid-input", detail: { field: "name" } }],
  ])("with %s reaches neither a stage nor a handler", async (_what, name, input, failure) => {
    const { pipeline, reached } = pipelineOf({});
    expect(await answerCommand(pipeline, name, input)).toMatchObject({ ok: false, failure });
    expect(reached).toEqual([]);
  });

  it("may answer that the passphrase is asked for first only where its row says so", async () => {
    const asking = { ...rules, "thing.show": command<string>()({ ...look, asksAgain: true }) };
    const { pipeline } = pipelineOf({ rules: asking, handler: () => async () => fail("ask-again") });
    expect(await answerCommand(pipeline, "thing.show", {})).toMatchObject({ failure: { code: "ask-again" } });
    await expect(answerCommand(pipeline, "thing.look", {})).rejects.toThrow("thing.look");
  });

  it("in another state is refused before its input is looked at", async () => {
    const { pipeline, reached } = pipelineOf({ state: () => "locked" });
    expect(await answerCommand(pipeline, "thing.make", { extra: 1 })).toMatchObject({ failure: { code: "locked" } });
    expect(reached).toEqual([]);
  });

  it("passes the stages that its row asks for, in their order, then its handler", async () => {
    const { pipeline, reached } = pipelineOf({});
    for (const name of ["thing.look", "thing.drop"]) await answerCommand(pipeline, name, {});
    expect(reached).toEqual([
      "event thing.look",
      "handler thing.look {}",
      "input counts thing.drop",
      "step-up thing.drop",
      "event thing.drop",
      "handler thing.drop {}",
    ]);
  });

  it("is answered by the first stage that refuses", async () => {
    const refuse: Stage = { isAsked: ({ stepUp }) => stepUp, run: () => fail("step-up") };
    const { pipeline, reached } = pipelineOf({ stages: [refuse] });
    expect(await answerCommand(pipeline, "thing.drop", {})).toMatchObject({ failure: { code: "step-up" } });
    expect(await answerCommand(pipeline, "thing.look", {})).toMatchObject({ ok: true });
    expect(reached).toEqual(["event thing.look", "handler thing.look {}"]);
  });

  it("whose session ended meanwhile is locked", async () => {
    const { pipeline } = pipelineOf({ handler: () => null });
    expect(await answerCommand(pipeline, "thing.look", {})).toMatchObject({ failure: { code: "locked" } });
  });
});

describe("the contract", () => {
  it("asks for no stage that is not there yet", () => {
    const rows: CommandRule[] = Object.values(commands);
    expect(rows.filter(({ stepUp, freshView }) => stepUp || freshView)).toEqual([]);
  });

  it.each([
    ["0".repeat(26), true],
    ["", false],
    ["0".repeat(25), false],
    [`${"0".repeat(25)}U`, false],
    [7, false],
    [null, false],
  ])("for a branded id is given %j: taken %s", (vault, isTaken) => {
    expect(commands["vault.archive"].input.safeParse({ vault }).success).toBe(isTaken);
  });
});
