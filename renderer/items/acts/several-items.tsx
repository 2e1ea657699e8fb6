/** The right pane while several items are marked: how many, and what can be done with all of them. */
import { FolderInput, Tag, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { words } from "../../../shared/copy/words.ts";
import { shownKey, useKeys } from "../../page/keys.ts";
import { Button } from "../../ui/controls.tsx";
import type { ItemActName } from "./item-acts.ts";

type SeveralProps = { count: number; onAct(act: ItemActName): void; onTag(): void };

/** Draws it. */
export function SeveralItems({ count, onAct, onTag }: SeveralProps) {
  return (
    <Several count={count}>
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

type TrashProps = { count: number; onRestore(): void };

/** The same in Trash. */
export function SeveralInTrash({ count, onRestore }: TrashProps) {
  useKeys({
    main: () => {
      onRestore();
      return true;
    },
  });
  return (
    <Several count={count}>
      <Button kind="main" shortcut={shownKey("main")} size={32} onClick={onRestore}>
        {words.itemActs.restoreAll(count)}
      </Button>
    </Several>
  );
}

function Several({ count, children }: { count: number; children: ReactNode }) {
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
        </div>
      </div>
    </main>
  );
}
