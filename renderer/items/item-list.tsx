/** The list of items: two-line rows, only as many in the page as can be seen. Silence means that all is well. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { CloudUpload, GitMerge, Pencil, TriangleAlert, UsersRound } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { ItemRow, VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { Badge, Mark } from "../ui/controls.tsx";
import { BoneRow, TwoLines, useSlow } from "../ui/rows.tsx";
import { readWebsite } from "./shown/website.ts";

export const listId = "item-list";
const rowPx = 44;
const padPx = 6;
const bones = [72, 54, 64, 46, 58, 70];

type ListProps = {
  rows: ItemRow[];
  /** How many there are; the rows behind those given are on their way. */
  total: number;
  vaults: VaultShape[];
  selected: number;
  editing: string | null;
  onPick(item: string): void;
  onMove(by: number): void;
  onNeed(rows: number): void;
};

/** Draws the rows around what is seen. */
export function ItemList(props: ListProps) {
  const { rows, total, vaults, selected, onNeed } = props;
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    paddingStart: padPx,
    paddingEnd: padPx,
    scrollPaddingStart: padPx,
    scrollPaddingEnd: padPx,
    overscan: 8,
  });
  const places = virtual.getVirtualItems();
  const last = places.at(-1)?.index ?? 0;
  useEffect(() => {
    if (selected >= 0 && selected < total) virtual.scrollToIndex(selected);
  }, [selected, total, virtual]);
  useEffect(() => {
    if (last >= rows.length && last < total) onNeed(last + 1);
  }, [last, rows.length, total, onNeed]);
  return (
    <div
      ref={box}
      id={listId}
      className="rows placed-rows"
      role="listbox"
      tabIndex={0}
      aria-label={words.section.items}
      aria-activedescendant={places.some(({ index }) => index === selected) ? rowId(rows[selected]) : undefined}
      onKeyDown={(event) => moveBy(event, total, box.current, props.onMove)}
    >
      <div className="placed-box" role="presentation" style={{ height: virtual.getTotalSize() }}>
        {places.map(({ index, start }) => {
          const row = rows[index];
          return (
            <div
              key={row?.item ?? index}
              className="placed"
              role="presentation"
              style={{ transform: `translateY(${start}px)` }}
            >
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

/** The id of a row's element, for `aria-activedescendant`. */
export function rowId(row: ItemRow | undefined): string | undefined {
  return row === undefined ? undefined : `row-${row.item}`;
}

function moveBy(event: KeyboardEvent, total: number, box: HTMLElement | null, move: (by: number) => void): void {
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
  if (by === undefined) return;
  event.preventDefault();
  move(by);
}

type RowProps = ListProps & { row: ItemRow; index: number; vault: VaultShape | undefined };

function Row({ row, index, vault, total, selected, editing, onPick }: RowProps) {
  const people = vault?.access.length ?? 1;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys for all its rows
    <div
      id={rowId(row)}
      role="option"
      aria-selected={index === selected}
      aria-posinset={index + 1}
      aria-setsize={total}
      tabIndex={-1}
      className="row"
      onClick={() => onPick(row.item)}
    >
      <Mark id={row.item} name={row.title} />
      <TwoLines
        title={row.title}
        fact={people > 1 && <People count={people} />}
        meta={row.username ?? readWebsite(row.urls[0]?.url ?? "")?.host ?? ""}
        badge={<State row={row} isEditing={row.item === editing} />}
      />
    </div>
  );
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
