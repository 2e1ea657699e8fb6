import { afterEach, expect, it, vi } from "vitest";
import { openBrowserBridge } from "./browser-bridge.ts";

afterEach(() => vi.unstubAllGlobals());

/** A line that a real browser cannot be made to refuse once: the first try is closed before it stands, the second answers. */
class Line {
  static tries = 0;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  constructor() {
    Line.tries += 1;
    const isFirst = Line.tries === 1;
    setTimeout(() => (isFirst ? this.onclose?.() : this.onopen?.()), 20);
  }
  send(text: string): void {
    const { id } = JSON.parse(text) as { id: number };
    queueMicrotask(() => this.onmessage?.({ data: JSON.stringify({ kind: "answer", id, result: "here" }) }));
  }
}

it("a call made before the line stands waits for the next try when the first is refused", async () => {
  vi.stubGlobal("WebSocket", Line);
  vi.stubGlobal("location", { hash: "", pathname: "/", origin: "http://127.0.0.1:1" });
  vi.stubGlobal("fetch", async () => ({ status: 204, text: async () => "" }));
  const lost = vi.fn();
  const bridge = await openBrowserBridge(lost);
  expect(await bridge.call("account.status", {})).toBe("here");
  expect(Line.tries).toBe(2);
  expect(lost).not.toHaveBeenCalled();
}, 5000);
