/**
 * Vaults that an import makes for groups of its file. Which vault stands for which group is durable before the first is posted
 * and until the import has come to its end: killed anywhere, cancelled, or with an answer lost, the same import goes on with
 * the same vaults.
 */
import { z } from "zod";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { idField, strict, typedText } from "../../../shared/encoding/fields.ts";
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";
import type { OpenedProfile } from "../sync/team-view.ts";

const rowsMost = limits.vaultsPerMaker;
const fileChars = 255;
const listSchema = z
  .array(strict({ file: typedText(fileChars), title: typedText(limits.nameChars), vault: idField<VaultId>() }))
  .max(rowsMost);
type Row = z.output<typeof listSchema>[number];
const listBytes = rowsMost * 8 * 1024;
const name = "import-vaults";

/** What making vaults takes. */
export type VaultMaking = {
  unlocked: Pick<OpenedProfile, "db" | "keys" | "profile" | "log" | "rights">;
  /** Makes this vault with this title; a vault that the log holds already is left as it is. */
  makeVault(vault: VaultId, title: string): Promise<Result<unknown>>;
};

/**
 * The vaults with these titles, made now or by an earlier run of the import of this file. Failures: those of `vault.create`;
 * what was made until then is found again by the next run.
 */
export async function makeImportVaults(
  { unlocked, makeVault }: VaultMaking,
  file: string,
  titles: readonly string[],
): Promise<Result<ReadonlyMap<string, VaultId>>> {
  if (titles.length > rowsMost) return fail("limit", { field: "vaults", number: titles.length });
  if (titles.length === 0) return ok(new Map());
  const cut = file.slice(0, fileChars).toWellFormed();
  const before = readRows(unlocked);
  const others = before.filter((row) => row.file !== cut);
  const earlier = before.filter((row) => row.file === cut && isStillOwn(unlocked, row.vault));
  const rows: Row[] = titles.map(
    (title) => earlier.find((row) => row.title === title) ?? { file: cut, title, vault: newId<VaultId>() },
  );
  const rest = earlier.filter(({ title }) => !titles.includes(title));
  writeRows(unlocked, [...others, ...rest, ...rows].slice(-rowsMost));
  for (const { vault, title } of rows) {
    const made = await makeVault(vault, title);
    if (!made.ok) return made;
  }
  return ok(new Map(rows.map(({ title, vault }) => [title, vault])));
}

/** Not in the log yet, or as it was made: somebody whom it was shared with meanwhile does not get what another file brings. */
function isStillOwn({ log, rights }: VaultMaking["unlocked"], vault: VaultId): boolean {
  const found = log.state().vaults.get(vault);
  return found === undefined || (!found.archived && rights.isAlone(vault));
}

/** The import of this file came to its end: the next one makes vaults of its own. */
export function forgetImportVaults({ unlocked }: Pick<VaultMaking, "unlocked">, file: string): void {
  const rows = readRows(unlocked);
  const left = rows.filter((row) => row.file !== file.slice(0, fileChars).toWellFormed());
  if (left.length < rows.length) writeRows(unlocked, left);
}

/** Rows that do not open were changed on this disk: they are as good as absent. */
function readRows({ db, keys, profile }: VaultMaking["unlocked"]): Row[] {
  const sealed = findSealed(db, "settings", name);
  if (sealed === null) return [];
  const plain = openLocal(keys.localStateKey, { profile: profile.profile, name }, sealed);
  const rows = plain.ok ? parseWith(listSchema, plain.value, listBytes) : plain;
  return rows.ok ? rows.value : [];
}

function writeRows({ db, keys, profile }: VaultMaking["unlocked"], rows: Row[]): void {
  const of = { profile: profile.profile, name };
  putSealed(db, "settings", name, sealLocal(keys.localStateKey, of, encodeWith(listSchema, rows)));
}
