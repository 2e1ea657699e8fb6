/** The lines of the activity, only as many in the page as can be seen. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from "react";
import type { ActivityGap, ActivityShape } from "../../shared/contract/activity.ts";
import { clock } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { type ActivityType, activityRule } from "../../shared/model/activity.ts";
import { stepOf } from "../page/list-keys.ts";
import { activityIcons, unknownIcon } from "./activity-icons.ts";
import {
  failedWord,
  gapMeans,
  gapText,
  type Line,
  type Readers,
  saidOf,
  saidText,
  vaultOf,
  whoOf,
} from "./activity-rows.ts";
import { SaidText } from "./said-text.tsx";

const rowPx = 32;
const gapPx = 64;
const dayPx = 36;
const padPx = 8;

type ListProps = {
  lines: readonly Line[];
  readers: Readers;
  selected: number;
  /** Somebody chose it; else it is only the first one. */
  isPicked: boolean;
  /** What is listed: the list begins at its top where that changes. */
  filter: string;
  onPick(at: number): void;
  onMove(by: number): void;
  /** The last line is in sight, or soon. */
  onEnd(): void;
};

/** The list box; its keys move as those of every list. */
export function ActivityList({ lines, readers, selected, isPicked, filter, onPick, onMove, onEnd }: ListProps) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    getItemKey: (at) => lines[at]?.key ?? at,
    estimateSize: (at) => (lines[at]?.kind === "gap" ? gapPx : rowPx) + (lines[at]?.day == null ? 0 : dayPx),
    ...{ paddingEnd: padPx, scrollPaddingEnd: padPx, overscan: 8 },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: which lines begin a day follows from them
  useLayoutEffect(() => void virtual.measure(), [lines, virtual]);
  const key = lines[selected]?.key;
  const goal = isPicked ? key : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: where another is chosen or something else is listed, not where events come
  useEffect(() => {
    if (isPicked) virtual.scrollToIndex(selected);
    else box.current?.scrollTo({ top: 0 });
  }, [goal, filter, virtual]);
  const places = virtual.getVirtualItems();
  const isAtEnd = (places.at(-1)?.index ?? 0) >= lines.length - 1;
  useEffect(() => {
    if (isAtEnd) onEnd();
  }, [isAtEnd, onEnd]);
  return (
    <div
      ref={box}
      id="activity-list"
      className="rows placed-rows activity-rows"
      role="listbox"
      tabIndex={0}
      aria-label={words.activity.list}
      aria-activedescendant={places.some(({ index }) => index === selected) ? `activity-${key}` : undefined}
      onKeyDown={(event) => movedBy(event, Math.floor((box.current?.clientHeight ?? rowPx) / rowPx) - 1, onMove)}
    >
      <div className="placed-box" role="presentation" style={{ height: virtual.getTotalSize() }}>
        {places.map(({ index, start }) => {
          const line = lines[index] as Line;
          return (
            <div key={line.key} className="placed" role="presentation" style={{ transform: `translateY(${start}px)` }}>
              {line.day !== null && (
                <div className="activity-day" role="presentation" style={{ height: dayPx }}>
                  {line.day.name} <span className="t3 tab">{line.day.count.toLocaleString("en")}</span>
                </div>
              )}
              <OptionOf {...{ line, readers, onPick }} at={index} of={lines.length} isSelected={index === selected} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

type OptionProps = Pick<ListProps, "readers" | "onPick"> & { line: Line; at: number; of: number; isSelected: boolean };

function OptionOf({ line, at, of, isSelected, readers, onPick }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys for all its lines
    <div
      id={`activity-${line.key}`}
      role="option"
      aria-selected={isSelected}
      aria-posinset={at + 1}
      aria-setsize={of}
      tabIndex={-1}
      className={line.kind === "gap" ? "activity-gap" : "activity-row"}
      onClick={() => onPick(at)}
    >
      {line.kind === "gap" ? (
        <GapLine gap={line.gap} readers={readers} />
      ) : (
        <EventLine event={line.event} readers={readers} />
      )}
    </div>
  );
}

/** Moves where the key is one that moves; `page`: lines that can be seen at once. */
export function movedBy(event: KeyboardEvent, page: number, onMove: (by: number) => void): void {
  const by = stepOf(event, Number.MAX_SAFE_INTEGER, page);
  if (by === null) return;
  event.preventDefault();
  onMove(by);
}

function EventLine({ event, readers }: { event: ActivityShape; readers: Readers }) {
  const [, what] = saidOf(event, readers.names);
  const failed = failedWord(event);
  const vault = vaultOf(event, readers.names);
  const Icon = activityRule(event.type) === null ? unknownIcon : activityIcons[event.type as ActivityType];
  return (
    <>
      <span className="t3 tab activity-time">{clock(event.time)}</span>
      <Icon size={16} strokeWidth={1.75} className="t2" aria-hidden="true" />
      <span className="cut grow" title={saidText(event, readers.names, whoOf(event, readers))}>
        <SaidText event={event} readers={readers} />
      </span>
      {failed !== null && <span className="meta activity-failed">{failed}</span>}
      {vault !== null && vault !== what && <span className="meta cut activity-vault">{vault}</span>}
    </>
  );
}

function GapLine({ gap, readers }: { gap: ActivityGap; readers: Readers }) {
  return (
    <>
      <span className="t3 activity-time">{words.activity.gapLabel}</span>
      <span className="grow">
        <b className="cut">{gapText(gap, whoOf(gap, readers))}</b>
        <span className="meta">{gapMeans(gap, gap.device === readers.device)}</span>
      </span>
    </>
  );
}
