/**
 * A profile that is not in its team yet: a joiner whom an admin's app has to let in, or a founder whose answer was lost.
 * It asks again with growing pauses, through restarts, until it is in or its person gives it up.
 */
import type { DeviceKeys } from "../../../shared/crypto/device-keys.ts";
import { type Failure, ok, type Result } from "../../../shared/failures.ts";
import type { Database, Ports } from "../ports.ts";
import type { StoredProfile } from "../store/profile-row.ts";
import { thrownFailure } from "../store/thrown.ts";
import { asResult } from "../sync/settle.ts";
import { postFounding } from "./create-team.ts";
import { lookForAdmission } from "./join-team.ts";
import { endOfLink, lookForLink } from "./link-accept.ts";
import { recoverySteps } from "./recover.ts";
import type { WaitingPlan } from "./waiting-plan.ts";

export type Waiter = { stored: StoredProfile; db: Database; keys: DeviceKeys; plan: WaitingPlan };
export type Waiting = Waiter & {
  /** Why the last look failed, where it did. */
  problem(): Failure | null;
  /** Looks at once; true once this profile is in its team. */
  look(): Promise<boolean>;
  /** Looks again and again, later. */
  begin(): void;
  /** Stops looking; database and keys go on in other hands. */
  handOver(): Waiter;
  /** Stops looking and lets go of everything. */
  close(): void;
};

// An administrator whose app is open has let them in within a moment; where nobody is there, it soon asks only now and then.
const firstLookMs = 100;
const longestLookMs = 15_000;

/** Asks whether this profile is in its team by now: a joiner asks for that, a founder posts once more, a link has its time from here on. */
function asksOf(ports: Ports, { stored, db, keys, plan }: Waiter): () => Promise<Result<"waiting" | "joined">> {
  if (plan.kind === "join" || plan.kind === "compare") return () => lookForAdmission(ports, { stored, db, plan }, keys);
  if (plan.kind === "link") {
    const until = endOfLink(ports.clock, plan);
    return () => lookForLink(ports, { stored, db, plan }, keys, until);
  }
  if (plan.kind === "recover") return recoverySteps(ports, { stored, db, plan, keys });
  return async () => {
    const posted = asResult(await postFounding(ports, { stored, db, plan, secrets: { keys } }));
    return posted.ok ? ok("joined") : posted;
  };
}

const nextPause = (pauseMs: number): number => Math.min(longestLookMs, pauseMs * 2);

/** Why the last look failed; `told` hears of it when it becomes another problem, or none. */
function keepProblem(told: (failure: Failure | null) => void) {
  let problem: Failure | null = null;
  return {
    now: () => problem,
    found(failure: Failure | null): void {
      const isNews = failure?.code !== problem?.code;
      problem = failure;
      if (isNews) told(failure);
    },
  };
}

/** Waits; `entered` is called once, when the server has let this profile in. */
export function createWaiting(
  ports: Ports,
  waiter: Waiter,
  hooks: { entered(): Promise<void>; problem(failure: Failure | null): void },
): Waiting {
  const askServer = asksOf(ports, waiter);
  let ended = false;
  const problem = keepProblem(hooks.problem);
  let cancel = (): void => {};
  let looking: Promise<boolean> | null = null;

  async function ask(): Promise<boolean> {
    const seen = await askServer();
    if (ended) return true;
    problem.found(seen.ok ? null : seen.failure);
    if (!seen.ok || seen.value === "waiting") return false;
    await hooks.entered();
    return true;
  }

  // After the end an exception is only a query on a database that was closed under it.
  const failed = (error: unknown): boolean => {
    if (!ended) problem.found(thrownFailure(ports, "waiting", error).failure);
    return ended;
  };
  const look = (): Promise<boolean> => {
    looking ??= ask()
      .catch(failed)
      .finally(() => {
        looking = null;
      });
    return looking;
  };

  const lookAgain = async (pauseMs: number): Promise<void> => void ((await look()) || later(nextPause(pauseMs)));
  const later = (pauseMs: number): void => {
    if (!ended) cancel = ports.timers.after(pauseMs, () => void lookAgain(pauseMs));
  };

  const end = (): void => {
    ended = true;
    cancel();
  };

  return {
    ...{ ...waiter, look },
    problem: problem.now,
    begin: () => later(firstLookMs),
    handOver: () => {
      end();
      return waiter;
    },
    close() {
      if (ended) return;
      end();
      waiter.keys.wipe();
      waiter.db.close();
    },
  };
}
