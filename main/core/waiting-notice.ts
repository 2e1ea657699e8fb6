/**
 * Tells the desktop app around the page that something waits for this person, and not what: an item that needs them, somebody who recovers, a colleague who
 * is in by their invite, access that was given or taken. Whether anybody is shown a word is the host's to say.
 */
import type { EventName } from "../../shared/contract/commands.ts";
import type { Emitter } from "./emitter.ts";
import type { Timers } from "./ports.ts";
import type { SyncSubscriptions } from "./sync/vault-events.ts";

type Parts = {
  /** Absent where there is no desktop app: nothing is looked at then. */
  tell: (() => void) | undefined;
  emitter: Pick<Emitter, "on">;
  events: SyncSubscriptions;
  timers: Timers;
  /** What waits now, each under a name that no other has. */
  needs(): readonly string[];
  /** What this person may do now, vault by vault. */
  rights(): readonly string[];
  /** The items of the local store are listed: what waited before is known. */
  ready: Promise<void>;
};

/** Looks run over all items, so many changes share one. */
const lookAfterMs = 1000;
const changesNeeds = [
  "items.changed",
  "vault.changed",
  "sync.changed",
  "member.changed",
] as const satisfies EventName[];

/** Follows what comes from now on; the answer ends it. */
export function followWaiting(parts: Parts): () => void {
  const { tell, emitter, events, timers } = parts;
  if (tell === undefined) return () => {};
  const needs = grown(parts.needs);
  const rights = changed(parts.rights);
  let cancel: (() => void) | null = null;
  let isOver = false;
  const lookSoon = (): void => {
    if (isOver) return;
    cancel ??= timers.after(lookAfterMs, () => {
      cancel = null;
      if (needs()) tell();
    });
  };
  const lookAtRights = (): void => {
    if (!isOver && rights()) tell();
  };
  const listening = [emitter.on("member.joined", tell), events.on("entriesVerified", lookAtRights)];
  listening.push(events.on("vaultClosed", lookAtRights));
  void parts.ready.then(() => {
    if (isOver) return;
    needs();
    listening.push(...changesNeeds.map((name) => emitter.on(name, lookSoon)));
  });
  return () => {
    isOver = true;
    cancel?.();
    for (const end of listening) end();
  };
}

/** Whether there is one that was not there when it was asked last. */
function grown(read: () => readonly string[]): () => boolean {
  let before = new Set<string>();
  return () => {
    const now = new Set(read());
    const isGrown = [...now].some((one) => !before.has(one));
    before = now;
    return isGrown;
  };
}

/** Whether there is another list than when it was asked last; the first is the one of now. */
function changed(read: () => readonly string[]): () => boolean {
  let before = read().join();
  return () => {
    const now = read().join();
    const isChanged = now !== before;
    before = now;
    return isChanged;
  };
}
