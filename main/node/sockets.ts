/** The live-socket port on `ws`: request headers, no compression, small frames. */
import { WebSocket } from "ws";
import type { Sockets } from "../core/ports.ts";

const maxFrameBytes = 1024;
/** The server pings every half minute: silence for longer means that the line is dead. */
const silenceMs = 75_000;

/** Opens sockets; `onClose` comes exactly once, whatever happened. */
export function nodeSockets(): Sockets {
  return {
    open({ url, headers, onOpen, onMessage, onClose }) {
      const socket = new WebSocket(url, {
        headers,
        followRedirects: false,
        perMessageDeflate: false,
        maxPayload: maxFrameBytes,
        handshakeTimeout: 10_000,
      });
      let silence: NodeJS.Timeout | undefined;
      const heard = (): void => {
        clearTimeout(silence);
        silence = setTimeout(() => socket.terminate(), silenceMs);
      };
      let closed = false;
      socket.on("open", () => {
        heard();
        onOpen();
      });
      socket.on("ping", heard);
      socket.on("message", (bytes: Buffer) => {
        heard();
        onMessage(new Uint8Array(bytes));
      });
      socket.on("error", () => socket.terminate());
      socket.on("close", () => {
        clearTimeout(silence);
        if (!closed) onClose();
        closed = true;
      });
      return {
        close() {
          closed = true;
          clearTimeout(silence);
          socket.terminate();
        },
      };
    },
  };
}
