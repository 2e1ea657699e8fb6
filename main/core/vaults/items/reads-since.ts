/** Whether a deleted item comes back to people who could not open it before it was deleted. */
import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { headAt } from "../../../../shared/protocol/team-log/state/rules.ts";
import { findEntry } from "../../local/named-bytes.ts";
import type { ItemsCore } from "./items-area.ts";

/** Somebody else can read the vault by an entry that is no older than the deletion, or of which that cannot be told. */
export function readsSince({ unlocked }: ItemsCore, item: ItemId, vault: VaultId): boolean {
  const state = unlocked.log.state();
  const deleted = unlocked.chains.chain(vault).items.get(item);
  // A deletion of this computer that waits took it from nobody yet.
  if (deleted?.deleted !== true) return false;
  const rights = state.vaults.get(vault)?.rights ?? new Map();
  return [...rights].some(([user, moments]) => {
    if (user === unlocked.profile.user || moments.at(-1)?.permission == null) return false;
    const before = moments.findLastIndex((moment: { permission: unknown }) => moment.permission === null);
    const since = moments[before + 1]?.seq ?? 0;
    const entry = findEntry(unlocked.db, since, headAt(state, since));
    return entry === null || entry.body.time >= deleted.time;
  });
}
