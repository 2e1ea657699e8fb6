/** The log writer of one person of a test team: a log that takes by compare-and-set what verifies, and the keys that they were sent. */
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { type Failed, ok } from "../../../shared/failures.ts";
import { applyEntry } from "../../../shared/protocol/team-log/verify.ts";
import { emptyChain } from "../../../shared/protocol/vault-chain/chain.ts";
import { type Built, must, type Person, type TestTeam } from "../../../shared/testing/team.ts";
import { ownRights } from "../sync/own-rights.ts";
import type { LogWriter } from "./act.ts";

/** What stands between this person and the log. */
export type TestLog = {
  /** Every post that was tried, in order; the log holds the last of each act, unless that one was refused. */
  posts: Built[];
  /** Runs once, after the next post was built and before the log takes it: the post loses its race. */
  meanwhile: (() => void) | null;
  /** The server's answer to every post; null where it takes them. */
  refusal: Failed | null;
};

/** Writes to the test's own state, as `append.ts` does to the server's. */
export function testWriter(team: TestTeam, by: Person): { writer: LogWriter; log: TestLog } {
  const log: TestLog = { posts: [], meanwhile: null, refusal: null };
  const append: LogWriter["log"]["append"] = async (build) => {
    for (;;) {
      const built = await build(team.state);
      if (!built.ok) return built;
      if (built.value === null) return ok(true);
      log.posts.push(built.value);
      if (log.refusal !== null) return log.refusal;
      const { meanwhile } = log;
      log.meanwhile = null;
      if (meanwhile === null) {
        for (const bytes of built.value.entries) team.state = must(applyEntry(team.state, bytes)).state;
        return ok(true);
      }
      meanwhile();
    }
  };
  /** A key that was sent comes with those before it [protocol: Rotation]. */
  const wasSent = (vault: VaultId, epoch: number): boolean =>
    [...(team.state.vaults.get(vault)?.epochs ?? [])].some(([at, { sent }]) => at >= epoch && sent.has(by.device));
  const chain = (vault: VaultId) => team.chains.get(vault) ?? emptyChain(vault);
  const writer: LogWriter = {
    log: { state: () => team.state, append, pull: async () => ok(0) },
    chains: { chain, cutHead: (vault) => chain(vault).head, stopped: () => null, isWhole: () => true },
    keyring: {
      key: (vault, epoch) => (wasSent(vault, epoch) ? (team.keys.get(vault)?.[epoch - 1] ?? null) : null),
      current(vault) {
        const epoch = team.state.vaults.get(vault)?.epoch ?? 0;
        const key = wasSent(vault, epoch) ? team.keys.get(vault)?.[epoch - 1] : undefined;
        return key === undefined ? null : { epoch, key };
      },
      isBroken: () => false,
    },
    rights: ownRights({ state: () => team.state, user: by.user, now: () => team.now }),
    profile: by,
    keys: by.keys,
    mayOpen: async () => ok(true),
    ports: { clock: { now: () => team.now, steady: () => team.now } },
  };
  return { writer, log };
}
