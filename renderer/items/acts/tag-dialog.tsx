/** Tags for several items. */
import { useState } from "react";
import { words } from "../../../shared/copy/words.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/inputs.tsx";
import { tagsOf } from "../edit/draft.ts";

type TagProps = { onClose(): void; onTag(tags: string[]): void };

/** The dialog; a comma ends a tag, as in the editor. */
export function TagDialog({ onClose, onTag }: TagProps) {
  const [text, setText] = useState("");
  const tags = tagsOf(text);
  return (
    <Dialog
      title={words.itemActs.tag}
      onClose={onClose}
      onDone={() => onTag(tags)}
      done={words.itemActs.tagDone(tags.length)}
      canDo={tags.length > 0}
    >
      <TextField
        label={words.items.tags}
        hideLabel
        data-autofocus
        placeholder={words.edit.tagsNote}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </Dialog>
  );
}
