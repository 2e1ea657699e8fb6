/**
 * What each version of an item changed, by the names of its fields: found by opening it and the one before, from what lies on this
 * computer. Remembered by the hashes of both, since names of fields and files are no secrets of the kind that is wiped.
 */
import type { ItemVersionShape } from "../../../../shared/contract/shapes.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import { emptyItem, type ItemBody } from "../../../../shared/model/items.ts";
import { changedFields } from "../../../../shared/model/merge.ts";
import type { ItemVersion } from "../../store/item-rows.ts";
import type { OpenedProfile } from "../../sync/team-view.ts";
import { openHeldBody } from "../overviews/item-opening.ts";

/** Of so many of the newest versions it is said. */
const mostOpened = 30;
const mostRemembered = 5000;

type Opening = Pick<OpenedProfile, "db" | "keyring" | "profile" | "history">;
type Told = Required<Pick<ItemVersionShape, "changed">> & Pick<ItemVersionShape, "files">;
export type VersionMemory = Map<string, Told>;

/** Newest first, as `item.get` tells them. */
export function versionShapes(
  unlocked: Opening,
  versions: readonly ItemVersion[],
  memory: VersionMemory,
): ItemVersionShape[] {
  const puts = versions.filter(({ op }) => op === "put");
  return puts.map((one, at) => ({
    ...{ version: one.version, time: one.time, user: one.author.user, device: one.author.device },
    ...(one.purgedBy !== undefined
      ? { changed: null, purged: { user: one.purgedBy.user, at: one.purgedBy.time } }
      : at < mostOpened
        ? fromTrash(versions, one, changeOf(unlocked, one, { before: puts[at + 1] ?? null, memory }))
        : { changed: null }),
  }));
}

type Change = Pick<ItemVersionShape, "changed" | "files" | "isDamaged">;

/** `restored`: it came straight after a deletion and changed nothing else. Not remembered: the bodies alone do not tell it. */
function fromTrash(versions: readonly ItemVersion[], { version }: ItemVersion, change: Change): Change {
  const isAfterDeletion = versions.some((one) => one.version === version - 1 && one.op === "delete");
  return isAfterDeletion && change.changed?.length === 0 ? { changed: ["restored"] } : change;
}

type Between = { before: ItemVersion | null; memory: VersionMemory };

function changeOf(unlocked: Opening, version: ItemVersion, { before, memory }: Between): Change {
  const key = [version, before].map((one) => `${one?.overview?.hash} ${one?.secret?.hash}`).join(" ");
  const known = memory.get(key);
  if (known !== undefined) return known;
  const opened = openHeldBody(unlocked, version);
  if (opened.state === "damaged") return { changed: null, isDamaged: true };
  if (opened.state !== "good") return { changed: null };
  const after = opened.value;
  const earlier = before === null ? null : openHeldBody(unlocked, before);
  const base = earlier === null ? emptyItem(after.overview.kind) : earlier.state === "good" ? earlier.value : null;
  const told = base === null ? null : { changed: changedIn(base, after), ...filesIn(base, after) };
  if (told !== null) remember(memory, key, told);
  wipeSecret(after.secret);
  if (base !== null) wipeSecret(base.secret);
  return told ?? { changed: null };
}

/** A file that came in place of another is both: each is sealed under an id of its own. */
function filesIn(base: ItemBody, after: ItemBody): Pick<ItemVersionShape, "files"> {
  const lacking = ({ secret: had }: ItemBody, { secret: has }: ItemBody): string[] => {
    const blobs = new Set(had.attachments.map(({ blob }) => blob));
    return has.attachments.flatMap(({ blob, name }) => (blobs.has(blob) ? [] : [name]));
  };
  const files = { added: lacking(base, after), removed: lacking(after, base) };
  return files.added.length + files.removed.length === 0 ? {} : { files };
}

/** `conflict-kept`, `conflict-settled`: one came or went, and nothing else was typed. */
function changedIn(base: ItemBody, after: ItemBody): string[] {
  const changed = changedFields(base, after).filter((field) => field !== "history" && field !== "conflicts");
  if (changed.length > 0) return changed;
  const more = after.secret.conflicts.length - base.secret.conflicts.length;
  if (more === 0) return [];
  return [more > 0 ? "conflict-kept" : "conflict-settled"];
}

function remember(memory: VersionMemory, key: string, told: Told): void {
  const oldest = memory.size >= mostRemembered ? memory.keys().next().value : undefined;
  if (oldest !== undefined) memory.delete(oldest);
  memory.set(key, told);
}
