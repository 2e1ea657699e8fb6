/**
 * The core's end of a page's channel: takes calls, answers them, tells events. One channel is one page. The contract
 * (name, session state, input) is checked by the app itself; here only the frame's shape is checked, and how much one
 * page may ask at once. Runs in the core process; the host never holds what passes here.
 */
import type { CoreToPage } from "../../shared/contract/bridge.ts";
import { eventNames } from "../../shared/contract/commands.ts";
import { heardBy, mayCall, type PageKind } from "../../shared/contract/page-kinds.ts";
import { fail } from "../../shared/failures.ts";

/** The app as a channel sees it: names and inputs are hostile until the app has checked them. */
export type ChannelApp = {
  call(name: string, input: unknown): Promise<unknown>;
  on(name: string, listener: (event: unknown) => void): () => void;
};

export type Channel = {
  /** A message came from the page. */
  take(message: unknown): void;
  /** Sends the page away (null: the host destroys it) and stops. */
  leave(url: string | null): void;
  close(): void;
};

/** A page that has this many calls under way is broken or hostile: further ones are refused as `throttled`. */
const maxCallsUnderWay = 64;

/** Opens a channel over `send` for a page of this kind: it calls what its row has, and is told its row's events as they come. */
export function openChannel(app: ChannelApp, page: PageKind, send: (message: CoreToPage) => void): Channel {
  let underWay = 0;
  let open = true;
  const tell = (message: CoreToPage): void => {
    if (open) send(message);
  };
  const stops = heardBy(page, eventNames).map((name) => app.on(name, (event) => tell({ kind: "event", name, event })));
  const close = (): void => {
    open = false;
    for (const stop of stops) stop();
  };
  const answer = async (call: { id: number; name: string; input: unknown }): Promise<void> => {
    if (!mayCall(page, call.name)) {
      tell({ kind: "answer", id: call.id, result: fail("invalid-input", { field: "name" }) });
      return;
    }
    if (underWay >= maxCallsUnderWay) {
      tell({ kind: "answer", id: call.id, result: fail("throttled", { waitMs: 1000 }, "later") });
      return;
    }
    underWay += 1;
    try {
      tell({ kind: "answer", id: call.id, result: await app.call(call.name, call.input) });
    } finally {
      underWay -= 1;
    }
  };
  return {
    take(message) {
      const call = asCall(message);
      if (call !== null && open) void answer(call);
    },
    leave(url) {
      tell({ kind: "moved", url });
      close();
    },
    close,
  };
}

function asCall(message: unknown): { id: number; name: string; input: unknown } | null {
  if (typeof message !== "object" || message === null) return null;
  const { kind, id, name, input } = message as Record<string, unknown>;
  if (kind !== "call" || typeof id !== "number" || !Number.isSafeInteger(id) || typeof name !== "string") return null;
  return { id, name, input };
}
