/** The keyed hash by which the host knows its own clipboard text again without holding it. */
import { createHmac } from "node:crypto";

/** HMAC-SHA-256 under the host's random key (hex), as hex. */
export function clipboardMac(keyHex: string, text: Uint8Array): string {
  return createHmac("sha256", Buffer.from(keyHex, "hex")).update(text).digest("hex");
}
