/** The table of tools: only as many rows in the page as can be seen; one list box for the keyboard. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { TriangleAlert } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { CountedPart } from "../../shared/contract/coverage-shapes.ts";
import type { ToolRow } from "../../shared/contract/tool-shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { unsettledOf } from "../coverage/counts.ts";
import { CoverageBar } from "../coverage/coverage-bar.tsx";
import { Badge, Mark } from "../ui/controls.tsx";
import type { Active } from "./tool-filters.ts";

const rowPx = 44;

type TableProps = {
  rows: ToolRow[];
  names: ReadonlyMap<string, string>;
  active: Active;
  /** How the accounts of each tool stand. */
  factors: ReadonlyMap<string, CountedPart>;
  at: number;
  onOpen(tool: string): void;
  onKey(event: KeyboardEvent): void;
};

/** Head and rows. */
export function ToolTable({ rows, names, active, factors, at, onOpen, onKey }: TableProps) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    ...{ count: rows.length, overscan: 8 },
    ...{ getScrollElement: () => box.current, estimateSize: () => rowPx },
  });
  useEffect(() => {
    if (rows.length > 0) virtual.scrollToIndex(at);
  }, [at, rows.length, virtual]);
  const places = virtual.getVirtualItems();
  const { columns } = words.tools;
  return (
    <div className="tools-table">
      <div className="tools-row tools-head meta" aria-hidden="true">
        {[columns.tool, columns.owner, columns.deputy, columns.dataClass, columns.signIn, columns.factor].map(
          (name) => (
            <span key={name}>{name}</span>
          ),
        )}
        <span className="tools-count">{columns.accounts}</span>
      </div>
      <div
        ref={box}
        className="rows placed-rows tools-rows"
        role="listbox"
        tabIndex={0}
        aria-label={words.tools.list}
        aria-activedescendant={places.some(({ index }) => index === at) ? `tool-${rows[at]?.tool}` : undefined}
        onKeyDown={onKey}
      >
        <div className="placed-box" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {places.map(({ index, start }) => (
            <Option
              key={rows[index]?.tool}
              {...{ row: rows[index] as ToolRow, names, active, factors, onOpen, start }}
              place={{ index, of: rows.length, isSelected: index === at }}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

type OptionProps = Pick<TableProps, "names" | "active" | "factors" | "onOpen"> & {
  row: ToolRow;
  start: number;
  place: { index: number; of: number; isSelected: boolean };
};

function Option({ row, names, active, factors, onOpen, start, place }: OptionProps) {
  const { tool, name, owner, deputy, dataClass, signInBy, accounts } = row;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys for all its lines
    <div
      id={`tool-${tool}`}
      role="option"
      aria-selected={place.isSelected}
      aria-posinset={place.index + 1}
      aria-setsize={place.of}
      tabIndex={-1}
      className="placed tools-row"
      style={{ transform: `translateY(${start}px)`, height: rowPx }}
      onClick={() => onOpen(tool)}
    >
      <span className="line">
        <Mark id={tool} name={name} size={24} />
        <span className="row-title cut" title={name}>
          {name}
        </span>
      </span>
      <Answering name={active.get(owner ?? "")} missing={words.tools.noOwner} />
      <Answering name={active.get(deputy ?? "")} missing={words.tools.noDeputy} />
      <span className="t2 cut">{dataClass === null ? "" : words.tools.dataClasses[dataClass]}</span>
      <span className="t2 cut">{signInBy === null ? words.tools.ownPassword : names.get(signInBy)}</span>
      <Factor count={factors.get(tool)} />
      <span className="t2 tab tools-count">{accounts.toLocaleString("en")}</span>
    </div>
  );
}

/** Nothing is said where all are settled. */
function Factor({ count }: { count: CountedPart | undefined }) {
  if (count === undefined) return <span />;
  const left = unsettledOf(count);
  return (
    <span className="tools-factor">
      <CoverageBar count={count} />
      <span className="t2 cut">{left === 0 ? "" : words.tools.toSettle(left)}</span>
    </span>
  );
}

/** Who answers for it; somebody who left answers for nothing. */
function Answering({ name, missing }: { name: string | undefined; missing: string }) {
  if (name !== undefined) return <span className="t2 cut">{name}</span>;
  return (
    <span>
      <Badge icon={TriangleAlert} tone="att" small>
        {missing}
      </Badge>
    </span>
  );
}
