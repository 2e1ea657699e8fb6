/**
 * A page's channel over the WebSocket that the browser host upgraded and handed over. The handshake is finished here,
 * in the core process, so the host never reads or writes a byte of the page's frames. The page's first frame proves that
 * it is the one that got the pass, and the core's first frame proves the host to it; before that nothing is asked or told.
 */
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { WebSocket, WebSocketServer } from "ws";
import type { CoreToPage, Proofs } from "../../shared/contract/bridge.ts";
import { maxFrameBytes, readFrame, writeFrame } from "../../shared/contract/frames.ts";
import type { Upgrade } from "./core-messages.ts";
import type { Channel } from "./page-channel.ts";
import { isSame } from "./random-word.ts";

export { maxFrameBytes };

type Pages = { open(send: (message: CoreToPage) => void): Channel; closed(channel: Channel): void };

const helloWithinMs = 5000;
const maxHelloBytes = 256;

/** Finishes the handshake on `socket` and binds it to a channel once its page has proved itself. */
export function acceptSocket(sockets: WebSocketServer, socket: Socket, upgrade: Upgrade | null, pages: Pages): void {
  if (upgrade === null) {
    socket.destroy();
    return;
  }
  const request = { method: "GET", url: "/channel", headers: upgrade.headers, socket } as unknown as IncomingMessage;
  sockets.handleUpgrade(request, socket, Buffer.from(upgrade.head, "base64"), (webSocket) =>
    bind(webSocket, upgrade.proofs, pages),
  );
  socket.resume();
}

function bind(webSocket: WebSocket, proofs: Proofs, pages: Pages): void {
  let channel: Channel | null = null;
  const late = setTimeout(() => webSocket.terminate(), helloWithinMs);
  webSocket.on("message", (bytes: Buffer, isBinary) => {
    if (channel !== null) {
      if (!isBinary) channel.take(readFrame(bytes.toString()));
      return;
    }
    clearTimeout(late);
    if (isBinary || !isHello(bytes, proofs.page)) {
      webSocket.terminate();
      return;
    }
    const send = (message: CoreToPage): void => webSocket.send(writeFrame(message));
    send({ kind: "hello", proof: proofs.host });
    channel = pages.open(send);
  });
  webSocket.on("close", () => {
    clearTimeout(late);
    if (channel !== null) pages.closed(channel);
  });
  webSocket.on("error", () => webSocket.terminate());
}

/** Whether a page's first frame shows the proof of the pass that its socket came with. */
function isHello(bytes: Buffer, expected: string): boolean {
  if (bytes.length > maxHelloBytes) return false;
  const frame = readFrame(bytes.toString()) as { kind?: unknown; proof?: unknown } | null;
  return frame?.kind === "hello" && typeof frame.proof === "string" && isSame(expected, frame.proof);
}
