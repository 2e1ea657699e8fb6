/** What the server's command says to machines; its words for people lie in `shared/copy/server-command.ts`. */
import { base32Bytes, hexText } from "../shared/text.ts";
import type { RunningServer } from "./app.ts";

/** One line for machines. */
export function machineLine({ url, origin, serverKeys, setupCode }: RunningServer): string {
  const serverKey = hexText(base32Bytes(serverKeys) as Uint8Array);
  return `${JSON.stringify({ url, origin, serverKey, setupCode })}\n`;
}
