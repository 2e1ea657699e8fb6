/** The right pane while several items are marked: how many, which, and what can be done with all of them. */
import { FolderInput, RotateCcw, Tag, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import type { ItemRow, VaultShape } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import { shownKey, useKeys } from "../../page/keys.ts";
import { Button, Mark } from "../../ui/controls.tsx";
import { TwoLines } from "../../ui/rows.tsx";
import type { ItemActName } from "./item-acts.ts";
import { PurgeItemsOffer } from "./purge-items.tsx";

type Marked = {
  count: number;
  /** The first of them. */
  rows: ItemRow[];
};

/** Draws it. */
export function SeveralItems({ onAct, onTag, ...marked }: Marked & { onAct(act: ItemActName): void; onTag(): void }) {
  return (
    <Several {...marked}>
      <Button shortcut={shownKey("move")} size={32} onClick={() => onAct("move")}>
        <FolderInput size={16} strokeWidth={1.75} aria-hidden="true" />
        {words.itemActs.move}
      </Button>
      <Button size={32} onClick={onTag}>
        <Tag size={16} strokeWidth={1.75} aria-hidden="true" />
        {words.itemActs.tag}
      </Button>
      <Button shortcut={shownKey("remove")} size={32} onClick={() => onAct("remove")}>
        <Trash2 size={16} strokeWidth={1.75} aria-hidden="true" />
        {words.itemActs.remove}
      </Button>
    </Several>
  );
}

type TrashProps = { vaults: VaultShape[]; onRestore(): void; all(): Promise<ItemRow[]> };

/** The same in Trash. */
export function SeveralInTrash({ onRestore, vaults, all, ...marked }: Marked & TrashProps) {
  useKeys({
    main: () => {
      onRestore();
      return true;
    },
  });
  return (
    <Several {...marked}>
      <Button kind="main" shortcut={shownKey("main")} size={32} onClick={onRestore}>
        <RotateCcw size={16} strokeWidth={1.75} aria-hidden="true" />
        {words.itemActs.restoreAll(marked.count)}
      </Button>
      <PurgeItemsOffer vaults={vaults} marked={all} />
    </Several>
  );
}

function Several({ count, rows, children }: Marked & { children: ReactNode }) {
  return (
    <main className="detail">
      <div className="band detail-band" />
      <div className="first-scroll">
        <div className="first">
          <h2 className="screen-title" role="status">
            {words.itemActs.marked(count)}
          </h2>
          <p className="t2 first-note">{words.itemActs.markedNote}</p>
          <div className="several-acts">{children}</div>
          <ul className="several-rows">
            {rows.map(({ item, title, username }) => (
              <li key={item} className="person-row">
                <Mark id={item} name={title} size={24} />
                <TwoLines title={title === "" ? words.itemActs.untitled : title} meta={username ?? ""} />
              </li>
            ))}
            {count > rows.length && <li className="meta several-more">{words.itemActs.more(count - rows.length)}</li>}
          </ul>
        </div>
      </div>
    </main>
  );
}
