/** The list of items: two-line rows, only as many in the page as can be seen. Silence means that all is well. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { CloudUpload, GitMerge, Pencil, TriangleAlert, UsersRound } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, useEffect, useLayoutEffect, useRef } from "react";
import type { ItemRow, MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { shortTime } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { Badge, Mark } from "../ui/controls.tsx";
import { BoneRow, TwoLines, useSlow } from "../ui/rows.tsx";
import { useTypeAhead } from "./list/use-type-ahead.ts";
import { memberName } from "./shown/member-name.ts";
import { readWebsite } from "./shown/website.ts";
import type { ItemListState } from "./use-item-list.ts";

/** What a row carries while it is dragged: its id. */
export const draggedType = "application/x-latchkey-item";
export const listId = "item-list";
const rowPx = 44;
const headPx = 28;
const padPx = 6;
const bones = [72, 54, 64, 46, 58, 70];

export type RowActs = {
  onPick(item: string): void;
  /** `isRange`: everything on the way is marked. */
  onMove(by: number, isRange: boolean): void;
  /** Opens the menu of the row there, which is selected then unless it is marked. */
  onMenu(row: ItemRow, place: { x: number; y: number }): void;
  onUse(row: ItemRow): void;
  /** What is no act is typed into the search. */
  onType(text: string): void;
};

export type ListProps = RowActs & {
  list: ItemListState;
  vaults: VaultShape[];
  members: MemberShape[];
  selected: number;
  editing: string | null;
};

