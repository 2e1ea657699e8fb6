/**
 * The page's two functions where there is no preload: a WebSocket to the loopback host, whose other end is the core process.
 * The one-time token comes in the address's fragment and is exchanged for a strict cookie; nothing is stored in the page.
 */
import type { CoreToPage, PageToCore } from "../../shared/contract/bridge.ts";
import { readFrame, writeFrame } from "../../shared/contract/frames.ts";
import { fail } from "../../shared/failures.ts";

export type Bridge = {
  call(name: string, input: unknown): Promise<unknown>;
  on(name: string, listener: (event: unknown) => void): () => void;
};

const retryMs = 500;

/** Opens the bridge; `lost` is called when this page has no right to a channel any more. */
export async function openBrowserBridge(lost: () => void): Promise<Bridge> {
  const token = location.hash.slice(1);
  if (token !== "") {
    history.replaceState(null, "", location.pathname);
    await fetch("/session", { method: "POST", body: token, credentials: "same-origin" });
  }
  const listeners = new Map<string, Set<(event: unknown) => void>>();
  const answers = new Map<number, (result: unknown) => void>();
  /** Calls that wait for a line; a line that breaks before it stands leaves them waiting for the next. */
  const waiting: ((socket: WebSocket) => void)[] = [];
  let line: WebSocket | null = null;
  let calls = 0;
  let leaving = false;
  let isAgain = false;

  function connect(): void {
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/channel`);
    socket.onopen = () => {
      line = socket;
      for (const go of waiting.splice(0)) go(socket);
      // Behind a new line stands another core: whatever was asked of the old one is asked again.
      if (isAgain) for (const listener of listeners.get("session.changed") ?? []) listener({});
      isAgain = true;
    };
    socket.onmessage = ({ data }) => take(readFrame(String(data)) as CoreToPage | null);
    socket.onclose = () => void closed();
  }

  function take(message: CoreToPage | null): void {
    if (message?.kind === "answer") {
      answers.get(message.id)?.(message.result);
      answers.delete(message.id);
    } else if (message?.kind === "event") {
      for (const listener of listeners.get(message.name) ?? []) listener(message.event);
    } else if (message?.kind === "moved" && message.url !== null) leave(message.url);
  }

  /** Leaving replaces the entry, so that Back does not come back here. */
  function leave(url: string): void {
    if (leaving || !/^http:\/\/(127\.0\.0\.1|localhost):\d+\/#/.test(url)) return;
    leaving = true;
    document.body.replaceChildren();
    location.replace(url);
  }

  async function closed(): Promise<void> {
    if (leaving) return;
    for (const settle of answers.values()) settle(fail("locked"));
    answers.clear();
    line = null;
    const home = await fetch("/home", { method: "POST", credentials: "same-origin" }).catch(() => null);
    if (home?.status === 200) leave(await home.text());
    else if (home?.status === 403) lost();
    else setTimeout(connect, retryMs);
  }

  connect();
  return {
    async call(name, input) {
      const open = line ?? (await new Promise<WebSocket>((resolve) => waiting.push(resolve)));
      const message: PageToCore = { kind: "call", id: ++calls, name, input };
      return new Promise((resolve) => {
        answers.set(message.id, resolve);
        open.send(writeFrame(message));
      });
    },
    on(name, listener) {
      const own = listeners.get(name) ?? new Set();
      listeners.set(name, own.add(listener));
      return () => own.delete(listener);
    },
  };
}
