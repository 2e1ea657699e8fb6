/** Files in the editor: added by button, drop or paste, removed with undo; done when the item is saved. */
import { File as FileIcon, Trash2, Undo2, X } from "lucide-react";
import { useCallback, useRef } from "react";
import type { ItemDetail } from "../../../shared/contract/shapes.ts";
import { fileSize } from "../../../shared/copy/file-size.ts";
import { words } from "../../../shared/copy/words.ts";
import { tellProblem } from "../../page/notify.tsx";
import { IconButton } from "../../ui/controls.tsx";
import { FileAdder } from "../files/file-adder.tsx";
import { useFileDrop } from "../files/use-file-drop.ts";
import { EditRow } from "./edit-row.tsx";
import { type FilesDraft, withFiles } from "./files-draft.ts";

export type EditorFilesProps = {
  /** Those that the item has. */
  attachments: ItemDetail["attachments"];
  draft: FilesDraft;
  onChange(draft: FilesDraft): void;
};

/** The row. */
export function EditorFiles({ attachments, draft, onChange }: EditorFilesProps) {
  const block = useRef<HTMLDivElement>(null);
  const adder = useRef<HTMLButtonElement>(null);
  const held = attachments.length;
  const add = useCallback(
    (files: File[]) => {
      const { draft: after, problem } = withFiles(draft, held, files);
      onChange(after);
      if (problem !== null) tellProblem(problem);
    },
    [draft, held, onChange],
  );
  const isOver = useFileDrop(block, true, add);
  const toggle = (file: string): void => {
    const removed = new Set(draft.removed);
    if (!removed.delete(file)) removed.add(file);
    onChange({ ...draft, removed });
  };
  return (
    <EditRow label={words.files.attachments}>
      <div ref={block} className="edit-files">
        {attachments.map(({ file, name, size }) => {
          const isRemoved = draft.removed.has(file);
          return (
            <div key={file} className="file-row" data-gone={isRemoved}>
              <FileIcon size={16} strokeWidth={1.75} aria-hidden="true" />
              <span className="file-name cut" title={name}>
                {name}
              </span>
              <span className="meta tab">{isRemoved ? words.files.goesAtSave : fileSize(size)}</span>
              <IconButton
                icon={isRemoved ? Undo2 : Trash2}
                label={isRemoved ? words.files.keep(name) : words.files.removeNow(name)}
                onClick={() => toggle(file)}
              />
            </div>
          );
        })}
        {draft.added.map(({ key, file }) => (
          <div key={key} className="file-row">
            <FileIcon size={16} strokeWidth={1.75} aria-hidden="true" />
            <span className="file-name cut" title={file.name}>
              {file.name}
            </span>
            <span className="meta tab">
              {fileSize(file.size)}, {words.files.addedAtSave}
            </span>
            <IconButton
              icon={X}
              label={words.files.leaveOut(file.name)}
              onClick={() => {
                onChange({ ...draft, added: draft.added.filter((one) => one.key !== key) });
                adder.current?.focus();
              }}
            />
          </div>
        ))}
        <FileAdder isOver={isOver} isEmpty={held + draft.added.length === 0} button={adder} onAdd={add} />
      </div>
    </EditRow>
  );
}
