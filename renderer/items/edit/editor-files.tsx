/** Files in the editor: added by button, drop or paste, removed with undo; done when the item is saved. */
import { File as FileIcon, Trash2, Undo2, X } from "lucide-react";
import { type ReactNode, useCallback, useRef } from "react";
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
            <EditedFile
              key={file}
              name={name}
              fact={isRemoved ? words.files.goesAtSave : fileSize(size)}
              isGone={isRemoved}
            >
              <IconButton
                icon={isRemoved ? Undo2 : Trash2}
                label={isRemoved ? words.files.keep(name) : words.files.removeNow(name)}
                onClick={() => toggle(file)}
              />
            </EditedFile>
          );
        })}
        {draft.added.map(({ key, file: { name, size } }) => (
          <EditedFile key={key} name={name} fact={`${fileSize(size)}, ${words.files.addedAtSave}`}>
            <IconButton
              icon={X}
              label={words.files.leaveOut(name)}
              onClick={() => {
                onChange({ ...draft, added: draft.added.filter((one) => one.key !== key) });
                adder.current?.focus();
              }}
            />
          </EditedFile>
        ))}
        <FileAdder isOver={isOver} isEmpty={held + draft.added.length === 0} button={adder} onAdd={add} />
      </div>
    </EditRow>
  );
}

type EditedProps = { name: string; fact: string; isGone?: boolean; children: ReactNode };

function EditedFile({ name, fact, isGone = false, children }: EditedProps) {
  return (
    <div className="file-row" data-gone={isGone}>
      <FileIcon size={16} strokeWidth={1.75} aria-hidden="true" />
      <span className="file-name cut" title={name}>
        {name}
      </span>
      <span className="meta tab">{fact}</span>
      {children}
    </div>
  );
}
