/**
 * One-time codes by time, RFC 6238. The seed is used here and nowhere else; what leaves is the code of this moment and
 * the next one. Only what `shared/model/otpauth.ts` let through gets here, so nothing is guessed or repaired.
 */
import { createGuardrails, generateSync } from "otplib";
import type { CodeShape } from "../../../shared/contract/shapes.ts";
import type { Totp } from "../../../shared/model/item-parts.ts";

/** The library's own bounds would refuse real seeds of ten bytes; ours are checked where a seed is typed or parsed. */
const guardrails = createGuardrails({ MIN_SECRET_BYTES: 1, MAX_SECRET_BYTES: 4096, MIN_PERIOD: 1, MAX_PERIOD: 86_400 });

/** The code at `nowMs`, the one after it, and when the first one ends (milliseconds since 1970). */
export function codeAt(totp: Totp, nowMs: number): CodeShape {
  const periodMs = totp.period * 1000;
  const step = Math.floor(nowMs / periodMs);
  const at = (steps: number) =>
    generateSync({
      secret: totp.secret,
      epoch: steps * totp.period,
      period: totp.period,
      digits: totp.digits,
      algorithm: totp.algorithm.toLowerCase() as "sha1" | "sha256" | "sha512",
      guardrails,
    });
  return { code: at(step), next: at(step + 1), periodMs, endsAt: (step + 1) * periodMs };
}
