/** What a person chose for themselves: one record of their own vault, the same on each of their computers [model: Records]. */
import type { ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, type Result } from "../../../shared/failures.ts";
import type { RecordBody } from "../../../shared/model/records/records.ts";
import type { OpenedProfile } from "../sync/team-view.ts";
import { putRecord, type RecordStore } from "./records.ts";

type Preferences = RecordBody<"preferences">;
type Own = Pick<OpenedProfile, "log" | "profile"> & { records: RecordStore };

const nothingChosen: Preferences = { kind: "preferences", favourites: [], lastUse: [], deviceNames: [] };

/** What they chose; nothing where their own vault does not open yet. */
export async function readPreferences({ records }: Pick<Own, "records">): Promise<Preferences> {
  const [own] = await records.of.preferences.list();
  return own?.body ?? nothingChosen;
}

/** Puts what `change` makes of them, or its refusal. Failures: `not-found` where the own vault does not open yet, those of saving a record. */
export async function changePreferences(
  area: Own,
  change: (before: Preferences) => Result<Preferences>,
): Promise<Result<unknown>> {
  const { records, profile } = area;
  const vault = ownVault(area);
  if (vault === null) return fail("not-found", { field: "vault" });
  const [own] = await records.of.preferences.list(vault);
  const changed = change(own?.body ?? nothingChosen);
  return changed.ok ? putRecord(records, vault, profile.user as string as ItemId, changed.value) : changed;
}

function ownVault({ log, records }: Own): VaultId | null {
  for (const { vault, kind } of log.state().vaults.values())
    if (kind === "personal" && records.of.preferences.mayWrite(vault)) return vault;
  return null;
}
