/** Writing to the team log: built on the newest state, posted by compare-and-set, and built anew where that was lost. */
import { ok, type Result } from "../../../shared/failures.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { takesOut } from "./frozen-writes.ts";
import { asResult, settle } from "./settle.ts";
import type { LogPost, SyncedLog } from "./team-log.ts";
import type { Transport } from "./transport.ts";

/**
 * Builds entries on the newest state, posts them, and applies what the server took. `build` runs again after a lost
 * compare-and-set: it re-evaluates its reason and may answer null, nothing to do any more.
 */
export type Append = (build: (state: TeamState) => Promise<Result<LogPost | null>>) => Promise<Result<true>>;

const maxAttempts = 6;

/** `refreshVaults` runs before trying again, since the heads that an entry names may be stale. */
export function createAppend(log: SyncedLog, transport: Transport, refreshVaults: () => Promise<unknown>): Append {
  return async (build) => {
    const sound = await log.ensureSound();
    // A server that shows another log is told nothing but who goes: that waits for nobody [protocol: Forks].
    const isForked = !sound.ok && sound.failure.code === "log-fork";
    if (!sound.ok && !isForked) return sound;
    for (let attempt = 1; ; attempt++) {
      const post = await build(log.state());
      if (!post.ok) return post;
      if (post.value === null) return ok(true);
      if (!sound.ok && !takesOut(post.value.entries)) return sound;
      const posted = await send(log, transport, post.value);
      if (posted.ok) return posted;
      const { code } = posted.failure;
      if (attempt >= maxAttempts || (code !== "log-gap" && code !== "recipient-set")) return posted;
      const pulled = await log.pull();
      if (!pulled.ok) return pulled;
      await refreshVaults();
    }
  };
}

/** Ok once the server has these entries and my log holds them, also where its answer was lost. */
async function send(log: SyncedLog, transport: Transport, post: LogPost): Promise<Result<true>> {
  const { entries, blobs } = post;
  const outcome = await settle({
    send: () => transport.call("append", { entries, blobs, setup: null }),
    find: () => log.findOwn(post),
  });
  if (outcome.state !== "taken" || outcome.how === "found") return asResult(outcome);
  // A pull may have brought them already, while the answer was on its way.
  const taken = await log.takeOwn(post);
  return taken.ok ? ok(true) : taken;
}
