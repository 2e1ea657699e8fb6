/** A vault that lost a reader is read-only until a device with `edit` rotates its key [protocol: Rotation]. */
import type { VaultId } from "../../../../shared/encoding/ids.ts";
import type { Result } from "../../../../shared/failures.ts";
import { covers } from "../../../../shared/protocol/team-log/state/rules.ts";
import { act } from "../../log/act.ts";
import type { TeamArea } from "../team-area.ts";
import { runEach } from "./run-each.ts";
import { atOnce, type BackgroundTask } from "./task.ts";

/** No app pins by itself where something may be missing: its pin would settle what is not there. */
function dueVaults({ log, rights, keyring, chains }: TeamArea): VaultId[] {
  const state = log.state();
  const mayRotate = (vault: VaultId): boolean =>
    covers(rights.of(vault), "edit") && keyring.current(vault) !== null && chains.isWhole(vault);
  return [...state.vaults.values()].flatMap(({ vault, rotationDue }) =>
    rotationDue && mayRotate(vault) ? [vault] : [],
  );
}

/** Looks again at every try: somebody else may have rotated it. */
function rotateKey(area: TeamArea, vault: VaultId): Promise<Result<true>> {
  return act(area, { type: "vault-rotate", vaults: [{ vault }], only: "due" });
}

export const rotateDueKeys: BackgroundTask = {
  isDue: (area) => dueVaults(area).length > 0,
  run: (area) => runEach(dueVaults(area), (vault) => rotateKey(area, vault)),
  delayMs: atOnce,
};
