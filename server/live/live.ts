/**
 * Live sockets: hints that something may have changed, never the thing itself. A socket is bound to the session that
 * opened it and closed within a second when that session ends or its device loses its place [protocol: Sessions].
 */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { encodeWith } from "../../shared/encoding/canonical.ts";
import type { TeamId, UserId } from "../../shared/encoding/ids.ts";
import { type Hint, hintSchema } from "../../shared/protocol/routes/routes.ts";
import type { ServerLimits } from "../limits/limits.ts";
import type { ServerLog } from "../log/log.ts";
import type { Session } from "../sessions/session-table.ts";

export type Live = {
  accept(session: Session, upgrade: { request: IncomingMessage; socket: Duplex; head: Buffer }): void;
  /** Tells the sockets of a team whose person may hear it. */
  hint(team: TeamId, hint: Hint, mayHear: (user: UserId) => boolean): void;
  /** Closes sockets whose session may not go on. */
  sweep(isOver: (session: Session) => boolean): void;
  close(): void;
};

type Peer = { socket: WebSocket; session: Session; device: string; user: UserId; isAlive: boolean };

/** The live side of one server. */
export function createLive(limits: ServerLimits, log: ServerLog): Live {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1024, perMessageDeflate: false });
  const peersByTeam = new Map<TeamId, Set<Peer>>();
  const everyPeer = () => [...peersByTeam.values()].flatMap((peers) => [...peers]);
  const drop = (peer: Peer, reason: string) => {
    peer.socket.close(1008);
    leave(peersByTeam, peer);
    log.event("live-closed", { team: peer.session.team, reason });
    // A peer that does not answer the close is not waited for.
    setTimeout(() => peer.socket.terminate(), limits.sweepMs).unref();
  };
  const pulse = setInterval(() => {
    for (const peer of everyPeer()) {
      if (!peer.isAlive) peer.socket.terminate();
      peer.isAlive = false;
      peer.socket.ping();
    }
  }, limits.livePingMs);
  pulse.unref();
  return {
    accept: (session, { request, socket, head }) => {
      const { identity } = session;
      if (identity.kind !== "device") throw new Error("only a device has a live socket");
      server.handleUpgrade(request, socket, head, (opened) => {
        const peer: Peer = { socket: opened, session, device: identity.device, user: identity.user, isAlive: true };
        const peers = peersByTeam.get(session.team) ?? new Set();
        const own = [...peers].filter(({ device }) => device === peer.device);
        if (own.length >= limits.liveSocketsPerDevice && own[0] !== undefined) drop(own[0], "newer");
        peersByTeam.set(session.team, peers.add(peer));
        opened.on("pong", () => {
          peer.isAlive = true;
        });
        // Nothing is listened to on this socket: whoever talks is no client of ours.
        opened.on("message", () => drop(peer, "spoke"));
        opened.on("error", () => opened.terminate());
        opened.on("close", () => leave(peersByTeam, peer));
        log.event("live-opened", { team: session.team });
      });
    },
    hint: (team, hint, mayHear) => {
      const frame = encodeWith(hintSchema, hint);
      for (const peer of [...(peersByTeam.get(team) ?? [])]) {
        if (!mayHear(peer.user)) continue;
        if (peer.socket.bufferedAmount > limits.liveBufferBytes) drop(peer, "slow");
        else peer.socket.send(frame);
      }
    },
    sweep: (isOver) => {
      for (const peer of everyPeer()) if (isOver(peer.session)) drop(peer, "over");
    },
    close: () => {
      clearInterval(pulse);
      for (const { socket } of everyPeer()) socket.terminate();
      peersByTeam.clear();
      server.close();
    },
  };
}

function leave(peersByTeam: Map<TeamId, Set<Peer>>, peer: Peer): void {
  const peers = peersByTeam.get(peer.session.team);
  peers?.delete(peer);
  if (peers?.size === 0) peersByTeam.delete(peer.session.team);
}
