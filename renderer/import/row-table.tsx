/** Every row of a dry run, only as many in the page as can be seen. */
import { Checkbox } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Ban, Equal, type LucideIcon, Minus, Pencil, Plus } from "lucide-react";
import { useEffect, useRef } from "react";
import { words } from "../../shared/copy/words.ts";
import { Badge, Mark, type Tone } from "../ui/controls.tsx";
import type { PreviewRow, PreviewState } from "./preview-rows.ts";

const rowPx = 36;
const looks: Record<PreviewState, { icon: LucideIcon; tone: Tone }> = {
  new: { icon: Plus, tone: "new" },
  same: { icon: Equal, tone: "plain" },
  changed: { icon: Pencil, tone: "att" },
  not: { icon: Minus, tone: "outline" },
};

type TableProps = {
  rows: PreviewRow[];
  /** While items are taken no row is chosen any more. */
  isFixed: boolean;
  onLeft(places: readonly number[], isLeft: boolean): void;
};

/** Head and rows. */
export function RowTable({ rows, isFixed, onLeft }: TableProps) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    overscan: 10,
  });
  // The first focus of a dry run: arrow keys scroll, Enter takes.
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
  }, []);
  const { columns } = words.import;
  return (
    <div className="import-table">
      <div className="import-head meta">
        <span />
        {[columns.title, columns.user, columns.result, columns.what].map((name) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list has to scroll by keyboard */}
      <div ref={box} className="import-list" tabIndex={0} role="group" aria-label={words.import.title}>
        <div className="placed-box" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => (
            <Row
              key={rows[index]?.key}
              row={rows[index] as PreviewRow}
              start={start}
              isFixed={isFixed}
              onLeft={onLeft}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

type RowProps = Omit<TableProps, "rows"> & { row: PreviewRow; start: number };

function Row({ row, start, isFixed, onLeft }: RowProps) {
  const { icon, tone } = looks[row.state];
  const { place, isTaken } = row;
  return (
    <div
      className="import-row"
      data-state={row.state}
      data-left={isTaken === false}
      style={{ transform: `translateY(${start}px)` }}
    >
      {row.state === "not" ? (
        <Ban size={16} strokeWidth={1.75} className="t3" aria-hidden="true" />
      ) : (
        <Checkbox
          size="xs"
          aria-label={words.import.takeRow(row.name)}
          disabled={isTaken === null || isFixed}
          checked={isTaken === true}
          onChange={() => place !== null && onLeft([place], isTaken === true)}
        />
      )}
      <span className="line cut">
        <Mark id={row.name} name={row.name} size={24} />
        <span className="row-title cut" title={row.name}>
          {row.name}
        </span>
      </span>
      <span className="t2 cut">{row.username}</span>
      <span>
        <Badge icon={icon} tone={tone}>
          {words.import.filters[row.state]}
        </Badge>
      </span>
      <span className="meta import-what" title={row.what}>
        {row.what}
      </span>
    </div>
  );
}
