/** Every row of a dry run, only as many in the page as can be seen. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { Equal, type LucideIcon, Minus, Pencil, Plus } from "lucide-react";
import { useRef } from "react";
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

/** Head and rows. */
export function RowTable({ rows }: { rows: PreviewRow[] }) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    overscan: 10,
  });
  const { columns } = words.import;
  return (
    <div className="import-table">
      <div className="import-head meta">
        {[columns.title, columns.user, columns.result, columns.what].map((name) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list has to scroll by keyboard */}
      <div ref={box} className="import-list" tabIndex={0} role="group" aria-label={words.import.title}>
        <div className="placed-box" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => (
            <Row key={rows[index]?.key} row={rows[index] as PreviewRow} start={start} />
          ))}
        </div>
      </div>
    </div>
  );
}

function Row({ row, start }: { row: PreviewRow; start: number }) {
  const { icon, tone } = looks[row.state];
  return (
    <div className="import-row" data-state={row.state} style={{ transform: `translateY(${start}px)` }}>
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
      <span className="meta cut" title={row.what}>
        {row.what}
      </span>
    </div>
  );
}
