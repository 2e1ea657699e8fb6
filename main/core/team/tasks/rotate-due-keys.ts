/** A vault that lost a reader is read-only until a device with `edit` rotates its key [protocol: Rotation]. */
import type { VaultId } from "../../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../../shared/failures.ts";
import { covers, rightOf } from "../../../../shared/protocol/team-log/state/rules.ts";
import { buildRotation } from "../../log/rotate.ts";
import type { TeamArea } from "../team-area.ts";
import { runEach } from "./run-each.ts";
import { atOnce, type BackgroundTask } from "./task.ts";

function dueVaults({ log, profile, keyring }: TeamArea): VaultId[] {
  const state = log.state();
  return [...state.vaults.values()].flatMap(({ vault, rotationDue }) =>
    rotationDue && covers(rightOf(state, profile.user, vault), "edit") && keyring.current(vault) !== null
      ? [vault]
      : [],
  );
}

/** Looks again at every try: somebody else may have rotated it. */
function rotateKey(area: TeamArea, vault: VaultId): Promise<Result<true>> {
  return area.log.append(async (state) => {
    if (state.vaults.get(vault)?.rotationDue !== true) return ok(null);
    const rotated = buildRotation(area, state, vault);
    return rotated.ok ? ok({ entries: [rotated.value.entry.bytes], blobs: rotated.value.blobs }) : rotated;
  });
}

export const rotateDueKeys: BackgroundTask = {
  isDue: (area) => dueVaults(area).length > 0,
  run: (area) => runEach(dueVaults(area), (vault) => rotateKey(area, vault)),
  delayMs: atOnce,
};
