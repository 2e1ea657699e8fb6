/** One field, the best hits below it, and the keys that copy. Nothing secret comes into this page: the core writes the clipboard. */
import { Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { ItemRow } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { deadlineIn, leftUntil } from "../../shared/deadline.ts";
import { useAnswer } from "../client/client.ts";
import { callAsking } from "../items/shown/ask-again.tsx";
import { readWebsite } from "../items/shown/website.ts";
import { shownKey, useKeys } from "../page/keys.ts";
import { pageClock } from "../page/page-clock.ts";
import { Kbd, Mark } from "../ui/controls.tsx";
import { TwoLines } from "../ui/rows.tsx";
import { closeQuick } from "./close-quick.ts";

const mostRows = 7;
/** Whoever comes back within this time finds what they had, and can copy the code after the password. */
const keptMs = 60_000;
const listId = "quick-list";
type Field = "password" | "username" | "code";

/** What is typed and which row is chosen; both end a while after the page went out of sight. */
function useFound() {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const [since, setSince] = useState(() => Date.now());
  const field = useRef<HTMLInputElement>(null);
  const asked = text.trim();
  const order = asked === "" ? { order: "title" as const, usedBefore: since } : { text: asked };
  const answer = useAnswer("item.list", { ...order, limit: mostRows }, true, true);
  const rows = answer.value?.items ?? [];
  const chosen = Math.min(at, rows.length - 1);
  useEffect(() => {
    let keptUntil = deadlineIn(pageClock, keptMs);
    const left = (): void => {
      keptUntil = deadlineIn(pageClock, keptMs);
    };
    const came = (): void => {
      // By both clocks: neither sleep nor a clock set back keeps what was typed for longer.
      if (leftUntil(pageClock, keptUntil) <= 0) {
        setText("");
        setAt(0);
      }
      setSince(Date.now());
      field.current?.focus();
      field.current?.select();
    };
    came();
    window.addEventListener("blur", left);
    window.addEventListener("focus", came);
    return () => {
      window.removeEventListener("blur", left);
      window.removeEventListener("focus", came);
    };
  }, []);
  const type = (typed: string): void => {
    setText(typed);
    setAt(0);
  };
  const move = (by: number): void => setAt(Math.max(0, Math.min(chosen + by, rows.length - 1)));
  const isNone = answer.value !== undefined && rows.length === 0;
  return { text, rows, chosen, field, failure: answer.failure, isNone, type, move, setAt };
}

/** Copies, and closes where that is done; what hinders it is said. */
function useCopying(row: ItemRow | undefined) {
  const [problem, setProblem] = useState<string | null>(null);
  const item = row?.item;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said of one row is not of the next
  useEffect(() => {
    setProblem(null);
  }, [item]);
  const copy = (field: Field) => (): boolean => {
    if (item === undefined) return false;
    void callAsking("item.copyField", { item, field }).then((copied) => {
      if (copied.ok) closeQuick();
      setProblem(copied.ok ? null : sentence(copied.failure));
    });
    return true;
  };
  return { problem, copy };
}

/** The page of an unlocked profile. */
export function FindAndCopy() {
  const found = useFound();
  const { text, rows, chosen, field } = found;
  const { problem, copy } = useCopying(rows[chosen]);
  useKeys({ copyPassword: copy("password"), copyUser: copy("username"), copyCode: copy("code") });
  const keyPressed = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) found.move(by);
    else if (event.key === "Enter" && !event.nativeEvent.isComposing) copy("password")();
    else return;
    event.preventDefault();
  };
  const said = problem ?? (found.failure === null ? null : sentence(found.failure));
  return (
    <main className="quick" aria-label={words.quick.name}>
      <h1 className="only-read">{words.quick.name}</h1>
      <div className="quick-search">
        <Search size={18} strokeWidth={1.75} aria-hidden="true" />
        <input
          ref={field}
          type="search"
          role="combobox"
          aria-expanded={rows.length > 0}
          aria-controls={listId}
          aria-activedescendant={rows[chosen] === undefined ? undefined : rowId(rows[chosen])}
          aria-label={words.quick.find}
          placeholder={words.quick.find}
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => found.type(event.target.value)}
          onKeyDown={keyPressed}
        />
        <Kbd>Esc</Kbd>
      </div>
      {rows.length > 0 ? (
        <div id={listId} className="rows" role="listbox" aria-label={words.section.items}>
          {rows.map((row, index) => (
            <Found
              key={row.item}
              row={row}
              isChosen={index === chosen}
              onChoose={() => found.setAt(index)}
              onUse={copy("password")}
            />
          ))}
        </div>
      ) : (
        <p className="rows quick-note t2" role="status">
          {found.isNone && (text.trim() === "" ? words.items.empty : words.quick.none(text.trim()))}
        </p>
      )}
      <footer className="quick-foot" role={said === null ? undefined : "alert"}>
        {said ?? <Keys />}
      </footer>
    </main>
  );
}

const rowId = (row: ItemRow): string => `quick-${row.item}`;
type FoundProps = { row: ItemRow; isChosen: boolean; onChoose(): void; onUse(): void };

function Found({ row, isChosen, onChoose, onUse }: FoundProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys for all rows
    <div
      id={rowId(row)}
      role="option"
      aria-selected={isChosen}
      tabIndex={-1}
      className="row"
      data-active={isChosen}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
      onDoubleClick={onUse}
    >
      <Mark id={row.item} name={row.title} />
      <TwoLines title={row.title} meta={row.username ?? readWebsite(row.urls[0]?.url ?? "")?.host ?? ""} />
    </div>
  );
}

const keys = [
  ["↵", words.quick.password],
  [shownKey("copyUser", true), words.quick.username],
  [shownKey("copyCode", true), words.quick.code],
] as const;

function Keys() {
  return (
    <>
      {keys.map(([key, does]) => (
        <span key={key} className="line meta">
          <Kbd>{key}</Kbd>
          {does}
        </span>
      ))}
    </>
  );
}
