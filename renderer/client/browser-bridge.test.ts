import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openBrowserBridge } from "./browser-bridge.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
/** So much later all that was due has happened. */
const longMs = 10_000;

type Frame = { kind: string; id?: number; proof?: string };
type Other = { opens?: (tries: number) => boolean; hello?: Frame; home?: { status: number; text: string } };

/** A page whose other end does as `other` says; what it was told, and where it was sent. */
function pageBefore(other: Other, stored: string | null = JSON.stringify({ page: "mine", host: "theirs" })) {
  const seen = { tries: 0, told: [] as Frame[], went: [] as string[] };
  class Line {
    onopen: (() => void) | null = null;
    onclose: (() => void) | null = null;
    onmessage: ((event: { data: string }) => void) | null = null;
    constructor() {
      seen.tries += 1;
      const opens = other.opens?.(seen.tries) ?? true;
      setTimeout(() => (opens ? this.onopen?.() : this.onclose?.()), 20);
    }
    send(text: string): void {
      const frame = JSON.parse(text) as Frame;
      seen.told.push(frame);
      const answer = frame.kind === "hello" ? other.hello : { kind: "answer", id: frame.id, result: "here" };
      if (answer !== undefined) queueMicrotask(() => this.onmessage?.({ data: JSON.stringify(answer) }));
    }
    close(): void {
      queueMicrotask(() => this.onclose?.());
    }
  }
  vi.stubGlobal("WebSocket", Line);
  const place = {
    hash: "",
    pathname: "/",
    origin: "http://127.0.0.1:1",
    replace: (url: string) => seen.went.push(url),
  };
  vi.stubGlobal("location", place);
  vi.stubGlobal("document", { body: { replaceChildren: () => {} } });
  vi.stubGlobal("sessionStorage", { getItem: () => stored, setItem: () => {} });
  const { status, text } = other.home ?? { status: 204, text: "" };
  vi.stubGlobal("fetch", async () => ({ status, text: async () => text }));
  return seen;
}

const right: Frame = { kind: "hello", proof: "theirs" };

describe("the page's line", () => {
  it("carries a call that was made before it stood, when the first try is refused", async () => {
    const seen = pageBefore({ opens: (tries) => tries > 1, hello: right });
    const lost = vi.fn();
    const bridge = await openBrowserBridge(lost);
    const answer = bridge.call("account.status", {});
    await vi.advanceTimersByTimeAsync(longMs);
    expect(await answer).toBe("here");
    expect(seen.tries).toBe(2);
    expect(seen.told.map(({ kind }) => kind)).toEqual(["hello", "call"]);
    expect(lost).not.toHaveBeenCalled();
  }, 5000);

  it.each([
    ["another proof", { kind: "hello", proof: "others" }],
    ["none", { kind: "hello" }],
    ["the page's own", { kind: "hello", proof: "mine" }],
    ["an answer", { kind: "answer", id: 1 }],
    ["a place to go", { kind: "moved", url: "http://127.0.0.1:2/#x" }],
  ])("asks nothing of an end that shows %s, and goes nowhere", async (_name, hello) => {
    const seen = pageBefore({ hello });
    const lost = vi.fn();
    const bridge = await openBrowserBridge(lost);
    void bridge.call("account.unlock", { passphrase: "" });
    await vi.waitFor(() => expect(lost).toHaveBeenCalledOnce());
    await vi.advanceTimersByTimeAsync(longMs);
    expect(seen).toEqual({ tries: 1, told: [{ kind: "hello", proof: "mine" }], went: [] });
  });

  it.each([
    ["with our proof", "theirs http://localhost:2/#x", ["http://localhost:2/#x"]],
    ["with another", "others http://localhost:2/#x", []],
    ["with none", "http://localhost:2/#x", []],
    ["with our proof, elsewhere", "theirs https://evil.example/#x", []],
  ])("follows a way home %s", async (_name, text, went) => {
    const seen = pageBefore({ opens: () => false, home: { status: 200, text } });
    await openBrowserBridge(() => {});
    await vi.advanceTimersByTimeAsync(longMs);
    expect(seen.went).toEqual(went);
  });

  it("is not even tried by a page that has no proof", async () => {
    const seen = pageBefore({ hello: right }, null);
    const lost = vi.fn();
    await openBrowserBridge(lost);
    await vi.waitFor(() => expect(lost).toHaveBeenCalledOnce());
    expect(seen.tries).toBe(0);
  });
});
