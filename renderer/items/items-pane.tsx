/** The right pane: an item, its editor, or how to begin where there is none. */
import type { ItemRow, MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { ItemKind } from "../../shared/model/kinds/kinds.ts";
import type { ItemActName } from "./acts/item-acts.ts";
import { SeveralInTrash, SeveralItems } from "./acts/several-items.tsx";
import type { NewOf, Resumed } from "./edit/draft.ts";
import { ItemEditor } from "./edit/item-editor.tsx";
import { ItemDetail } from "./item-detail.tsx";
import { FirstItems } from "./items-empty.tsx";
import type { Mode } from "./mode.ts";
import type { ShownItem } from "./shown/use-shown-item.ts";
import { TrashDetail } from "./trash-detail.tsx";
import type { ItemListState, Shelf } from "./use-item-list.ts";

type PaneProps = {
  mode: Mode;
  list: ItemListState;
  shown: ShownItem | null;
  /** What was typed before and is taken up again by the editor. */
  resumed: Resumed | null;
  vaults: VaultShape[];
  members: MemberShape[];
  canAdd: boolean;
  onEdit(): void;
  onSheet(vault: string, shares?: boolean): void;
  onMakeVault(): void;
  onImport(): void;
  onNew(kind?: ItemKind, of?: NewOf): void;
  /** What a new one begins as. */
  start: { kind: ItemKind } & NewOf;
  /** Shows another item, wherever it is. */
  onItem(item: string): void;
  onAct(act: ItemActName): void;
  onRestore(): void;
  onTag(): void;
  onOpen(index: number): void;
  onBack(): void;
  onDone(item: string | null): void;
};

/** Chooses the pane. */
export function ItemsPane(props: PaneProps) {
  const { mode, list, shown, vaults, members } = props;
  const vault = vaults.find((one) => one.vault === shown?.row.vault);
  if (mode === "new")
    return (
      <ItemEditor
        key={props.resumed?.typed ?? "new"}
        shown={null}
        resumed={props.resumed}
        start={{ title: list.total === 0 ? list.text.trim() : "", ...props.start }}
        vaults={vaults}
        members={members}
        vault={props.start.vault ?? list.vault}
        onDone={props.onDone}
      />
    );
  if (shown === null || (list.total === 0 && mode !== "edit")) return <NoItem {...props} />;
  if (mode === "edit" && shown.detail !== null)
    return (
      <ItemEditor
        key={shown.row.item}
        shown={shown}
        resumed={props.resumed}
        start={{ kind: shown.row.kind, title: "" }}
        vaults={vaults}
        members={members}
        vault={shown.row.vault}
        onDone={props.onDone}
      />
    );
  if (list.marked.size > 1 && mode === "view") {
    const marked = { count: list.marked.size, rows: firstMarked(list) };
    return list.isTrash ? (
      <SeveralInTrash {...marked} vaults={vaults} all={list.actsOn} onRestore={props.onRestore} />
    ) : (
      <SeveralItems {...marked} onAct={props.onAct} onTag={props.onTag} />
    );
  }
  if (shown.row.deleted !== undefined)
    return (
      <TrashDetail
        key={shown.row.item}
        {...{ shown, vault, members }}
        onBack={props.onBack}
        onRestore={props.onRestore}
      />
    );
  return <ItemDetail key={shown.row.item} shown={shown} {...{ vault, members, vaults }} {...actsOf(props)} />;
}

/** What the detail can do. */
function actsOf({ onNew, onItem, onBack, onEdit, onAct, onOpen, onSheet }: PaneProps) {
  return { onNew, onItem, onBack, onEdit, onAct, onOpen, onSheet };
}

const mostNamed = 8;

/** Of the marked items those that the page has at hand, from the top. */
function firstMarked({ total, rowAt, marked }: ItemListState): ItemRow[] {
  const found: ItemRow[] = [];
  for (let at = 0; at < total && at < mostLooked && found.length < mostNamed; at++) {
    const row = rowAt(at);
    if (row !== undefined && marked.has(row.item)) found.push(row);
  }
  return found;
}
const mostLooked = 10_000;

const emptyShelves = {
  trash: { title: words.itemActs.trashEmpty, note: words.itemActs.trashEmptyNote },
  favourites: { title: words.itemActs.noFavourites, note: words.itemActs.noFavouritesNote },
  needs: { title: words.needs.none, note: words.needs.noneNote },
} satisfies Record<Exclude<Shelf, "all">, { title: string; note: string }>;

function EmptyShelf({ shelf }: { shelf: Exclude<Shelf, "all"> }) {
  const { title, note } = emptyShelves[shelf];
  return (
    <main className="detail">
      <div className="band detail-band" />
      <div className="first-scroll">
        <div className="first">
          <h2 className="screen-title">{title}</h2>
          <p className="t2 first-note">{note}</p>
        </div>
      </div>
    </main>
  );
}

function NoItem({ list, vaults, members, canAdd, onImport, onNew, onMakeVault, onSheet }: PaneProps) {
  if (list.isLoading || list.failure !== null || list.text.trim() !== "" || list.total > 0)
    return (
      <main className="detail" aria-busy={list.isLoading}>
        <div className="band" />
      </main>
    );
  if (list.shelf !== "all") return <EmptyShelf shelf={list.shelf} />;
  return (
    <FirstItems
      vault={vaults.find((one) => one.vault === list.vault) ?? null}
      members={members}
      canAdd={canAdd}
      onImport={onImport}
      onNew={() => onNew()}
      onVault={onMakeVault}
      onSheet={onSheet}
    />
  );
}
