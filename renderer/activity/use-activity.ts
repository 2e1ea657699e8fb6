/** All events of the last days, as pages of the core's answer, the newest kept up to date. */
import { useEffect, useMemo, useState } from "react";
import type { ActivityPage, ActivityShape } from "../../shared/contract/activity.ts";
import { call, useAnswer } from "../client/client.ts";
import { marksOf } from "./activity-rows.ts";

const pageSize = 1000;
/** `isEnd`: the core has no older ones. */
type Held = { from: number; events: ActivityShape[]; isEnd: boolean };

export type ActivityOf = {
  /** Undefined before the first answer. Its `events` are its first page only. */
  page: ActivityPage | undefined;
  marks: number[];
  /** Newest first. */
  events: ActivityShape[];
};

/** Those of so many days up to today. */
export function useActivity(days: number): ActivityOf {
  const today = new Date().toDateString();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the marks move at midnight
  const marks = useMemo(() => marksOf(days), [days, today]);
  const from = marks[0] as number;
  const { value } = useAnswer("activity.list", { from, marks, limit: pageSize }, true, true);
  const [held, setHeld] = useState<Held>({ from, events: [], isEnd: false });
  useEffect(() => {
    // The answer to the days before stays shown until the one to these comes.
    if (value === undefined || value.between.length !== days) return;
    setHeld((before) => ({
      from,
      events: merged(before.from === from ? before.events : [], value.events),
      isEnd: before.from === from && before.isEnd,
    }));
  }, [value, days, from]);
  const isHere = held.from === from;
  const missesOlder = isHere && held.events.length > 0 && !held.isEnd && (value?.total ?? 0) > held.events.length;
  const before = held.events.at(-1)?.seq;
  useEffect(() => {
    if (!missesOlder || before === undefined) return;
    let isGone = false;
    void call("activity.list", { from, before, limit: pageSize }).then((older) => {
      if (isGone) return;
      const events = older.ok ? older.value.events : [];
      setHeld((known) => ({ from, events: merged(known.events, events), isEnd: events.length < pageSize }));
    });
    return () => {
      isGone = true;
    };
  }, [missesOlder, before, from]);
  return { page: value, marks, events: isHere ? held.events : (value?.events ?? []) };
}

/** Each once, the newest first; what came later says how it is now. */
function merged(before: readonly ActivityShape[], later: readonly ActivityShape[]): ActivityShape[] {
  const bySeq = new Map([...before, ...later].map((event) => [event.seq, event]));
  return [...bySeq.values()].sort((left, right) => right.seq - left.seq);
}
