/**
 * A KDBX file as items to import. The recycle bin does not come back to life, empty entries are not taken; all of it is said
 * in `notTaken`.
 */
import { ok, type Result } from "../../../../shared/failures.ts";
import { importRemark, type NotTaken } from "../../../../shared/model/import-remarks.ts";
import { cutStart, cutText } from "../../../../shared/text.ts";
import type { ImportedFile, ImportedItem } from "../imported/imported-item.ts";
import type { KdbxCredentials } from "../kdbx/credentials.ts";
import { type KdbxDocument, type KdbxEntry, wipeEntry } from "../kdbx/document.ts";
import { freeName } from "../kdbx/document-builder.ts";
import { openKdbx } from "../kdbx/open.ts";
import { itemOfEntry, pluginRemarks } from "./entry-item.ts";
import { createReferences } from "./references.ts";

/** Failures: those of `openKdbx`. The items share bytes with nothing else; whoever takes them wipes them. */
export async function readKdbx(file: Uint8Array, credentials: KdbxCredentials): Promise<Result<ImportedFile>> {
  const opened = await openKdbx(file, credentials);
  if (!opened.ok) return opened;
  const { document, version } = opened.value;
  const references = createReferences(document.entries);
  const groups = groupNames(document);
  const binned = groupsInBin(document);
  const sourceIds = sourceIdsOf(document.entries);
  const items: ImportedItem[] = [];
  const notTaken: NotTaken[] = [];
  for (const [index, entry] of document.entries.entries()) {
    const title = titleOf(entry);
    if (binned.has(entry.group)) {
      notTaken.push({ what: title, why: importRemark("recycle-bin", {}) });
      continue;
    }
    const group = groups[entry.group] ?? "";
    const item = itemOfEntry(entry, { references, group, sourceId: sourceIds[index] as string });
    if (item === null) notTaken.push({ what: group, why: importRemark("empty-entry", {}) });
    else items.push(item);
  }
  notTaken.push(...restOf(document, groups));
  // Only now: an entry that is taken may have referred to one that is not.
  for (const entry of document.entries) if (binned.has(entry.group)) wipeEntry(entry);
  return ok({ format: "kdbx", formatVersion: `KDBX ${version}`, groups: countGroups(items), items, notTaken });
}

function titleOf(entry: KdbxEntry): string {
  return new TextDecoder().decode(entry.fields.get("Title")?.bytes ?? new Uint8Array(0)).slice(0, 200) || "Untitled";
}

const groupNameChars = 200;

/** The shown path of each group, without the root's name; the root's own entries stand under its name. Each is unique. */
function groupNames(document: KdbxDocument): string[] {
  const paths: string[] = [];
  const taken = new Set<string>();
  const repeats = new Map<string, number>();
  for (const [index, group] of document.groups.entries()) {
    const own = group.name.trim() === "" ? "Unnamed" : cutText(group.name.trim(), groupNameChars);
    const parent = group.parent === null || group.parent === 0 ? "" : `${paths[group.parent] ?? ""}/`;
    const free = freeName(cutStart(`${parent}${own}`, 1000), taken, repeats);
    taken.add(free);
    paths[index] = free;
  }
  return paths;
}

/** Indexes of the recycle bin and all groups below it. A parent always stands before its children. */
function groupsInBin(document: KdbxDocument): ReadonlySet<number> {
  const inside = new Set<number>();
  if (!document.isBinOn || document.recycleBin === null) return inside;
  for (const [index, group] of document.groups.entries()) {
    const isBin = group.uuid === document.recycleBin && group.parent !== null;
    if (isBin || (group.parent !== null && inside.has(group.parent))) inside.add(index);
  }
  return inside;
}

/** The entry's id in the file, made unique where a damaged or merged file repeats one or has none. */
function sourceIdsOf(entries: readonly KdbxEntry[]): string[] {
  const seen = new Map<string, number>();
  return entries.map((entry) => {
    const uuid = entry.uuid === "" ? "none" : entry.uuid;
    const count = (seen.get(uuid) ?? 0) + 1;
    seen.set(uuid, count);
    return count === 1 && uuid !== "none" ? uuid : `${uuid}#${count}`;
  });
}

function countGroups(items: readonly ImportedItem[]): { name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { group } of items) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count }));
}

function restOf(document: KdbxDocument, groups: readonly string[]): NotTaken[] {
  const rest: NotTaken[] = [];
  for (const [index, group] of document.groups.entries()) {
    const what = groups[index] ?? "";
    if (group.name.trim().length > groupNameChars) rest.push({ what, why: importRemark("group-name-cut", {}) });
    if (group.notes.trim() !== "") rest.push({ what, why: importRemark("group-note", {}) });
  }
  if (document.customIcons > 0) rest.push({ what: "", why: importRemark("icons", {}) });
  for (const why of pluginRemarks(document.pluginKeys)) rest.push({ what: "", why });
  return rest;
}
