/** A client whose core is a process of its own, to be killed (-9) exactly where a step of an act comes. */
import { fork } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { coreEnvironment } from "../../main/host/core-link.ts";
import type { Latchkey } from "../../shared/contract/commands.ts";
import { fail, type Result } from "../../shared/failures.ts";
import type { FaultPlan } from "./fault-ports.ts";
import { atEnd } from "./scratch.ts";
import { type FromStepped, stepReached, type ToStepped } from "./stepped-messages.ts";

/** A step of a background task comes some seconds after what makes it due. */
const longestMs = 20_000;

export type SteppedProcess = Latchkey & {
  /** From now on the process stands still where this comes. */
  arm(plan: Omit<FaultPlan, "killed">): void;
  /** Resolves once it was killed there, and is gone; throws where the step does not come. */
  killedThere(): Promise<void>;
};

/** Starts the process on this folder; it is gone at the end of the test in any case. */
export function steppedProcess(dataDir: string): SteppedProcess {
  const child = fork(fileURLToPath(new URL("./stepped-core.ts", import.meta.url)), [dataDir], {
    env: coreEnvironment(process.env),
    execArgv: [],
    serialization: "advanced",
    stdio: ["ignore", 2, 2, "ipc", "pipe"],
  });
  const answers = new Map<number, (result: Result<never>) => void>();
  let calls = 0;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const reached = new Promise<"there">((resolve) => {
    child.stdio[stepReached]?.once("data", () => {
      child.kill("SIGKILL");
      resolve("there");
    });
  });
  void gone.then(() => {
    for (const settle of answers.values()) settle(fail("locked", undefined, "after-act"));
    answers.clear();
  });
  child.on("message", (message) => {
    const { id, result } = message as FromStepped;
    answers.get(id)?.(result as Result<never>);
    answers.delete(id);
  });
  atEnd(async () => {
    child.kill("SIGKILL");
    await gone;
  });
  const send = (message: ToStepped): void => void child.send(message, () => {});
  return {
    async killedThere() {
      const late = sleep(longestMs, "late", { ref: false });
      const how = await Promise.race([reached, late, gone.then(() => "gone")]);
      if (how !== "there") throw new Error(`the step did not come: ${how}`);
      await gone;
    },
    arm: (plan) => send({ kind: "arm", plan }),
    call: (name, input) =>
      new Promise<Result<never>>((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null)
          return resolve(fail("locked", undefined, "after-act"));
        const id = ++calls;
        answers.set(id, resolve);
        send({ kind: "call", id, name, input });
      }),
    on: () => {
      throw new Error("nobody listens to this client");
    },
  };
}
