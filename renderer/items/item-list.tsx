/** The list of items: two-line rows, only as many in the page as can be seen. Silence means that all is well. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { CloudUpload, GitMerge, TriangleAlert, UsersRound } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { ItemRow, VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../copy/words.ts";
import { Badge, Mark } from "../ui/controls.tsx";

const rowPx = 44;
const skeletonAfterMs = 150;
type ListProps = {
  rows: ItemRow[];
  vaults: VaultShape[];
  selected: number;
  isLoading: boolean;
  isFiltered: boolean;
  onPick(item: string): void;
  onMove(by: number): boolean;
};

/** Draws the rows around what is seen. */
export function ItemList({ rows, vaults, selected, isLoading, isFiltered, onPick, onMove }: ListProps) {
  const box = useRef<HTMLDivElement>(null);
  const [isSlow, setSlow] = useState(false);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    overscan: 8,
  });
  useEffect(() => {
    if (selected >= 0 && selected < rows.length) virtual.scrollToIndex(selected);
  }, [selected, rows.length, virtual]);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(isLoading), skeletonAfterMs);
    return () => clearTimeout(timer);
  }, [isLoading]);
  if (rows.length === 0) {
    return (
      <div className="list-note t2" role="status">
        {isLoading ? isSlow && words.items.soon : isFiltered ? "" : words.items.empty}
      </div>
    );
  }
  return (
    <div
      ref={box}
      className="rows"
      role="listbox"
      tabIndex={0}
      aria-label={words.room.items}
      aria-activedescendant={rows[selected] === undefined ? undefined : `row-${rows[selected].item}`}
      onKeyDown={(event) => {
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          event.preventDefault();
          onMove(event.key === "ArrowDown" ? 1 : -1);
        }
      }}
    >
      <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index] as ItemRow;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list box hears the keys for all its rows
            <div
              key={row.item}
              id={`row-${row.item}`}
              role="option"
              aria-selected={index === selected}
              tabIndex={-1}
              className="row"
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => onPick(row.item)}
            >
              <Mark id={row.item} name={row.title} />
              <div className="grow">
                <div className="row-title cut">{row.title}</div>
                <div className="meta cut">{row.username ?? row.urls[0]?.url ?? ""}</div>
              </div>
              <div className="row-end">
                <People vault={vaults.find((one) => one.vault === row.vault)} />
                <State row={row} />
              </div>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function People({ vault }: { vault: VaultShape | undefined }) {
  const count = vault?.access.length ?? 1;
  if (count < 2) return <span style={{ height: 18 }} />;
  return (
    <span className="people-count t3 tab" title={words.count.people(count)}>
      <UsersRound size={12} aria-hidden="true" />
      {count}
    </span>
  );
}

function State({ row }: { row: ItemRow }) {
  if (row.damaged !== undefined)
    return (
      <Badge icon={TriangleAlert} tone="att" small>
        {words.items.damaged}
      </Badge>
    );
  if (row.conflicts > 0)
    return (
      <Badge icon={GitMerge} tone="att" small>
        {words.items.conflict}
      </Badge>
    );
  return row.draft ? (
    <Badge icon={CloudUpload} small>
      {words.items.draft}
    </Badge>
  ) : null;
}
