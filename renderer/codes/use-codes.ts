/** Which codes there are, which are found, and the codes of those in sight: asked for together, once a period. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { CodeRow } from "../../shared/contract/codes.ts";
import type { CodeShape } from "../../shared/contract/shapes.ts";
import { call } from "../client/client.ts";
import { isFound } from "../page/fold-text.ts";
import { useNow } from "../page/use-now.ts";

/** What the grid draws below each other. */
export type Line = { kind: "head"; isFavourites: boolean } | { kind: "cards"; from: number; codes: CodeRow[] };

/** Those whose names hold what was typed. */
export function foundCodes(codes: readonly CodeRow[], text: string): CodeRow[] {
  return codes.filter(({ title, username }) => isFound(text, title, username ?? ""));
}

/** Rows of cards; headings only where there are favourites and others. */
export function linesOf(codes: readonly CodeRow[], columns: number): Line[] {
  const first = codes.filter(({ favourite }) => favourite).length;
  const cards = (from: number, upTo: number): Line[] => {
    const rows: Line[] = [];
    for (let at = from; at < upTo; at += columns)
      rows.push({ kind: "cards", from: at, codes: codes.slice(at, Math.min(at + columns, upTo)) });
    return rows;
  };
  if (first === 0 || first === codes.length) return cards(0, codes.length);
  return [
    { kind: "head", isFavourites: true },
    ...cards(0, first),
    { kind: "head", isFavourites: false },
    ...cards(first, codes.length),
  ];
}

/** What is known of a code: its last answer, or that it cannot be shown. */
export type Held = CodeShape | "refused";
const refusedMs = 30_000;

/**
 * The codes in sight and the time, which moves by the second for all of them. The next code is the current one from the turn on, so
 * nothing waits for the core then.
 */
export function useShownCodes(): { now: number; codeOf(item: string): Held | undefined; look(items: string[]): void } {
  const now = useNow(true);
  const held = useRef(new Map<string, { code: Held; until: number }>());
  const [, setRound] = useState(0);
  const [seen, setSeen] = useState<string[]>([]);
  const isAsking = useRef(false);
  const look = useCallback((items: string[]) => {
    setSeen((before) => (before.join() === items.join() ? before : items));
  }, []);
  useEffect(() => {
    const due = seen.filter((item) => (held.current.get(item)?.until ?? 0) <= now);
    // A window that nobody sees shows no codes, and tells of none.
    if (due.length === 0 || isAsking.current || document.hidden) return;
    isAsking.current = true;
    void call("code.show", { items: due.slice(0, 200) }).then((answer) => {
      isAsking.current = false;
      const again = Date.now() + refusedMs;
      for (const item of due) held.current.set(item, { code: "refused", until: again });
      const codes = answer.ok ? answer.value.codes : [];
      for (const { item, ...code } of codes) held.current.set(item, { code, until: code.endsAt });
      setRound((round) => round + 1);
    });
  }, [seen, now]);
  return { now, codeOf: (item) => held.current.get(item)?.code, look };
}
