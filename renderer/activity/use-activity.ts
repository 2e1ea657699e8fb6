/** Events of the last days, as pages of the core's answer, the newest kept up to date. */
import { useCallback, useEffect, useMemo, useState } from "react";
import type { ActivityPage, ActivityShape } from "../../shared/contract/activity.ts";
import type { UserId } from "../../shared/encoding/ids.ts";
import { call, useAnswer } from "../client/client.ts";
import { marksOf } from "./activity-rows.ts";

const pageSize = 1000;
/** So many are fetched without being asked for, and so many where somebody searches in them. */
const [atFirst, whereSearched] = [3000, 30_000];
/** Which events. `types`: undefined for all. */
export type Asked = { days: number; user: UserId | undefined; types: string[] | undefined; isSearched: boolean };
/** `isEnd`: the core has no older ones. */
type Held = { asked: string; events: ActivityShape[]; isEnd: boolean };

export type ActivityOf = {
  /** Undefined before the first answer. Its `events` are its first page only. */
  page: ActivityPage | undefined;
  marks: number[];
  /** Newest first. */
  events: ActivityShape[];
  /** Older ones are wanted: the end of those that are here is seen. */
  more(): void;
};

/** Those of so many days up to today. */
export function useActivity({ days, user, types, isSearched }: Asked): ActivityOf {
  const today = new Date().toDateString();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the marks move at midnight
  const marks = useMemo(() => marksOf(days), [days, today]);
  const from = marks[0] as number;
  const what = useMemo(
    () => ({ from, ...(user === undefined ? {} : { user }), ...(types === undefined ? {} : { types }) }),
    [from, user, types],
  );
  const asked = JSON.stringify(what);
  const { value } = useAnswer("activity.list", { ...what, marks, limit: pageSize }, true, true);
  const [held, setHeld] = useState<Held>({ asked, events: [], isEnd: false });
  const [most, setMost] = useState(atFirst);
  useEffect(() => {
    // The answer to the days before stays shown until the one to these comes.
    if (value === undefined || value.between.length !== days) return;
    setHeld((before) => ({
      asked,
      events: merged(before.asked === asked ? before.events : [], value.events),
      isEnd: before.asked === asked && before.isEnd,
    }));
  }, [value, days, asked]);
  const isHere = held.asked === asked;
  const goal = Math.min(value?.total ?? 0, isSearched ? Math.max(most, whereSearched) : most);
  const missesOlder = isHere && held.events.length > 0 && !held.isEnd && goal > held.events.length;
  const before = held.events.at(-1)?.id;
  useEffect(() => {
    if (!missesOlder || before === undefined) return;
    let isGone = false;
    void call("activity.list", { ...what, before, limit: pageSize }).then((older) => {
      if (isGone) return;
      const events = older.ok ? older.value.events : [];
      setHeld((known) => ({ asked, events: merged(known.events, events), isEnd: events.length < pageSize }));
    });
    return () => {
      isGone = true;
    };
  }, [missesOlder, before, what, asked]);
  const more = useCallback(
    () => setMost((known) => Math.max(known, held.events.length + pageSize)),
    [held.events.length],
  );
  return { page: value, marks, events: isHere ? held.events : (value?.events ?? []), more };
}

/** Each once, the newest first; what came later says how it is now. */
function merged(before: readonly ActivityShape[], later: readonly ActivityShape[]): ActivityShape[] {
  const byId = new Map([...before, ...later].map((event) => [event.id, event]));
  return [...byId.values()].sort((left, right) => right.time - left.time || right.seq - left.seq);
}
