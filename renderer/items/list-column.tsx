/** The middle column: search on top, always; rows below. */
import { useMediaQuery } from "@mantine/hooks";
import { Ban } from "lucide-react";
import type { KeyboardEvent, RefObject } from "react";
import type { MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { linkedItem } from "../../shared/model/item-links.ts";
import { retryAnswers } from "../client/client.ts";
import { isMarkAll, stepOf } from "../page/list-keys.ts";
import { TypedOffer } from "../typed/typed-offer.tsx";
import { Button } from "../ui/controls.tsx";
import { SearchField } from "../ui/inputs.tsx";
import { Alert } from "../ui/rows.tsx";
import { vaultTitle } from "../vaults/vault-title.ts";
import { besideRow, ItemList, ListBones, type RowActs } from "./item-list.tsx";
import { NoLink, NothingFound } from "./items-empty.tsx";
import { ListHead } from "./list/list-head.tsx";
import { NeedsList } from "./needs-list.tsx";
import { type Needs, needsCount } from "./needs-you.tsx";
import type { ItemListState, Shelf } from "./use-item-list.ts";
import { type VaultActs, VaultPicker } from "./vault-column.tsx";

type ListColumnProps = VaultActs &
  Needs &
  Omit<RowActs, "onType"> & {
    list: ItemListState;
    members: MemberShape[];
    vaults: VaultShape[];
    chosen: string | null;
    shelf: Shelf;
    canAdd: boolean;
    failure: Failure | null;
    search: RefObject<HTMLInputElement | null>;
    isEditing: boolean;
    isAdding: boolean;
  };

/** As in `columns.css`: here the choice of the vault stands beside the search. */
const narrowWindow = "(max-width: 1099px)";
/** So many letters have space in the search of a wide window. */
const longestSearch = 32;

/** Draws the column. */
export function ListColumn(props: ListColumnProps) {
  const { list, vaults, search, onMove } = props;
  const vault = vaults.find((one) => one.vault === list.vault);
  const name = searchName(list, vault);
  const isNarrow = useMediaQuery(narrowWindow, false, { getInitialValueInEffect: false });
  const keyPressed = (event: KeyboardEvent): void => {
    const by = stepOf(event, list.total);
    const hasText = list.text !== "";
    // In an empty search they would do nothing: there they are the list's.
    if (by !== null) onMove(by, event.shiftKey && !hasText);
    else if (!hasText && isMarkAll(event)) list.markAll();
    else if (event.key === "ContextMenu" && list.selected !== undefined)
      props.onMenu(list.selected, besideRow(list.selected));
    else return;
    event.preventDefault();
  };
  return (
    <section className="list-col" aria-label={list.isTrash ? words.itemActs.trash : words.section.items}>
      <div className="band">
        <VaultPicker {...props} />
        <SearchField
          ref={search}
          aria-label={name}
          // The choice of the vault beside it says where, in a window that has no space for both.
          placeholder={isNarrow || name.length > longestSearch ? words.items.searchShort : name}
          value={list.text}
          onChange={(event) => list.type(event.target.value)}
          onKeyDown={keyPressed}
        />
      </div>
      {!props.isEditing && !props.isAdding && list.shelf !== "needs" && (
        <TypedOffer typed={props.typed} onResume={props.onResume} />
      )}
      {hasOrder(list) && (
        <ListHead
          total={list.total}
          order={list.order}
          kinds={list.kinds}
          chosen={list.kind}
          onChoose={list.chooseKind}
        />
      )}
      <Rows {...props} vault={vault} />
      {list.isTrash && list.total > 0 && <p className="list-note foot">{words.itemActs.trashNote}</p>}
      <AbsentNote vaults={vault === undefined ? vaults : [vault]} />
      <p className="only-read" role="status">
        {list.text.trim() !== "" && list.total > 0 && words.count.items(list.total)}
      </p>
    </section>
  );
}

/** Trash and what waits have their own, and few rows or the best hits of a search need none. */
function hasOrder({ shelf, text, total, kind, failure }: ItemListState): boolean {
  const isWhole = text.trim() === "" && total > 1;
  return (shelf === "all" || shelf === "favourites") && (isWhole || kind !== null) && failure === null;
}

function searchName({ shelf }: ItemListState, vault: VaultShape | undefined): string {
  if (shelf === "trash") return words.itemActs.searchTrash;
  if (shelf === "favourites") return words.itemActs.searchFavourites;
  if (shelf === "needs") return words.needs.search;
  return vault === undefined ? words.items.searchAll : words.items.search(vaultTitle(vault));
}

/** Items that the chain names and that are not on this computer: nobody shall take the list for all there is. */
function AbsentNote({ vaults }: { vaults: VaultShape[] }) {
  // Where the vault waits for its key or has stopped, its own note says why.
  const absent = vaults.reduce((sum, { state, absent }) => (explained.has(state) ? sum : sum + absent), 0);
  return absent > 0 && <p className="list-note foot">{words.items.absent(absent)}</p>;
}

const explained = new Set<VaultShape["state"]>(["key-pending", "stopped"]);

function Rows({ vault, ...props }: ListColumnProps & { vault: VaultShape | undefined }) {
  const { list, vaults, isEditing, isAdding } = props;
  const failure = list.failure ?? props.failure;
  if (failure !== null)
    return (
      <div className="rows">
        <Alert icon={Ban} tone="act" title={words.items.failed} isNow>
          {sentence(failure)}
        </Alert>
        <Button onClick={retryAnswers}>{words.act.retry}</Button>
      </div>
    );
  if (list.isLoading) return <ListBones />;
  if (list.total === 0 && linkedItem(list.text) !== null) return <NoLink onClear={() => list.type("")} />;
  if (list.total === 0 && list.text.trim() !== "")
    return (
      <NothingFound
        text={list.text.trim()}
        vault={vault}
        canAdd={props.canAdd && list.shelf === "all"}
        shelf={list.shelf}
        onEverywhere={() => list.choose(null)}
        onClear={() => list.type("")}
        onNew={() => props.onNew()}
      />
    );
  const isNeeds = list.shelf === "needs";
  if (list.total === 0 && !(isNeeds && needsCount(props) > 0))
    return <p className="list-note">{emptyNote(list.shelf, vault)}</p>;
  const rows = {
    ...{ list, vaults, members: props.members },
    selected: isAdding ? -1 : list.at,
    editing: isEditing ? (list.selected?.item ?? null) : null,
    ...{ onPick: props.onPick, onMove: props.onMove, onMenu: props.onMenu, onUse: props.onUse },
    onType: (letter: string) => {
      list.type(letter);
      props.search.current?.focus();
    },
  };
  const { unsent, typed, onResume } = props;
  return isNeeds ? <NeedsList {...rows} {...{ unsent, typed, onResume }} /> : <ItemList {...rows} />;
}

function emptyNote(shelf: Shelf, vault: VaultShape | undefined): string {
  if (shelf === "trash") return words.itemActs.trashEmpty;
  if (shelf === "favourites") return words.itemActs.noFavourites;
  if (shelf === "needs") return words.needs.none;
  if (vault === undefined) return words.items.empty;
  if (vault.state === "ended") return words.vault.endedBadge;
  return vault.count > 0 ? words.items.closedVault : words.items.emptyVault;
}
