/** The right pane while several items are marked: how many, and what can be done with all of them. */
import { FolderInput, Tag, Trash2 } from "lucide-react";
import { useState } from "react";
import type { ItemRow } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import { shownKey } from "../../page/keys.ts";
import { Button, Mark } from "../../ui/controls.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/inputs.tsx";
import { TwoLines } from "../../ui/rows.tsx";
import type { ItemActName } from "./item-acts.ts";

type SeveralProps = {
  count: number;
  /** The first of them. */
  rows: ItemRow[];
  onAct(act: ItemActName): void;
  onTag(tag: string): void;
};

/** Draws it. */
export function SeveralItems({ count, rows, onAct, onTag }: SeveralProps) {
  const [isTagging, setTagging] = useState(false);
  return (
    <main className="detail">
      <div className="band detail-band" />
      <div className="first-scroll">
        <div className="first">
          <h2 className="screen-title" role="status">
            {words.itemActs.marked(count)}
          </h2>
          <p className="t2 first-note">{words.itemActs.markedNote}</p>
          <div className="several-acts">
            <Button shortcut={shownKey("move")} size={32} onClick={() => onAct("move")}>
              <FolderInput size={16} strokeWidth={1.75} aria-hidden="true" />
              {words.itemActs.move}
            </Button>
            <Button size={32} onClick={() => setTagging(true)}>
              <Tag size={16} strokeWidth={1.75} aria-hidden="true" />
              {words.itemActs.tag}
            </Button>
            <Button shortcut={shownKey("remove")} size={32} onClick={() => onAct("remove")}>
              <Trash2 size={16} strokeWidth={1.75} aria-hidden="true" />
              {words.itemActs.remove}
            </Button>
          </div>
          <ul className="several-rows">
            {rows.map(({ item, title, username }) => (
              <li key={item} className="person-row">
                <Mark id={item} name={title} size={24} />
                <TwoLines title={title} meta={username ?? ""} />
              </li>
            ))}
            {count > rows.length && <li className="meta several-more">{words.itemActs.more(count - rows.length)}</li>}
          </ul>
        </div>
      </div>
      {isTagging && (
        <TagItems
          onClose={() => setTagging(false)}
          onTag={(tag) => {
            setTagging(false);
            onTag(tag);
          }}
        />
      )}
    </main>
  );
}

const tagChars = 60;

function TagItems({ onClose, onTag }: { onClose(): void; onTag(tag: string): void }) {
  const [tag, setTag] = useState("");
  return (
    <Dialog
      title={words.itemActs.tag}
      onClose={onClose}
      onDone={() => onTag(tag.trim())}
      done={words.itemActs.tagDone}
      canDo={tag.trim() !== ""}
    >
      <TextField
        label={words.items.tags}
        hideLabel
        data-autofocus
        value={tag}
        maxLength={tagChars}
        onChange={(event) => setTag(event.target.value)}
      />
    </Dialog>
  );
}
