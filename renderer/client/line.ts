/** One WebSocket of the page to its host's core, and the proof on both sides before anything else passes. */
import type { CoreToPage, PageToCore, Proofs } from "../../shared/contract/bridge.ts";
import type { EventName } from "../../shared/contract/commands.ts";
import { readFrame, writeFrame } from "../../shared/contract/frames.ts";
import type { Result } from "../../shared/failures.ts";

/** As the page reads it: its own core answers in the shape of the command's row, and tells events in that of theirs. */
export type FromCore = CoreToPage<EventName, Result<never>, never>;

export type Line = { send(message: PageToCore): void };
export type LineEvents = {
  /** The other end is our host's core: now it may be asked. */
  stands(line: Line): void;
  message(message: FromCore | null): void;
  /** Whoever answers is not our host. Nothing follows. */
  foreign(): void;
  /** The line broke, or never stood. */
  closed(): void;
};

/** Where this document asks for its channel. */
function channelPath(): string {
  return location.pathname === "/quick.html" ? "/channel/quick" : "/channel";
}

/** Opens a line; `closed` or `foreign` comes exactly once. */
export function openLine({ page, host }: Proofs, events: LineEvents): void {
  const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}${channelPath()}`);
  const line: Line = { send: (message) => socket.send(writeFrame(message)) };
  let stands = false;
  socket.onopen = () => line.send({ kind: "hello", proof: page });
  socket.onmessage = ({ data }) => {
    const message = readFrame(String(data)) as FromCore | null;
    if (stands) events.message(message);
    else if (message?.kind === "hello" && message.proof === host) {
      stands = true;
      events.stands(line);
    } else {
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
      events.foreign();
    }
  };
  socket.onclose = () => events.closed();
}
