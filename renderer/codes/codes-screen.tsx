/** Codes: every one-time code that this person may see, found by typing, copied by Enter. */
import { useElementSize } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ScanLine, Timer } from "lucide-react";
import {
  type DragEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { CodeRow } from "../../shared/contract/codes.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { copyField } from "../items/copy-field.ts";
import { shownKey, useKeys } from "../page/keys.ts";
import { useRoute } from "../page/use-route.ts";
import { Button } from "../ui/controls.tsx";
import { SearchField } from "../ui/inputs.tsx";
import { AddCode } from "./add/add-code.tsx";
import { AskedRows } from "./asked-rows.tsx";
import { ClockLine } from "./clock-line.tsx";
import { CodeCard, cardId } from "./code-card.tsx";
import { KeptElsewhere } from "./handed/kept-elsewhere.tsx";
import { foundCodes, type Line, linesOf, useShownCodes } from "./use-codes.ts";

const narrowestPx = 260;
const cardPx = 136;
const headPx = 40;
const copiedMs = 4000;
const listId = "code-list";

/** What is typed, which code is chosen, and which was copied just now. */
function useChoosing() {
  const answer = useAnswer("code.list", {});
  const [text, setText] = useState("");
  const [picked, setPicked] = useState<string | null>(null);
  const [copied, setCopied] = useState<string | null>(null);
  const all = answer.value?.codes ?? [];
  const codes = foundCodes(all, text);
  const at = Math.max(
    0,
    codes.findIndex(({ item }) => item === picked),
  );
  useEffect(() => {
    if (copied === null) return;
    const timer = setTimeout(() => setCopied(null), copiedMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = ({ item }: CodeRow): void => {
    setPicked(item);
    void copyField(item, "code", words.items.code).then((isCopied) => setCopied(isCopied ? item : null));
  };
  return { answer, all, codes, at, text, setText, setPicked, copied, copy };
}

/** The screen. */
export function CodesScreen() {
  useRoute("codes");
  const choosing = useChoosing();
  const { answer, all, codes, at, text } = choosing;
  const { isAdding, add, dropped, drops, close } = useAddDialog();
  const search = useRef<HTMLInputElement>(null);
  const { ref, width } = useElementSize();
  const columns = Math.max(1, Math.floor(width / narrowestPx));
  useEffect(() => {
    search.current?.focus();
  }, []);
  useCodeKeys({ search, choosing, add });
  const keyPressed = (event: KeyboardEvent): void => {
    const to = movedTo(event, { at, columns, total: codes.length, hasText: text !== "" });
    if (to === null) return;
    event.preventDefault();
    choosing.setPicked(codes[to]?.item ?? null);
  };
  return (
    <main className="codes" {...drops}>
      <div className="band">
        <h1 className="title">
          {words.section.codes} <span className="t2 lighter tab">{all.length}</span>
        </h1>
        <SearchField
          ref={search}
          aria-label={words.codes.search}
          aria-controls={listId}
          aria-activedescendant={codes[at] === undefined ? undefined : cardId(codes[at])}
          placeholder={words.codes.search}
          value={text}
          onChange={(event) => choosing.setText(event.target.value)}
          onKeyDown={keyPressed}
        />
        <Button className="codes-add" shortcut={shownKey("new")} onClick={add}>
          <ScanLine size={16} strokeWidth={1.75} aria-hidden="true" /> {words.codes.add}
        </Button>
      </div>
      <AskedRows />
      <div ref={ref} className="codes-box">
        {width > 0 && <Grid choosing={choosing} columns={columns} />}
        {answer.value !== undefined && codes.length === 0 && <NoCodes text={all.length === 0 ? null : text.trim()} />}
      </div>
      <ClockLine driftMs={answer.value?.driftMs ?? null} />
      <KeptElsewhere />
      {isAdding && <AddCode dropped={dropped} onClose={close} />}
    </main>
  );
}

/** The dialog that adds codes: by its button, its key, or a file that is dropped on the screen. */
function useAddDialog() {
  const [isAdding, setAdding] = useState(false);
  const [dropped, setDropped] = useState<readonly File[]>([]);
  const drops = {
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setDropped([...event.dataTransfer.files]);
      setAdding(true);
    },
  };
  return {
    ...{ isAdding, dropped },
    // Over the dialog a file is the dialog's.
    drops: isAdding ? {} : drops,
    add(): boolean {
      setAdding(true);
      return true;
    },
    close(): void {
      setAdding(false);
      setDropped([]);
    },
  };
}

type KeysProps = {
  search: RefObject<HTMLInputElement | null>;
  choosing: ReturnType<typeof useChoosing>;
  add(): boolean;
};

function useCodeKeys({ search, choosing: { codes, at, copy }, add }: KeysProps): void {
  const copyChosen = (): boolean => {
    const row = codes[at];
    if (row !== undefined) copy(row);
    return row !== undefined;
  };
  useKeys({
    search: () => {
      search.current?.focus();
      return true;
    },
    main: copyChosen,
    copyCode: copyChosen,
    new: add,
  });
}

type Place = { at: number; columns: number; total: number; hasText: boolean };

/** Up and down by rows of the grid, left and right by cards where there is no text to move in; null: no key of the grid. */
export function movedTo({ key }: { key: string }, { at, columns, total, hasText }: Place): number | null {
  const steps: Record<string, number> = {
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -3 * columns,
    PageDown: 3 * columns,
  };
  const across: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, Home: -total, End: total };
  const by = steps[key] ?? (hasText ? undefined : across[key]);
  if (by === undefined || total === 0) return null;
  return Math.max(0, Math.min(total - 1, at + by));
}

/** Only the cards in sight are in the page, and only their codes are asked for. */
function Grid({ choosing, columns }: { choosing: ReturnType<typeof useChoosing>; columns: number }) {
  const { codes, at, copied, copy } = choosing;
  const { now, codeOf, look } = useShownCodes();
  const box = useRef<HTMLDivElement>(null);
  const lines = linesOf(codes, columns);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => (lines[index]?.kind === "head" ? headPx : cardPx),
    overscan: 1,
  });
  const shape = lines.map(({ kind }) => kind[0]).join("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights follow from which line is a heading
  useLayoutEffect(() => void virtual.measure(), [shape, virtual]);
  const [first, last] = [virtual.range?.startIndex ?? 0, virtual.range?.endIndex ?? -1];
  const seen = lines.slice(first, last + 1).flatMap((line) => (line.kind === "cards" ? line.codes : []));
  const asked = seen.filter(({ askAgain }) => !askAgain).map(({ item }) => item);
  const key = asked.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same items are the same question
  useEffect(() => void look(asked), [key, look]);
  const line = lines.findIndex((one) => one.kind === "cards" && at >= one.from && at < one.from + one.codes.length);
  useEffect(() => {
    if (line >= 0) virtual.scrollToIndex(line);
  }, [line, virtual]);
  return (
    <div ref={box} id={listId} className="codes-list" role="listbox" tabIndex={-1} aria-label={words.section.codes}>
      <div role="presentation" className="codes-lines" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, size }) => (
          <div
            key={index}
            role="presentation"
            className="codes-line"
            style={{
              transform: `translateY(${start}px)`,
              height: size,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
            }}
          >
            <LineOf line={lines[index]} {...{ now, codeOf, at, copied, copy }} />
          </div>
        ))}
      </div>
    </div>
  );
}

type LineProps = Pick<ReturnType<typeof useChoosing>, "at" | "copied" | "copy"> &
  Pick<ReturnType<typeof useShownCodes>, "now" | "codeOf"> & { line: Line | undefined };

function LineOf({ line, now, codeOf, at, copied, copy }: LineProps) {
  if (line === undefined) return null;
  // A list of choices holds nothing but them; each card says by itself that it is a favourite.
  if (line.kind === "head")
    return (
      <div className="codes-head" aria-hidden="true">
        {line.isFavourites ? words.codes.favourites : words.codes.others}
      </div>
    );
  return line.codes.map((row, index) => (
    <CodeCard
      key={row.item}
      row={row}
      code={codeOf(row.item)}
      now={now}
      isSelected={line.from + index === at}
      isCopied={copied === row.item}
      onPick={() => copy(row)}
    />
  ));
}

function NoCodes({ text }: { text: string | null }) {
  if (text !== null) return <p className="codes-none">{words.codes.notFound(text)}</p>;
  return (
    <div className="codes-none">
      <Timer size={24} strokeWidth={1.5} aria-hidden="true" />
      <p className="row-title">{words.codes.none}</p>
      <p className="meta">{words.codes.noneNote}</p>
    </div>
  );
}
