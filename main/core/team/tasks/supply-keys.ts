/** Entitled computers that were not sent a current key get it from any computer that was [protocol: Vault keys]. */
import { waitingFor } from "../../../../shared/protocol/team-log/compose-intents.ts";
import { act, circumstances } from "../../log/act.ts";
import type { TeamArea } from "../team-area.ts";
import { atOnce, type BackgroundTask } from "./task.ts";

function isSomebodyWaiting(area: TeamArea): boolean {
  return waitingFor(circumstances(area, area.log.state())).length > 0;
}

/** What one entry could not hold goes with the next round. */
export const supplyKeys: BackgroundTask = {
  isDue: isSomebodyWaiting,
  async run(area) {
    const { seq } = area.log.state().head;
    const supplied = await act(area, { type: "vault-keys", to: "everyone-waiting" });
    if (supplied.ok && area.log.state().head.seq > seq && isSomebodyWaiting(area)) area.requestSync();
    return supplied;
  },
  delayMs: atOnce,
};
