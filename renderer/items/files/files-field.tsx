/** The files of an item: saved, removed, added by button, by drop or by paste; how far each is on its way. */
import { File as FileIcon, History, UsersRound, X } from "lucide-react";
import { useCallback, useRef, useState } from "react";
import type { FileShape, ItemDetail } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import { call } from "../../client/client.ts";
import { tell, tellFailure } from "../../page/notify.tsx";
import { IconButton } from "../../ui/controls.tsx";
import { Dialog, Fact } from "../../ui/dialog.tsx";
import { Field } from "../../ui/rows.tsx";
import { addFiles, cancelAdding, useAdding } from "./adding.ts";
import { FileAdder } from "./file-adder.tsx";
import { FileRow } from "./file-row.tsx";
import { useFileDrop } from "./use-file-drop.ts";
import { useMoving } from "./use-moving.ts";

/** The block; nothing where there is no file and none can be added. */
export function FilesField({ detail }: { detail: ItemDetail }) {
  const { item, title, attachments, editable } = detail;
  const moving = useMoving(item);
  const adding = useAdding(item);
  const add = useCallback((files: File[]) => void addFiles({ item, title }, files), [item, title]);
  const block = useRef<HTMLDivElement>(null);
  const [removing, setRemoving] = useState<FileShape | null>(null);
  const isOver = useFileDrop(block, editable, add);
  if (attachments.length === 0 && !editable) return null;
  return (
    <div ref={block}>
      <Field label={words.files.attachments} kind="many">
        {attachments.map((one) => (
          <FileRow
            key={one.file}
            item={item}
            shown={one}
            moving={moving.get(one.file)}
            onRemove={editable ? () => setRemoving(one) : null}
          />
        ))}
        {adding.map(({ key, name, percent }) => (
          <div key={key} className="file-row">
            <FileIcon size={16} strokeWidth={1.75} aria-hidden="true" />
            <span className="file-name cut">{name}</span>
            <span className="meta tab">{words.files.adding(percent)}</span>
            <IconButton icon={X} label={words.files.cancel(name)} onClick={() => cancelAdding(key)} />
          </div>
        ))}
        {editable && <FileAdder isOver={isOver} isEmpty={attachments.length === 0} onAdd={add} />}
      </Field>
      {removing !== null && <RemoveFile detail={detail} shown={removing} onClose={() => setRemoving(null)} />}
    </div>
  );
}

type RemoveProps = { detail: ItemDetail; shown: FileShape; onClose(): void };

function RemoveFile({ detail: { item, title }, shown, onClose }: RemoveProps) {
  const [isBusy, setBusy] = useState(false);
  const remove = async (): Promise<void> => {
    setBusy(true);
    const removed = await call("attachment.remove", { item, file: shown.file });
    setBusy(false);
    onClose();
    if (removed.ok) tell(words.notices.fileRemoved(title, shown.name));
    else tellFailure(removed.failure);
  };
  return (
    <Dialog
      name="file-remove"
      title={words.files.removeTitle(shown.name)}
      onClose={onClose}
      onDone={() => void remove()}
      done={words.files.removeDone}
      isFinal
      isBusy={isBusy}
    >
      <div>
        <Fact icon={UsersRound}>{words.files.removePeople}</Fact>
        <Fact icon={History}>{words.files.removeKept}</Fact>
      </div>
    </Dialog>
  );
}
