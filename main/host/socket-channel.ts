/**
 * A page's channel over the WebSocket that the browser host upgraded and handed over. The handshake is finished here,
 * in the core process, so the host never reads or writes a byte of the page's frames.
 */
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { WebSocketServer } from "ws";
import type { CoreToPage } from "../../shared/contract/bridge.ts";
import { maxFrameBytes, readFrame, writeFrame } from "../../shared/contract/frames.ts";
import type { Channel } from "./page-channel.ts";

export { maxFrameBytes };

/** What the host passes on of the upgrade request: method and headers as it checked them, and bytes read too far. */
export type Upgrade = { headers: Record<string, string>; head: string } | null;

/** Finishes the handshake on `socket` and binds it to a channel. */
export function acceptSocket(
  sockets: WebSocketServer,
  socket: Socket,
  upgrade: Upgrade,
  page: { open(send: (message: CoreToPage) => void): Channel; closed(channel: Channel): void },
): void {
  if (upgrade === null) {
    socket.destroy();
    return;
  }
  const request = { method: "GET", url: "/channel", headers: upgrade.headers, socket } as unknown as IncomingMessage;
  sockets.handleUpgrade(request, socket, Buffer.from(upgrade.head, "base64"), (webSocket) => {
    const channel = page.open((message) => webSocket.send(writeFrame(message)));
    webSocket.on("message", (bytes, isBinary) => {
      if (!isBinary) channel.take(readFrame(bytes.toString()));
    });
    webSocket.on("close", () => page.closed(channel));
    webSocket.on("error", () => webSocket.terminate());
  });
  socket.resume();
}
