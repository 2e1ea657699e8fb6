/** The dry run: counts, where each group goes, and every row with what will happen to it. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { Equal, type LucideIcon, Minus, Pencil, Plus } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import type { ImportPreview, VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../copy/words.ts";
import { Badge, Mark, type Tone } from "../ui/controls.tsx";
import { SearchField } from "../ui/inputs.tsx";
import { vaultTitle } from "../vaults/vault-title.ts";
import type { Targets } from "./targets.ts";

type State = "new" | "same" | "changed" | "not";
type Row = { key: string; name: string; username: string; state: State; what: string };
const shown: Record<State, { icon: LucideIcon; tone: Tone; word: string }> = {
  new: { icon: Plus, tone: "new", word: words.import.filters.new },
  same: { icon: Equal, tone: "plain", word: words.import.filters.same },
  changed: { icon: Pencil, tone: "att", word: words.import.filters.changed },
  not: { icon: Minus, tone: "outline", word: words.import.filters.not },
};
const states: State[] = ["new", "same", "changed", "not"];
type PreviewProps = {
  preview: ImportPreview;
  vaults: VaultShape[];
  targets: Targets;
  onTargets(targets: Targets): void;
};

/** Draws it. */
export function PreviewTable({ preview, vaults, targets, onTargets }: PreviewProps) {
  const [filter, setFilter] = useState<State | "all">("all");
  const [text, setText] = useState("");
  const rows = useMemo<Row[]>(
    () => [
      ...preview.items.map((row, at) => ({
        key: `i${at}`,
        name: row.name,
        username: row.username ?? "",
        state: targets[row.group] === "" ? ("not" as const) : row.state,
        what: row.notes.join("; "),
      })),
      ...preview.notTaken.map(({ what, why }, at) => ({
        key: `n${at}`,
        name: what,
        username: "",
        state: "not" as const,
        what: why,
      })),
    ],
    [preview, targets],
  );
  const count = (state: State): number => rows.filter((row) => row.state === state).length;
  const seen = rows.filter(
    (row) =>
      (filter === "all" || row.state === filter) &&
      `${row.name} ${row.username}`.toLowerCase().includes(text.toLowerCase()),
  );
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: seen.length,
    getScrollElement: () => box.current,
    estimateSize: () => 36,
    overscan: 10,
  });
  return (
    <>
      <div className="import-counts">
        <div className="line" style={{ gap: 20 }}>
          {states.map((state) => (
            <span key={state} className="line">
              <span className="square" data-state={state} />
              <b>{count(state)}</b> <span className="t2">{words.import.counts[state]}</span>
            </span>
          ))}
          <span className="grow" />
          <span className="meta">{words.import.summary(rows.length, preview.groups.length)}</span>
        </div>
        <div className="split" aria-hidden="true">
          {states.map((state) => (
            <span key={state} data-state={state} style={{ flexGrow: count(state) }} />
          ))}
        </div>
      </div>
      <div className="import-cols">
        <div className="import-groups">
          <div className="line meta" style={{ height: 36 }}>
            <span className="grow">{words.import.group}</span>
            <span style={{ width: 168 }}>{words.import.goes}</span>
          </div>
          {preview.groups.map(({ name, count: entries }) => (
            <div key={name} className="line" style={{ minHeight: 40 }}>
              <span className="grow cut">
                {name === "" ? words.import.top : name} <span className="t3">{entries}</span>
              </span>
              <select
                className="input"
                style={{ width: 168 }}
                aria-label={`${words.import.goes}: ${name}`}
                value={targets[name] ?? ""}
                onChange={(event) => onTargets({ ...targets, [name]: event.target.value })}
              >
                {vaults.map((vault) => (
                  <option key={vault.vault} value={vault.vault}>
                    {vaultTitle(vault)}
                  </option>
                ))}
                <option value="">{words.import.skip}</option>
              </select>
            </div>
          ))}
        </div>
        <div className="import-rows">
          <div className="line" style={{ height: 56, padding: "0 20px", gap: 6 }}>
            {(["all", ...states] as const).map((state) => (
              <button
                key={state}
                type="button"
                className="chip"
                aria-pressed={filter === state}
                onClick={() => setFilter(state)}
              >
                {words.import.filters[state]} <span className="t3">{state === "all" ? rows.length : count(state)}</span>
              </button>
            ))}
            <span className="grow" />
            <div style={{ width: 180 }}>
              <SearchField
                aria-label={words.import.search}
                placeholder={words.import.search}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            </div>
          </div>
          <div className="import-head meta">
            <span>{words.import.columns.title}</span>
            <span>{words.import.columns.user}</span>
            <span>{words.import.columns.result}</span>
            <span>{words.import.columns.what}</span>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list has to scroll by keyboard */}
          <div ref={box} className="import-list" tabIndex={0} role="group" aria-label={words.import.title}>
            <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
              {virtual.getVirtualItems().map(({ index, start }) => {
                const row = seen[index] as Row;
                const { icon, tone, word } = shown[row.state];
                return (
                  <div key={row.key} className="import-row" style={{ transform: `translateY(${start}px)` }}>
                    <span className="line cut">
                      <Mark id={row.name} name={row.name} size={24} />
                      <span className="row-title cut">{row.name}</span>
                    </span>
                    <span className="t2 cut">{row.username}</span>
                    <span>
                      <Badge icon={icon} tone={tone}>
                        {word}
                      </Badge>
                    </span>
                    <span className="meta cut" title={row.what}>
                      {row.what}
                    </span>
                  </div>
                );
              })}
            </div>
          </div>
        </div>
      </div>
    </>
  );
}
