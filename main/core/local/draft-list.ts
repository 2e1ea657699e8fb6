/**
 * Which drafts wait, and in which order: sealed, one record beside their rows, written with them [protocol: Local file]. Whoever
 * writes into the file neither takes a draft away unseen, nor changes the order in which edits are laid over each other, nor
 * puts one back that was pushed or given up.
 */
import { z } from "zod";
import type { DeviceKeys } from "../../../shared/crypto/device-keys.ts";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { idField, strict } from "../../../shared/encoding/fields.ts";
import type { ChangeId } from "../../../shared/encoding/ids.ts";
import type { Database } from "../ports.ts";
import type { DraftRow } from "../store/item-rows.ts";
import type { Profile } from "../store/profile-row.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";

type Own = {
  db: Database;
  keys: Pick<DeviceKeys, "localStateKey">;
  profile: Pick<Profile, "profile">;
};

const name = "drafts";
const mostDrafts = 200_000;
const maxBytes = 8 * 1024 * 1024;
const schema = strict({ form: z.literal(1), drafts: z.array(idField<ChangeId>()).max(mostDrafts) });

/** Writes the list; inside the transaction that changes the rows. */
export function putDraftList({ db, keys, profile }: Own, drafts: readonly ChangeId[]): void {
  const plain = encodeWith(schema, { form: 1, drafts: [...drafts] });
  putSealed(db, "settings", name, sealLocal(keys.localStateKey, { profile: profile.profile, name }, plain));
}

function readDraftList({ db, keys, profile }: Own): ChangeId[] | "none" | "foreign" {
  const sealed = findSealed(db, "settings", name);
  if (sealed === null) return "none";
  const plain = openLocal(keys.localStateKey, { profile: profile.profile, name }, sealed);
  const parsed = plain.ok ? parseWith(schema, plain.value, maxBytes) : plain;
  return parsed.ok ? parsed.value.drafts : "foreign";
}

/** What lies there: all drafts in their order, and those of them that never were in the list. */
export type ListedDrafts = { drafts: DraftRow[]; unlisted: ReadonlySet<ChangeId>; isWhole: boolean; isNew: boolean };

/**
 * The rows that the list names, in its order; `isWhole`: these are all rows, and all that it names. `isListed`: this profile has
 * a list since it was made or first opened with one. Where there is none that could be believed, all rows as they lie. A row that
 * the list does not name was put back, and is left out; one that does not even open stays in sight, and is never pushed.
 */
export function listedDrafts(
  own: Own,
  { rows, isListed, opens }: { rows: readonly DraftRow[]; isListed: boolean; opens(row: DraftRow): boolean },
): ListedDrafts {
  const list = readDraftList(own);
  const isNew = list === "none" || list === "foreign";
  const byId = new Map(rows.map((row) => [row.draft, row]));
  const named = new Set(isNew ? [] : list);
  const inOrder = isNew ? [] : list.flatMap((draft) => byId.get(draft) ?? []);
  const others = rows.filter(({ draft }) => !named.has(draft));
  const damaged = others.filter((row) => !opens(row));
  const isWhole = isNew ? list === "none" && !isListed : inOrder.length === named.size && others.length === 0;
  return {
    drafts: [...inOrder, ...(isNew ? others : damaged)],
    unlisted: new Set(damaged.map(({ draft }) => draft)),
    isWhole,
    isNew,
  };
}
