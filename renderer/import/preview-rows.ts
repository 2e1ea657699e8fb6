/** The rows of a dry run as they are shown: what happens to each, also to those whose group is not taken. Pure. */
import type { ImportPreview, ImportRow } from "../../shared/contract/import-shapes.ts";
import type { VaultShape } from "../../shared/contract/shapes.ts";
import { notTakenText, remarkText } from "../../shared/copy/import-remarks.ts";
import { words } from "../../shared/copy/words.ts";
import { readersOf } from "../vaults/readers.ts";
import type { Targets } from "./targets.ts";

export const previewStates = ["new", "same", "changed", "not"] as const;
export type PreviewState = (typeof previewStates)[number];
export type PreviewRow = {
  key: string;
  /** Its place in the dry run; null for what cannot be taken. */
  place: number | null;
  name: string;
  username: string;
  /** Null for what belongs to no group. */
  group: string | null;
  state: PreviewState;
  /** Whether it is taken now; null where nobody can choose it. */
  isTaken: boolean | null;
  what: string;
};

/** What a person chose: where groups go, and which rows stay away. */
export type Choice = { targets: Targets; left: ReadonlySet<number>; titleOf(vault: string): string };

/** Whether the item of this place is taken. */
function isTaken(row: ImportRow, place: number, { targets, left }: Choice): boolean {
  return row.state !== "same" && (targets.get(row.group) ?? null) !== null && !left.has(place);
}

/** The places of all items that are taken. */
export function takenPlaces(preview: ImportPreview, choice: Choice): number[] {
  return preview.items.flatMap((row, place) => (isTaken(row, place, choice) ? [place] : []));
}

/** How many bytes of files go to the server with what is taken. */
export function takenFileBytes(preview: ImportPreview, choice: Choice): number {
  return preview.items.reduce((sum, row, place) => sum + (isTaken(row, place, choice) ? row.fileBytes : 0), 0);
}

/** Titles of vaults that will be made: those that get a new item. */
export function newVaults(preview: ImportPreview, choice: Choice): string[] {
  const titles = preview.items.flatMap((row, place) => {
    const target = choice.targets.get(row.group) ?? null;
    const isMade = target !== null && "newVault" in target && row.state === "new" && isTaken(row, place, choice);
    return isMade ? [target.newVault] : [];
  });
  return [...new Set(titles)];
}

/** Vaults that others open too and that something of the file goes to: how many items each gets or has changed. */
export function sharedTargets(
  preview: ImportPreview,
  choice: Choice,
  vaults: readonly VaultShape[],
): { vault: VaultShape; items: number }[] {
  const counts = new Map<string, number>();
  for (const [place, row] of preview.items.entries()) {
    if (!isTaken(row, place, choice)) continue;
    const target = choice.targets.get(row.group) ?? null;
    const chosen = target !== null && "vault" in target ? target.vault : null;
    const vault = row.state === "new" ? chosen : row.vault;
    if (vault !== null) counts.set(vault, (counts.get(vault) ?? 0) + 1);
  }
  return vaults.flatMap((vault) => {
    const items = counts.get(vault.vault) ?? 0;
    return items > 0 && readersOf(vault) > 1 ? [{ vault, items }] : [];
  });
}

/** Every entry of the file, then everything of it that cannot be taken. */
export function previewRows(preview: ImportPreview, choice: Choice): PreviewRow[] {
  return [
    ...preview.items.map((row, place): PreviewRow => {
      const isAway = (choice.targets.get(row.group) ?? null) === null;
      return {
        key: `item-${place}`,
        place,
        name: row.name,
        username: row.username ?? "",
        group: row.group,
        state: isAway ? "not" : row.state,
        isTaken: isAway || row.state === "same" ? null : isTaken(row, place, choice),
        what: whatHappens(row, isAway, choice.left.has(place), choice),
      };
    }),
    ...preview.notTaken.map(notTakenText).map(
      ({ what, why }, at): PreviewRow => ({
        ...{ key: `not-${at}`, place: null, name: what, username: "", group: null },
        ...{ state: "not", isTaken: null, what: why },
      }),
    ),
  ];
}

function whatHappens(row: ImportRow, isAway: boolean, isLeft: boolean, { titleOf }: Choice): string {
  if (isAway) return words.import.groupAway;
  if (isLeft && row.state !== "same") return words.import.leftOut;
  const stays = row.vault === null ? [] : [words.import.stays(titleOf(row.vault))];
  const brings = row.state === "new" ? words.import.brings(row.brings) : [];
  return [[...stays, ...brings].join(", "), ...row.notes.map(remarkText)].filter((text) => text !== "").join(". ");
}
