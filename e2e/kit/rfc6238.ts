/** RFC 6238 once more, from the RFC's text and Node's HMAC alone, so that the product's codes are checked against independent ones. */
import { createHmac } from "node:crypto";

type Totp = { secret: string; at: number; algorithm?: "sha1" | "sha256" | "sha512"; digits?: number; periodS?: number };

/** The code that holds at the epoch millisecond `at`; `secret` is base32 (RFC 4648). */
export function totpCode({ secret, at, algorithm = "sha1", digits = 6, periodS = 30 }: Totp): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 1000 / periodS)));
  const mac = createHmac(algorithm, base32(secret)).update(counter).digest();
  const offset = (mac[mac.length - 1] as number) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits).padStart(digits, "0");
}

function base32(text: string): Buffer {
  let bits = "";
  for (const letter of text.replace(/[=\s]/g, "").toUpperCase()) {
    bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0");
  }
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
