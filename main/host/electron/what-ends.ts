/**
 * What the shell does where a page or the core ended: it locks, asks, or, where that comes too often, leaves nothing standing while
 * a box says so. The same for every window: each page may hold what was unlocked.
 */
import { countEnds } from "../ends-too-often.ts";
import { askLock, askTryAgain } from "./boxes.ts";

/** What any window has to tell of its page. */
export type PageEvents = { pageGone(): void; unresponsive(): void; notLoaded(): void };

export type WhatEnds = {
  page: PageEvents;
  coreGaveUp(): void;
  /** While the box stands, nothing is opened. */
  isAsking(): boolean;
};

type Acts = {
  lock(): void;
  /** Leaves nothing standing: no copy, no keys, no page. */
  takeAway(): void;
  /** The person wants another try. */
  again(): void;
  quit(): void;
};

/** Prepares it for all windows and the one core. */
export function whatEnds({ lock, takeAway, again, quit }: Acts): WhatEnds {
  const isTooOften = countEnds();
  let isAsking = false;
  const ask = (what: "core" | "page" | "load"): void => {
    if (isAsking) return;
    isAsking = true;
    takeAway();
    void askTryAgain(what).then((isWanted) => {
      isAsking = false;
      if (isWanted) again();
      else quit();
    });
  };
  return {
    page: {
      pageGone: () => (isTooOften(performance.now()) ? ask("page") : lock()),
      unresponsive: () => void askLock().then((isWanted) => isWanted && lock()),
      notLoaded: () => ask("load"),
    },
    coreGaveUp: () => ask("core"),
    isAsking: () => isAsking,
  };
}
