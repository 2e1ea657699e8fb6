/** One-time codes by time, RFC 6238: SHA-1, six digits, 30 seconds, as every authenticator has them. Only the server's own clock counts. */
import { generateSync } from "otplib";
import { factorRules } from "../../shared/protocol/routes/second-factor-routes.ts";

/** The step that runs at this time of the server's day. */
export function stepAt(nowMs: number): number {
  return Math.floor(nowMs / 1000 / factorRules.periodS);
}

/** The code of one step. */
export function codeOf(seed: Uint8Array, step: number): string {
  const { periodS: period, digits } = factorRules;
  return generateSync({ secret: seed, epoch: step * period, period, digits, algorithm: "sha1" });
}

/** The step whose code this is: the one that runs, or the one before it; null for any other code. */
export function stepOf(seed: Uint8Array, code: string, nowMs: number): number | null {
  const now = stepAt(nowMs);
  return [now, now - 1].find((step) => isSame(codeOf(seed, step), code)) ?? null;
}

/** Looks at all digits, however early one differs. */
function isSame(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let at = 0; at < one.length; at++) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}
