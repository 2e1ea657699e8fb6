/** Whether somebody is typing what is kept: it is offered once they are done, never beside the field in which it stands. */
import { useSyncExternalStore } from "react";

let open = 0;
const listeners = new Set<() => void>();

function change(by: number): void {
  open += by;
  for (const listener of listeners) listener();
}

/** Until the answer is called. */
export function beginTyping(): () => void {
  change(1);
  return () => change(-1);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** True while something that was typed stands in an open editor or dialog. */
export function useIsTyping(): boolean {
  return useSyncExternalStore(listen, () => open > 0);
}
