/**
 * The page's two functions where there is no preload: a WebSocket to the loopback host, whose other end is the core process.
 * The page shows its proof first, and without the host's it tells and obeys nobody: another program may have taken the port.
 */
import type { Proofs } from "../../shared/contract/bridge.ts";
import type { Latchkey } from "../../shared/contract/commands.ts";
import { createListeners } from "../../shared/contract/listeners.ts";
import { fail, type Result } from "../../shared/failures.ts";
import { type FromCore, type Line, openLine } from "./line.ts";
import { askWayHome, findProofs } from "./pass.ts";

const retryMs = 500;

/** Opens the bridge; `lost` is called when this page has no right to a channel any more. */
export async function openBrowserBridge(lost: () => void): Promise<Latchkey> {
  const proofs = await findProofs();
  const listeners = createListeners();
  const answers = new Map<number, (result: Result<never>) => void>();
  /** Calls that wait for a line; a line that breaks before it stands leaves them waiting for the next. */
  const waiting: ((line: Line) => void)[] = [];
  let line: Line | null = null;
  let calls = 0;
  let [leaving, isAgain] = [false, false];

  function connect(proofs: Proofs): void {
    openLine(proofs, { stands, message: take, foreign: lost, closed: () => void closed(proofs) });
  }

  function stands(opened: Line): void {
    line = opened;
    for (const go of waiting.splice(0)) go(opened);
    // Behind a new line stands another core: whatever was asked of the old one is asked again.
    if (isAgain) for (const listener of listeners.of("session.changed")) listener({});
    isAgain = true;
  }

  function take(message: FromCore | null): void {
    if (message?.kind === "answer") {
      answers.get(message.id)?.(message.result);
      answers.delete(message.id);
    } else if (message?.kind === "event") {
      for (const listener of listeners.of(message.name)) listener(message.event);
    } else if (message?.kind === "moved" && message.url !== null) leaving ||= leaveFor(message.url);
  }

  async function closed(proofs: Proofs): Promise<void> {
    if (leaving) return;
    for (const settle of answers.values()) settle(fail("locked"));
    answers.clear();
    line = null;
    const home = await askWayHome(proofs);
    if (home === "here") setTimeout(() => connect(proofs), retryMs);
    else if (home === null) lost();
    else leaving ||= leaveFor(home.url);
  }

  // Later: whoever opens the bridge draws the app first.
  if (proofs === null) setTimeout(lost);
  else connect(proofs);
  return {
    async call(name, input) {
      const open = line ?? (await new Promise<Line>((resolve) => waiting.push(resolve)));
      const id = ++calls;
      return new Promise<Result<never>>((resolve) => {
        answers.set(id, resolve);
        open.send({ kind: "call", id, name, input });
      });
    },
    on: listeners.add,
  };
}

/** Leaves for a loopback address and no other, to the same document there. It replaces the entry, so that Back does not come back here. */
function leaveFor(url: string): boolean {
  if (!/^http:\/\/(127\.0\.0\.1|localhost):\d+\/#/.test(url)) return false;
  document.body.replaceChildren();
  location.replace(url.replace("/#", `${location.pathname}#`));
  return true;
}
