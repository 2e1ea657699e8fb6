/**
 * Live sockets: hints that something may have changed, never the thing itself. A socket is bound to the session that
 * opened it and closed when that session's device loses its place.
 */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { encodeWith } from "../shared/protocol/encoding.ts";
import { type Hint, hintSchema } from "../shared/protocol/routes.ts";
import type { Session } from "./sessions.ts";
import type { Team } from "./teams.ts";

export type Live = {
  accept(session: Session, request: IncomingMessage, socket: Duplex, head: Buffer): void;
  hint(team: Team, hint: Hint, mayHear: (user: string) => boolean): void;
  /** Closes sockets whose session may not go on. */
  sweep(isOver: (session: Session) => boolean): void;
  close(): void;
};

const pingEveryMs = 30_000;
const maxPerDevice = 4;

/** Makes the live side of one server. */
export function createLive(): Live {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1024, perMessageDeflate: false });
  const sockets = new Map<WebSocket, { session: Session; alive: boolean }>();
  const pulse = setInterval(() => {
    for (const [socket, state] of sockets) {
      if (!state.alive) socket.terminate();
      state.alive = false;
      socket.ping();
    }
  }, pingEveryMs);
  pulse.unref();
  return {
    accept(session, request, socket, head) {
      server.handleUpgrade(request, socket, head, (opened) => {
        const own = [...sockets].filter(
          ([, other]) =>
            other.session.identity.kind === "device" &&
            session.identity.kind === "device" &&
            other.session.identity.device === session.identity.device,
        );
        if (own.length >= maxPerDevice) own[0]?.[0].terminate();
        const state = { session, alive: true };
        sockets.set(opened, state);
        opened.on("pong", () => {
          state.alive = true;
        });
        opened.on("message", () => opened.close(1008));
        opened.on("error", () => opened.terminate());
        opened.on("close", () => sockets.delete(opened));
      });
    },
    hint(team, hint, mayHear) {
      const frame = encodeWith(hintSchema, hint);
      for (const [socket, { session }] of sockets) {
        const { identity } = session;
        if (session.team === team.state.team && identity.kind === "device" && mayHear(identity.user))
          socket.send(frame);
      }
    },
    sweep(isOver) {
      for (const [socket, { session }] of sockets) if (isOver(session)) socket.close(1008);
    },
    close() {
      clearInterval(pulse);
      for (const socket of sockets.keys()) socket.terminate();
      server.close();
    },
  };
}
