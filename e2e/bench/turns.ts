/** Runs each stage in every checkout in turns, with what stands beside it in the same turn. */
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Figures } from "./measured.ts";
import { type Beside, type Measured, type StageRule, stages } from "./rows.ts";
import type { Ask, Stage, Told } from "./worker.ts";

export type Files = { first: string; second: string; password: string; count: number };
export type Side = { checkout: string; measured: Measured };
export type Besides = Partial<Record<Beside, number[]>>;
/** Measures what stands beside a stage; null where it is not on this machine. */
export type BesideClocks = Partial<Record<Stage, Partial<Record<Beside, () => Promise<number | null>>>>>;

type Worker = Side & { child: ChildProcess; files: Files };
/** No stage takes that long: what hangs is ended, and the others go on in a new process. */
const longestMs = 10 * 60_000;

/** All figures of all checkouts, round by round and stage by stage in turns; `say` hears what goes on. */
export async function inTurns(
  run: { checkouts: string[]; files: Files; only: Stage[]; rounds: number; clocks: BesideClocks },
  say: (text: string) => void,
): Promise<{ sides: Side[]; besides: Besides }> {
  const workers = run.checkouts.map((checkout) => startWorker(checkout, run.files));
  const besides: Besides = {};
  try {
    const turns = Array.from({ length: run.rounds }, () => run.only.flatMap(runsOf)).flat();
    for (const stage of turns) {
      for (const worker of workers) await measure(worker, stage, say);
      for (const [name, clock] of Object.entries(run.clocks[stage] ?? {})) {
        const value = await clock().catch((error: unknown) => {
          say(`beside ${stage}, ${name}: ${String(error)}`);
          return null;
        });
        if (value !== null) besides[name as Beside] = [...(besides[name as Beside] ?? []), value];
      }
    }
  } finally {
    for (const { child } of workers) if (child.connected) child.disconnect();
  }
  return { sides: workers, besides };
}

function runsOf(stage: Stage): Stage[] {
  const { runs }: StageRule = stages[stage];
  return Array.from({ length: runs }, () => stage);
}

function startWorker(checkout: string, { first, second, password, count }: Files): Worker {
  const child = fork(join(import.meta.dirname, "worker.ts"), [checkout, first, second, password, String(count)], {
    cwd: checkout,
    execArgv: ["--expose-gc"],
  });
  return { checkout, child, files: { first, second, password, count }, measured: {} };
}

async function measure(worker: Worker, stage: Stage, say: (text: string) => void) {
  const { measured, checkout } = worker;
  if (!worker.child.connected) worker.child = startWorker(checkout, worker.files).child;
  const { child } = worker;
  const tooLong = setTimeout(() => child.kill("SIGKILL"), longestMs);
  const told = await new Promise<Told>((resolve) => {
    const gone = () => resolve({ missing: "the process ended" });
    child.once("exit", gone);
    child.once("message", (message) => {
      child.off("exit", gone);
      resolve(message as Told);
    });
    child.send({ stage } satisfies Ask);
  });
  clearTimeout(tooLong);
  if ("missing" in told) return say(`${checkout}: no ${stage}: ${told.missing}`);
  const figures: Figures = told.figures;
  measured[stage] = [...(measured[stage] ?? []), figures];
  say(`${checkout}: ${stage} ${JSON.stringify(figures)}`);
}
