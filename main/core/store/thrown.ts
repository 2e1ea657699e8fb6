/** What is thrown where a failure was expected: the store's refusals come so from deep in a query, anything else is a bug of ours. */
import { type Failed, type FailureCode, fail } from "../../../shared/failures.ts";
import type { Ports } from "../ports.ts";
import { storeFailure } from "./open-profile-store.ts";

/** What SQLite refused (`damaged-database`, `storage-full`), else `bug`: logged by its place, without content. */
export function thrownFailure({ log }: Pick<Ports, "log">, place: string, error: unknown): Failed {
  const stored = storeFailure(error);
  if (stored !== null) return stored;
  log.event("bug", { place, name: error instanceof Error ? error.name : "unknown" });
  return fail("bug");
}

type Telling = { ports: Pick<Ports, "log">; emit(name: "alert.raised", alert: { code: FailureCode }): void };

/** Work that nobody awaits: people are told what the store refused in it. */
export function inBackground({ ports, emit }: Telling, place: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    const { failure } = thrownFailure(ports, place, error);
    if (failure.code !== "bug") emit("alert.raised", { code: failure.code });
  });
}
