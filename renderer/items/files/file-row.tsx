/** One file of an item, or of one of its versions: its name and size, how far it is on its way, and what may be done with it. */
import { Download, File as FileIcon, Trash2, X } from "lucide-react";
import { useState } from "react";
import type { FileShape } from "../../../shared/contract/shapes.ts";
import { fileSize } from "../../../shared/copy/file-size.ts";
import { words } from "../../../shared/copy/words.ts";
import { call } from "../../client/client.ts";
import { tell, tellFailure } from "../../page/notify.tsx";
import { IconButton } from "../../ui/controls.tsx";
import { callAsking } from "../shown/ask-again.tsx";
import type { OnTheWay } from "./use-moving.ts";

type RowProps = {
  item: string;
  shown: FileShape;
  moving: OnTheWay | undefined;
  /** The version that has it; absent: the item as it is now. */
  version?: number | undefined;
  /** Said behind the names of its buttons, where the same file stands there twice. */
  place?: string;
  onRemove?: (() => void) | null;
};

/** The row. */
export function FileRow({ item, shown, moving, version, place, onRemove = null }: RowProps) {
  const { file, name, size } = shown;
  const [isSaving, setSaving] = useState(false);
  const save = async (): Promise<void> => {
    setSaving(true);
    const saved = await callAsking("attachment.save", { item, file, ...(version === undefined ? {} : { version }) });
    setSaving(false);
    if (saved.ok) tell(words.files[saved.value.place === "chosen" ? "savedAs" : "saved"](saved.value.name));
    else if (saved.failure.code !== "cancelled") tellFailure(saved.failure);
  };
  const named = (label: string): string => (place === undefined ? label : `${label}, ${place}`);
  return (
    <div className="file-row">
      <FileIcon size={16} strokeWidth={1.75} aria-hidden="true" />
      <span className="file-name cut" title={name}>
        {name}
      </span>
      <span className="meta tab">
        {moving === undefined ? fileSize(size) : words.files[moving.way](moving.percent)}
      </span>
      {isSaving ? (
        <IconButton
          icon={X}
          label={named(words.files.cancel(name))}
          onClick={() => void call("attachment.cancel", { file })}
        />
      ) : (
        <IconButton icon={Download} label={named(words.files.save(name))} onClick={() => void save()} />
      )}
      {onRemove !== null && <IconButton icon={Trash2} label={words.files.remove(name)} onClick={onRemove} />}
    </div>
  );
}
