/**
 * A vault whose newest key came with the inbox of another one, or with a history that does not give the earlier keys, gets a new
 * key from the next manager's app [protocol: Rotation]: until then nobody reads its letters, and new readers not what is old.
 */
import type { VaultId } from "../../../../shared/encoding/ids.ts";
import type { Result } from "../../../../shared/failures.ts";
import { isDead } from "../../../../shared/protocol/team-log/state/dead-epochs.ts";
import type { VaultInLog } from "../../../../shared/protocol/team-log/state/team-state.ts";
import { act } from "../../log/act.ts";
import type { TeamArea } from "../team-area.ts";
import { runEach } from "./run-each.ts";
import { atOnce, type BackgroundTask } from "./task.ts";

type Broken = { vault: VaultId; epoch: number };

/**
 * Not twice in a row: where somebody broke it again right after this person mended it, it is for people to end that, and not for
 * an app to spend its person's share of the log on.
 */
function brokenEpochs({ log, rights, keyring, chains, profile }: TeamArea): Broken[] {
  const mends = (inLog: VaultInLog): boolean =>
    !inLog.archived &&
    rights.of(inLog.vault) === "manage" &&
    keyring.isBroken(inLog.vault) &&
    chains.isWhole(inLog.vault) &&
    makerOf(inLog, inLog.epoch) !== profile.user &&
    makerOf(inLog, inLog.epoch - 1) !== profile.user &&
    holdsAll(inLog);
  const holdsAll = (inLog: VaultInLog): boolean =>
    [...inLog.epochs.keys()].every((epoch) => keyring.key(inLog.vault, epoch) !== null || isDead(inLog, epoch));
  return [...log.state().vaults.values()].flatMap((inLog) =>
    mends(inLog) ? [{ vault: inLog.vault, epoch: inLog.epoch }] : [],
  );
}

/** Who signed the rotation that made an epoch; undefined for the first. */
function makerOf({ epochs, bindings }: VaultInLog, epoch: number) {
  const seq = epochs.get(epoch)?.entrySeq;
  return bindings.find(({ kind, entrySeq }) => kind === "pin" && entrySeq === seq)?.by;
}

function mend(area: TeamArea, broken: Broken): Promise<Result<true>> {
  return act(area, { type: "vault-rotate", vaults: [broken], only: "all" });
}

export const mendEpochs: BackgroundTask = {
  isDue: (area) => brokenEpochs(area).length > 0,
  run: (area) => runEach(brokenEpochs(area), (broken) => mend(area, broken)),
  delayMs: atOnce,
};
