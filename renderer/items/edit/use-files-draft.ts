/** The files of an open editor, and how many of them differ from the item. */
import { useState } from "react";
import type { ItemDetail } from "../../../shared/contract/shapes.ts";
import type { TypedItem } from "../../../shared/model/typed-item.ts";
import type { EditorFilesProps } from "./editor-files.tsx";
import { fileChanges, noFiles, saveFiles } from "./files-draft.ts";

type EditedFiles = {
  changed: number;
  /** What is kept of them: their names. */
  typed: TypedItem;
  /** Once the item is saved. */
  save(item: string, title: string): void;
  props: EditorFilesProps;
};

/** Begins with what the item has. */
export function useFilesDraft(attachments: ItemDetail["attachments"]): EditedFiles {
  const [draft, setDraft] = useState(noFiles);
  const changed = fileChanges(draft);
  const removed = attachments.filter(({ file }) => draft.removed.has(file));
  const names = [...draft.added.map(({ file }) => file.name), ...removed.map(({ name }) => name)];
  return {
    changed,
    typed: changed === 0 ? {} : { files: names },
    save: (item, title) => void saveFiles({ item, title }, draft),
    props: { attachments, draft, onChange: setDraft },
  };
}
