/**
 * A vault that lost a reader is read-only until a device with `edit` rotates its key [protocol: Rotation]. Whoever signed what made
 * it due does so right after; where they cannot, one of the others does, each after a time of its own, so that not all apps of
 * a large team seal the same keys at once.
 */
import type { VaultId } from "../../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../../shared/failures.ts";
import { covers, devicesOf, headAt, readersOf, rightIn } from "../../../../shared/protocol/team-log/state/rules.ts";
import type { VaultInLog } from "../../../../shared/protocol/team-log/state/team-state.ts";
import { findEntry } from "../../local/named-bytes.ts";
import { act } from "../../log/act.ts";
import { isTransportFailure } from "../../sync/failure-kinds.ts";
import type { TeamArea } from "../team-area.ts";
import { runEach } from "./run-each.ts";
import type { BackgroundTask } from "./task.ts";

/** So many vaults in one entry: a computer is sent all their keys in one bundle. */
const vaultsPerEntry = 64;
/** Between the signer's own rotation and that of the others, should the signer's app be gone. */
const othersFromMs = 10_000;
const othersUntilMs = 120_000;
/** Where the signer cannot: the more there are who can, the longer each waits at most. */
const perOtherMs = 1000;

/** No app pins by itself where something may be missing: its pin would settle what is not there. */
function dueVaults({ log, rights, keyring, chains }: TeamArea): VaultInLog[] {
  const state = log.state();
  const mayRotate = (vault: VaultId): boolean =>
    covers(rights.of(vault), "edit") && keyring.current(vault) !== null && chains.isWhole(vault);
  return [...state.vaults.values()].filter(({ vault, rotationDue }) => rotationDue && mayRotate(vault));
}

/** In one entry, as a bundle costs the same for one key and for many; looked at again at every try: somebody else may have been faster. */
const rotateAll = (area: TeamArea, vaults: readonly VaultId[]): Promise<Result<true>> =>
  act(area, { type: "vault-rotate", vaults: vaults.map((vault) => ({ vault })), only: "due" });

/** Where they do not go together, each goes alone: one of them keeps none of the others. */
async function rotateSome(area: TeamArea, vaults: readonly VaultId[]): Promise<Result<true>> {
  const together = await rotateAll(area, vaults);
  if (together.ok || vaults.length === 1 || isTransportFailure(together.failure)) return together;
  return runEach(vaults, (vault) => rotateAll(area, [vault]));
}

/** How long this app leaves a vault to others. */
function waitMs({ db, log, ports, profile }: TeamArea, inLog: VaultInLog): number {
  const state = log.state();
  const seq = inLog.moments.at(-1)?.seq ?? 0;
  const signer = findEntry(db, seq, headAt(state, seq))?.body.actor;
  if (signer?.device === profile.device) return 0;
  const share = (ports.random.bytes(1)[0] as number) / 255;
  const isThere = signer !== undefined && devicesOf(state, signer.user).some(({ device }) => device === signer.device);
  if (isThere && covers(rightIn(state, signer.user, inLog), "edit"))
    return othersFromMs + share * (othersUntilMs - othersFromMs);
  const others = readersOf(state, inLog.vault).filter(({ permission }) => covers(permission, "edit")).length - 1;
  return share * Math.min(others * perOtherMs, othersUntilMs);
}

export const rotateDueKeys: BackgroundTask = {
  isDue: (area) => dueVaults(area).length > 0,
  async run(area) {
    const due = dueVaults(area).map(({ vault }) => vault);
    const parts = Array.from({ length: Math.ceil(due.length / vaultsPerEntry) }, (_, at) =>
      due.slice(at * vaultsPerEntry, (at + 1) * vaultsPerEntry),
    );
    return parts.length === 0 ? ok(true) : runEach(parts, (part) => rotateSome(area, part));
  },
  delayMs: (area) => Math.min(...dueVaults(area).map((vault) => waitMs(area, vault))),
};
