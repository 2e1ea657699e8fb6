/** The dry run: counts, where each group goes, and every row with what will happen to it. */
import { Checkbox } from "@mantine/core";
import { useMemo, useState } from "react";
import type { ImportPreview } from "../../shared/contract/import-shapes.ts";
import type { VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { isFound } from "../page/fold-text.ts";
import { Chip } from "../ui/controls.tsx";
import { SearchField } from "../ui/inputs.tsx";
import { type FileSpace, GroupTargets } from "./group-targets.tsx";
import {
  type Choice,
  newVaults,
  type PreviewRow,
  type PreviewState,
  previewRows,
  previewStates,
  sharedTargets,
} from "./preview-rows.ts";
import { RowTable } from "./row-table.tsx";
import type { Targets } from "./targets.ts";

type PreviewProps = {
  preview: ImportPreview;
  vaults: VaultShape[];
  choice: Choice;
  files: FileSpace;
  isTaking: boolean;
  onTargets(targets: Targets): void;
  onLeft(places: readonly number[], isLeft: boolean): void;
};
type Count = (state: PreviewState) => number;

const countIn =
  (list: PreviewRow[]): Count =>
  (state) =>
    list.filter((row) => row.state === state).length;

/** How many rows become what. */
function outcome(rows: PreviewRow[], count: Count) {
  const taken = (state: PreviewState) => rows.filter((row) => row.isTaken === true && row.state === state).length;
  const unchosen = rows.filter((row) => row.isTaken === false).length;
  return { added: taken("new"), changed: taken("changed"), same: count("same"), not: count("not") + unchosen };
}

/** Draws it. */
export function PreviewTable({ preview, vaults, choice, files, isTaking, onTargets, onLeft }: PreviewProps) {
  const [filter, setFilter] = useState<PreviewState | "all">("all");
  const [group, setGroup] = useState<string | null>(null);
  const [text, setText] = useState("");
  const rows = useMemo(() => previewRows(preview, choice), [preview, choice]);
  const ofGroup = group === null ? rows : rows.filter((row) => row.group === group);
  const seen = ofGroup.filter(
    (row) => (filter === "all" || row.state === filter) && (text === "" || isFound(text, row.name, row.username)),
  );
  const count = countIn(rows);
  const shared = sharedTargets(preview, choice, vaults);
  const will = { vaults: newVaults(preview, choice), shared, files, ...outcome(rows, count) };
  return (
    <>
      {!isTaking && <Counts rows={rows} groups={preview.groups.length} count={count} />}
      <div className="import-cols">
        <GroupTargets
          {...{ groups: preview.groups, vaults, targets: choice.targets, shown: group, isFixed: isTaking, will }}
          onShow={setGroup}
          onTargets={onTargets}
        />
        <div className="import-rows">
          <div className="import-filters">
            {!isTaking && <ChooseAll rows={seen} onLeft={onLeft} />}
            {group !== null && (
              <Chip isOn={filter === "all"} count={String(ofGroup.length)} onPick={() => setFilter("all")}>
                {group === "" ? words.import.top : group}
              </Chip>
            )}
            {([...(group === null ? ["all" as const] : []), ...previewStates] as const).map((state) => (
              <Chip
                key={state}
                isOn={filter === state}
                count={String(state === "all" ? rows.length : countIn(ofGroup)(state))}
                onPick={() => setFilter(filter === state ? "all" : state)}
              >
                {words.import.filters[state]}
              </Chip>
            ))}
            <span className="grow" />
            <div className="import-search">
              <SearchField
                aria-label={words.import.search}
                placeholder={words.import.search}
                value={text}
                hasKey={false}
                isInSheet
                onChange={(event) => setText(event.target.value)}
              />
            </div>
          </div>
          <RowTable rows={seen} isFixed={isTaking} onLeft={onLeft} />
        </div>
      </div>
    </>
  );
}

/** One box for all rows that are shown. */
function ChooseAll({ rows, onLeft }: { rows: PreviewRow[]; onLeft: PreviewProps["onLeft"] }) {
  const open = rows.flatMap(({ place, isTaken }) => (place === null || isTaken === null ? [] : [{ place, isTaken }]));
  const taken = open.filter(({ isTaken }) => isTaken).length;
  const isAll = open.length > 0 && taken === open.length;
  const label = words.import.chosen(taken, rows.length);
  return (
    <Checkbox
      size="xs"
      className="import-all"
      label={<span className="meta tab">{label}</span>}
      aria-label={`${words.import.chooseAll}: ${label}`}
      disabled={open.length === 0}
      checked={isAll}
      indeterminate={taken > 0 && !isAll}
      onChange={() =>
        onLeft(
          open.map(({ place }) => place),
          isAll,
        )
      }
    />
  );
}

type CountsProps = { rows: PreviewRow[]; groups: number; count: Count };

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
