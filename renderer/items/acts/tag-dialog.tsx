/** Tags for several items. */
import { useState } from "react";
import type { ItemRow } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import { typedItemsMost } from "../../../shared/model/typed-kinds.ts";
import { type Kept, useKeptText } from "../../typed/use-kept-text.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/inputs.tsx";
import { tagsOf } from "../edit/draft.ts";

type TagProps = {
  rows: ItemRow[];
  resumed?: Kept<"tags"> | undefined;
  onClose(): void;
  onTag(tags: string[]): void;
};

/** The dialog; a comma ends a tag, as in the editor. */
export function TagDialog({ rows, resumed, onClose, onTag }: TagProps) {
  const [text, setText] = useState(resumed?.text.tags ?? "");
  const tags = tagsOf(text);
  const items = rows.map(({ item }) => item);
  const isKept = text !== "" && items.length <= typedItemsMost;
  const kept = useKeptText(resumed?.typed ?? null, isKept ? { kind: "tags", items, tags: text } : null);
  const ending = (act: () => void) => () => {
    void kept.end();
    act();
  };
  return (
    <Dialog
      name="item-tag"
      title={words.itemActs.tag}
      onClose={ending(onClose)}
      onDone={ending(() => onTag(tags))}
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
