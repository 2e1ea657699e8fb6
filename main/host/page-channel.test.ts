import { describe, expect, it } from "vitest";
import type { CoreToPage } from "../../shared/contract/bridge.ts";
import { readFrame, writeFrame } from "../../shared/contract/frames.ts";
import type { PageKind } from "../../shared/contract/page-kinds.ts";
import { type ChannelApp, openChannel } from "./page-channel.ts";

function fresh(call: ChannelApp["call"], page: PageKind = "main") {
  const sent: CoreToPage[] = [];
  const listeners = new Map<string, (event: unknown) => void>();
  const app: ChannelApp = {
    call,
    on: (name, listener) => {
      listeners.set(name, listener);
      return () => listeners.delete(name);
    },
  };
  return { sent, listeners, channel: openChannel(app, page, (message) => sent.push(message)) };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("a page's channel", () => {
  it("answers a call under its number and tells events until it is closed", async () => {
    const { sent, listeners, channel } = fresh(async (name, input) => ({ name, input }));
    channel.take({ kind: "call", id: 7, name: "item.get", input: { item: "x" } });
    await settle();
    listeners.get("items.changed")?.({ all: true });
    expect(sent).toEqual([
      { kind: "answer", id: 7, result: { name: "item.get", input: { item: "x" } } },
      { kind: "event", name: "items.changed", event: { all: true } },
    ]);
    channel.close();
    expect(listeners.size).toBe(0);
  });

  it("of quick access passes on what finds and copies, refuses everything else by name, and tells few events", async () => {
    const asked: string[] = [];
    const { sent, listeners, channel } = fresh(async (name) => asked.push(name), "quick");
    for (const [id, name] of ["item.copyField", "item.reveal", "vault.list", "constructor"].entries())
      channel.take({ kind: "call", id, name, input: {} });
    await settle();
    expect(asked).toEqual(["item.copyField"]);
    const refused = { ok: false, failure: { code: "invalid-input", detail: { field: "name" } } };
    expect(sent.slice(0, 3)).toMatchObject([1, 2, 3].map((id) => ({ kind: "answer", id, result: refused })));
    expect([...listeners.keys()].sort()).toEqual(["items.changed", "session.changed", "vault.changed"]);
  });

  it("passes nothing on that is not a call", async () => {
    let calls = 0;
    const { channel } = fresh(async () => ++calls);
    for (const odd of [
      null,
      1,
      "call",
      {},
      { kind: "call" },
      { kind: "call", id: 1.5, name: "a" },
      { kind: "call", id: 1, name: 2 },
      { kind: "moved", url: "x" },
    ])
      channel.take(odd);
    await settle();
    expect(calls).toBe(0);
  });

  it("refuses the 65th call under way by name and takes calls again afterwards", async () => {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { sent, channel } = fresh(() => gate);
    for (let id = 1; id <= 65; id++) channel.take({ kind: "call", id, name: "a", input: {} });
    await settle();
    expect(sent).toMatchObject([{ id: 65, result: { ok: false, failure: { code: "throttled" } } }]);
    release();
    await settle();
    expect(sent).toHaveLength(65);
  });

  it("says nothing more after it sent the page away", async () => {
    const { sent, channel } = fresh(async () => "late");
    channel.take({ kind: "call", id: 1, name: "a", input: {} });
    channel.leave("http://localhost:1/#t");
    await settle();
    expect(sent).toEqual([{ kind: "moved", url: "http://localhost:1/#t" }]);
  });
});

describe("frames", () => {
  it("carry bytes of every value and length, and drop prototypes", () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => at % 256);
    expect(readFrame(writeFrame({ id: 1, input: { bytes } }))).toEqual({ id: 1, input: { bytes } });
    expect(readFrame("{")).toBeNull();
    const odd = readFrame('{"__proto__":{"polluted":true},"a":{"$bytes":1},"b":{"$bytes":"","c":1}}') as object;
    expect(Object.getPrototypeOf(odd)).toBe(Object.prototype);
    expect(odd).toEqual({ a: { $bytes: 1 }, b: { $bytes: "", c: 1 } });
  });
});
