/** The rows of a dry run as they are shown: what happens to each, also to those whose group is not taken. Pure. */
import type { ImportPreview } from "../../shared/contract/shapes.ts";
import { notTakenText, remarkText } from "../../shared/copy/import-remarks.ts";
import type { Targets } from "./targets.ts";

export const previewStates = ["new", "same", "changed", "not"] as const;
export type PreviewState = (typeof previewStates)[number];
export type PreviewRow = { key: string; name: string; username: string; state: PreviewState; what: string };

/** Every entry of the file, then everything of it that cannot be taken. */
export function previewRows(preview: ImportPreview, targets: Targets): PreviewRow[] {
  return [
    ...preview.items.map(({ name, username, group, state, notes }, at) => ({
      key: `item-${at}`,
      name,
      username: username ?? "",
      state: targets[group] === "" ? ("not" as const) : state,
      what: notes.map(remarkText).join(" "),
    })),
    ...preview.notTaken.map(notTakenText).map(({ what, why }, at) => ({
      key: `not-${at}`,
      name: what,
      username: "",
      state: "not" as const,
      what: why,
    })),
  ];
}
