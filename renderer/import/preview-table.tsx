/** The dry run: counts, where each group goes, and every row with what will happen to it. */
import { useMemo, useState } from "react";
import type { ImportPreview, VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { isFound } from "../page/fold-text.ts";
import { SearchField } from "../ui/inputs.tsx";
import { GroupTargets } from "./group-targets.tsx";
import { type PreviewRow, type PreviewState, previewRows, previewStates } from "./preview-rows.ts";
import { RowTable } from "./row-table.tsx";
import type { Targets } from "./targets.ts";

type PreviewProps = {
  preview: ImportPreview;
  vaults: VaultShape[];
  targets: Targets;
  isTaking: boolean;
  onTargets(targets: Targets): void;
};

/** Draws it. */
export function PreviewTable({ preview, vaults, targets, isTaking, onTargets }: PreviewProps) {
  const [filter, setFilter] = useState<PreviewState | "all">("all");
  const [text, setText] = useState("");
  const rows = useMemo(() => previewRows(preview, targets), [preview, targets]);
  const seen = rows.filter(
    (row) => (filter === "all" || row.state === filter) && (text === "" || isFound(text, row.name, row.username)),
  );
  const count = (state: PreviewState): number => rows.filter((row) => row.state === state).length;
  return (
    <>
      {!isTaking && <Counts rows={rows} groups={preview.groups.length} count={count} />}
      <div className="import-cols">
        <GroupTargets
          groups={preview.groups}
          vaults={vaults}
          targets={targets}
          isFixed={isTaking}
          onTargets={onTargets}
        />
        <div className="import-rows">
          <div className="import-filters">
            {(["all", ...previewStates] as const).map((state) => (
              <button
                key={state}
                type="button"
                className="chip"
                aria-pressed={filter === state}
                onClick={() => setFilter(state)}
              >
                {words.import.filters[state]}{" "}
                <span className="tab">{state === "all" ? rows.length : count(state)}</span>
              </button>
            ))}
            <span className="grow" />
            <div className="import-search">
              <SearchField
                aria-label={words.import.search}
                placeholder={words.import.search}
                value={text}
                hasKey={false}
                onChange={(event) => setText(event.target.value)}
              />
            </div>
          </div>
          <RowTable rows={seen} />
        </div>
      </div>
    </>
  );
}

type CountsProps = { rows: PreviewRow[]; groups: number; count(state: PreviewState): number };

function Counts({ rows, groups, count }: CountsProps) {
  return (
    <div className="import-counts">
      <div className="import-numbers">
        {previewStates.map((state) => (
          <span key={state} className="line">
            <span className="square" data-state={state} />
            <span>
              <b>{count(state)}</b> <span className="t2">{words.import.counts[state]}</span>
            </span>
          </span>
        ))}
        <span className="grow" />
        <span className="meta">{words.import.summary(rows.length, groups)}</span>
      </div>
      <div className="split" aria-hidden="true">
        {previewStates.map((state) => (
          <span key={state} data-state={state} style={{ flexGrow: count(state) }} hidden={count(state) === 0} />
        ))}
      </div>
    </div>
  );
}
