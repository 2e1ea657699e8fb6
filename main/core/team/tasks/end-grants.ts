/** A grant whose end has come is removed by the next open app of a manager, and the key changes with it [protocol: Removal]. */
import type { EpochMs, GroupId, UserId, VaultId } from "../../../../shared/encoding/ids.ts";
import type { AccessChange } from "../../../../shared/protocol/team-log/state/parts.ts";
import type { TeamState } from "../../../../shared/protocol/team-log/state/team-state.ts";
import { act } from "../../log/act.ts";
import type { TeamArea } from "../team-area.ts";
import { runEach } from "./run-each.ts";
import { atOnce, type BackgroundTask } from "./task.ts";

/** In one entry; the rest goes with the next round. */
const changesMost = 256;

type Ended = { vault: VaultId; changes: AccessChange[]; endedBy: EpochMs };

/** By a time on which this computer and its server agree: a clock that is set forth takes nothing from anybody. */
function endedGrants({ log, rights, keyring, agreedTime }: TeamArea): Ended[] {
  const endedBy = agreedTime() as EpochMs | null;
  if (endedBy === null) return [];
  const { vaults, groups } = log.state();
  const ended: Ended[] = [];
  for (const { vault, kind, archived, access } of vaults.values()) {
    if (kind !== "shared" || archived) continue;
    const over = [...access].filter(([, { end }]) => end !== null && end <= endedBy);
    if (over.length === 0 || rights.of(vault) !== "manage" || keyring.current(vault) === null) continue;
    const changes = over
      .slice(0, changesMost)
      .map(([subject]) => ({ ...subjectIn(groups, subject), permission: null, end: null }));
    ended.push({ vault, changes, endedBy });
  }
  return ended;
}

function subjectIn(groups: TeamState["groups"], subject: UserId | GroupId): Pick<AccessChange, "user" | "group"> {
  return groups.has(subject as GroupId)
    ? { user: null, group: subject as GroupId }
    : { user: subject as UserId, group: null };
}

export const endGrants: BackgroundTask = {
  isDue: (area) => endedGrants(area).length > 0,
  run: (area) => runEach(endedGrants(area), (ended) => act(area, { type: "vault-access", ...ended })),
  delayMs: atOnce,
};