/** Draws the rows around what is seen. */
export function ItemList(props: ListProps) {
  const { list, vaults, selected } = props;
  const { total, recent, look, rowAt } = list;
  const hasHead = (index: number): boolean => recent > 0 && (index === 0 || index === recent);
  const box = useRef<HTMLDivElement>(null);
  const typed = useTypeAhead(props.onType);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => box.current,
    estimateSize: (index) => rowPx + (hasHead(index) ? headPx : 0),
    paddingStart: padPx,
    paddingEnd: padPx,
    scrollPaddingStart: padPx,
    scrollPaddingEnd: padPx,
    overscan: 8,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the heads take space, and where they stand follows from `recent`
  useLayoutEffect(() => void virtual.measure(), [recent, virtual]);
  const places = virtual.getVirtualItems();
  const [top, last] = [places[0]?.index ?? 0, places.at(-1)?.index ?? 0];
  useEffect(() => {
    if (selected >= 0 && selected < total) virtual.scrollToIndex(selected);
  }, [selected, total, virtual]);
  useEffect(() => void look(top, last), [top, last, look]);
  return (
    <div
      ref={box}
      id={listId}
      className="rows placed-rows"
      role="listbox"
      tabIndex={0}
      aria-label={words.section.items}
      aria-multiselectable="true"
      aria-activedescendant={places.some(({ index }) => index === selected) ? rowId(rowAt(selected)) : undefined}
      onKeyDown={(event) => (typed(event) ? event.preventDefault() : keyPressed(event, props, box.current))}
    >
      <div className="placed-box" role="presentation" style={{ height: virtual.getTotalSize() }}>
        {places.map(({ index, start }) => {
          const row = rowAt(index);
          return (
            <div
              key={row?.item ?? index}
              className="placed"
              role="presentation"
              style={{ transform: `translateY(${start}px)` }}
            >
              {hasHead(index) && <Head>{index === 0 ? words.listOrder.recent : words.listOrder.others}</Head>}
              {row === undefined ? (
                <BoneRow widthPercent={bones[index % bones.length] as number} />
              ) : (
                <Row {...props} row={row} index={index} vault={vaults.find((one) => one.vault === row.vault)} />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Head({ children }: { children: string }) {
  return (
    <div className="rows-head" aria-hidden="true" style={{ height: headPx }}>
      {children}
    </div>
  );
}

/** The id of a row's element, for `aria-activedescendant`. */
export function rowId(row: ItemRow | undefined): string | undefined {
  return row === undefined ? undefined : `row-${row.item}`;
}

/** The keys of the list: moving with and without marking, all, the menu of the row. */
export function keyPressed(
  event: KeyboardEvent,
  { list, selected, onMove, onMenu }: ListProps,
  box: HTMLElement | null,
) {
  const { total } = list;
  const page = Math.max(1, Math.floor((box?.clientHeight ?? rowPx) / rowPx) - 1);
  const steps: Record<string, number> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -total,
    End: total,
  };
  const by = steps[event.key];
  const row = list.rowAt(selected);
  const hasMod = event.ctrlKey || event.metaKey;
  if (by !== undefined) onMove(by, event.shiftKey);
  else if (hasMod && event.key.toLowerCase() === "a") list.markAll();
  else if ((event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) && row !== undefined)
    onMenu(row, besideRow(row));
  else return;
  event.preventDefault();
}

/** Where the menu of a row opens without a pointer. */
export function besideRow(row: ItemRow): { x: number; y: number } {
  const box = document.getElementById(rowId(row) ?? "")?.getBoundingClientRect();
  return { x: (box?.left ?? 0) + 56, y: box?.bottom ?? 0 };
}

type RowProps = ListProps & { row: ItemRow; index: number; vault: VaultShape | undefined };

/** One row; the box around it takes the keys. */
export function Row({ row, index, vault, list, members, selected, editing, onPick, onMenu, onUse }: RowProps) {
  const people = vault?.readers.length ?? 1;
  const isMarked = list.marked.size === 0 ? index === selected : list.marked.has(row.item);
  const clicked = (event: MouseEvent): void => {
    if (event.shiftKey) list.markTo(index);
    else if (event.ctrlKey || event.metaKey) list.toggle(row.item, index);
    else onPick(row.item);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys for all its rows
    <div
      id={rowId(row)}
      role="option"
      aria-selected={isMarked}
      aria-posinset={index + 1}
      aria-setsize={list.total}
      tabIndex={-1}
      className="row"
      data-active={index === selected}
      data-cursor={list.marked.size > 0 && index === selected}
      draggable={row.deleted === undefined}
      onClick={clicked}
      onDoubleClick={() => onUse(row)}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu(row, { x: event.clientX, y: event.clientY });
      }}
      onDragStart={(event) => {
        if (!isMarked) onPick(row.item);
        event.dataTransfer.setData(draggedType, row.item);
        event.dataTransfer.effectAllowed = "move";
      }}
    >
      <Mark id={row.item} name={row.title} />
      <TwoLines
        title={row.deleted !== undefined && row.title === "" ? words.itemActs.untitled : row.title}
        fact={people > 1 && <People count={people} />}
        meta={metaOf(row, members)}
        badge={<State row={row} isEditing={row.item === editing} />}
      />
    </div>
  );
}

function metaOf(row: ItemRow, members: MemberShape[]): string {
  const { deleted, needs, damaged, conflicts } = row;
  if (needs !== undefined)
    return words.needs.row[needs]({ others: conflicts, who: memberName(damaged?.user, members) });
  if (deleted === undefined) return row.username ?? readWebsite(row.urls[0]?.url ?? "")?.host ?? "";
  return words.items.versionBy(memberName(deleted.user, members), shortTime(deleted.at));
}

function People({ count }: { count: number }) {
  return (
    <span className="row-fact tab">
      <UsersRound size={13} strokeWidth={1.75} aria-hidden="true" />
      <span aria-hidden="true">{count}</span>
      <span className="only-read">{words.count.people(count)}</span>
    </span>
  );
}

function State({ row, isEditing }: { row: ItemRow; isEditing: boolean }) {
  if (isEditing)
    return (
      <Badge icon={Pencil} small tone="raised">
        {words.items.editing}
      </Badge>
    );
  if (row.damaged !== undefined)
    return (
      <Badge icon={TriangleAlert} tone="act" small>
        {words.items.damaged}
      </Badge>
    );
  if (row.conflicts > 0)
    return (
      <Badge icon={GitMerge} tone="att" small>
        {words.items.conflict}
      </Badge>
    );
  if (!row.draft) return null;
  return (
    <Badge icon={CloudUpload} small>
      {words.items.draft}
    </Badge>
  );
}

/** The list while it is read: bones after 150 ms. */
export function ListBones() {
  const isSlow = useSlow(true);
  return (
    <div className="rows" role="status" aria-label={words.items.reading}>
      {isSlow &&
        [...bones, ...bones].map((width, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: bones have only their place
          <BoneRow key={at} widthPercent={width} />
        ))}
    </div>
  );
}
