/** The keyed hash by which a clipboard text is known again without being held. */
import { createHmac } from "node:crypto";

/** HMAC-SHA-256 under a random key (hex), as hex. */
export function clipboardMac(keyHex: string, text: Uint8Array): string {
  return createHmac("sha256", Buffer.from(keyHex, "hex")).update(text).digest("hex");
}
