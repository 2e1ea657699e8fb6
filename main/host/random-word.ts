/** Random words by which processes of this computer know each other again. */
import { randomBytes, timingSafeEqual } from "node:crypto";

/** 256 random bits that can stand in an address, a cookie and a line of text. */
export function randomWord(): string {
  return randomBytes(32).toString("base64url");
}

/** Compares two words without telling by its time where they differ. */
export function isSame(known: string, given: string): boolean {
  const left = Buffer.from(known);
  const right = Buffer.from(given);
  return left.length === right.length && timingSafeEqual(left, right);
}
