/**
 * One typed index per kind of record, made from the kinds' table [model: Records]: finding, listing, searching, and whether this
 * person may write. What is opened is kept by `record-overviews.ts`, so that asking again opens nothing anew.
 */
import type { ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import type { RecordRule } from "../../../shared/model/records/record-rule.ts";
import { type RecordBody, type RecordKind, recordRules } from "../../../shared/model/records/records.ts";
import { foldNames, matches, searchWords } from "../../../shared/model/search-text.ts";
import { covers, rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import type { OpenedProfile } from "../sync/team-view.ts";

export type RecordRow<Kind extends RecordKind> = { vault: VaultId; item: ItemId; body: RecordBody<Kind> };

export type RecordIndex<Kind extends RecordKind> = {
  /** Those of one vault, or of every vault in which the kind lies and that this person may read. */
  list(vault?: VaultId): Promise<RecordRow<Kind>[]>;
  /** By the item's id, in one vault or wherever the kind lies; null where there is none, or it does not open yet. */
  find(item: ItemId, vault?: VaultId): Promise<RecordRow<Kind> | null>;
  /** Those in which every typed word stands; nothing for a kind that is not listed. */
  search(typed: string): Promise<RecordRow<Kind>[]>;
  /** By the kind's row and the verified log, as it is now. */
  mayWrite(vault: VaultId): boolean;
};
export type RecordIndexes = { [Kind in RecordKind]: RecordIndex<Kind> };

type Source = {
  unlocked: Pick<OpenedProfile, "log" | "profile">;
  /** All records of a vault, of any kind. */
  open(vault: VaultId): Promise<{ item: ItemId; overview: RecordBody }[]>;
};

/** An index for every kind of the table. */
export function createRecordIndexes(source: Source): RecordIndexes {
  const kinds = Object.keys(recordRules) as RecordKind[];
  return Object.fromEntries(kinds.map((kind) => [kind, createIndex(source, kind)])) as unknown as RecordIndexes;
}

/** Whether records of a kind lie in a vault, and this person may write them there. */
export function mayWriteRecord({ log, profile }: Source["unlocked"], kind: RecordKind, vault: VaultId): boolean {
  const found = log.state().vaults.get(vault);
  const { vaults, writer }: RecordRule = recordRules[kind];
  if (found === undefined || found.archived || !(vaults as readonly string[]).includes(found.kind)) return false;
  return covers(rightOf(log.state(), profile.user, vault), writer);
}

function createIndex<Kind extends RecordKind>({ unlocked, open }: Source, kind: Kind): RecordIndex<Kind> {
  const rule: RecordRule = recordRules[kind];
  /** Prepared once a body: an opened body is the same object until its record changes. */
  const prepared = new WeakMap<object, string>();

  function places(): VaultId[] {
    const state = unlocked.log.state();
    return [...state.vaults.values()]
      .filter((vault) => (rule.vaults as readonly string[]).includes(vault.kind))
      .map(({ vault }) => vault)
      .filter((vault) => rightOf(state, unlocked.profile.user, vault) !== null);
  }

  async function list(vault?: VaultId): Promise<RecordRow<Kind>[]> {
    const rows: RecordRow<Kind>[] = [];
    for (const place of vault === undefined ? places() : [vault])
      for (const { item, overview } of await open(place))
        if (overview.kind === kind) rows.push({ vault: place, item, body: overview as RecordBody<Kind> });
    return rows;
  }

  function textOf(body: RecordBody<Kind>): string {
    const known = prepared.get(body);
    if (known !== undefined) return known;
    const text = foldNames(rule.searchText(body as never).split("\n"));
    prepared.set(body, text);
    return text;
  }

  return {
    list,
    find: async (item, vault) => (await list(vault)).find((row) => row.item === item) ?? null,
    async search(typed) {
      const words = searchWords(typed);
      return rule.listed ? (await list()).filter(({ body }) => matches(textOf(body), words)) : [];
    },
    mayWrite: (vault) => mayWriteRecord(unlocked, kind, vault),
  };
}
