/** The live socket: hints only. Reconnects with growing pauses and a spread, so that a restarted server is not stormed. */
import { parseWith } from "../../../shared/encoding/canonical.ts";
import { type Hint, hintSchema, routes } from "../../../shared/protocol/routes/routes.ts";
import type { Ports, Socket } from "../ports.ts";
import type { Transport } from "./transport.ts";

export type Live = { start(): void; stop(): void };

const firstPauseMs = 500;
const longestPauseMs = 30_000;

/** Keeps a socket open while started; `heard` is told every hint, and `null` after every (re)connection and loss. */
export function createLive(
  ports: Ports,
  origin: string,
  transport: Transport,
  heard: (hint: Hint | null) => void,
): Live {
  let running = false;
  let socket: Socket | null = null;
  let cancelPause = (): void => {};
  let pauseMs = firstPauseMs;

  async function connect(): Promise<void> {
    const headers = await transport.liveHeaders();
    if (!running) return;
    if (!headers.ok) return later();
    socket = ports.sockets.open({
      url: `${origin.replace(/^http/, "ws")}${routes.live.path}`,
      headers: headers.value,
      onOpen: () => {
        pauseMs = firstPauseMs;
        heard(null);
      },
      onMessage: (bytes) => {
        const hint = parseWith(hintSchema, bytes, 1024);
        if (hint.ok) heard(hint.value);
      },
      onClose: () => {
        socket = null;
        if (!running) return;
        // The loop finds out what is wrong, and opens a new session where the old one ended.
        heard(null);
        later();
      },
    });
  }

  function later(): void {
    const spread = 0.5 + (ports.random.bytes(1)[0] as number) / 255;
    cancelPause = ports.timers.after(pauseMs * spread, () => void connect());
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }

  return {
    start() {
      if (running) return;
      running = true;
      void connect();
    },
    stop() {
      running = false;
      cancelPause();
      socket?.close();
      socket = null;
    },
  };
}
