/** Codes as another program computes them: `oathtool` of Debian, for a thousand random sets of parameters. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Totp } from "../../../shared/model/item-parts.ts";
import { otpauthLink, parseOtpauth } from "../../../shared/model/otpauth.ts";
import { codeAt } from "./code.ts";

const oathtool = "/usr/bin/oathtool";
const rounds = 1000;

/** Repeats exactly. */
function seeded(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return Math.floor((state / 4294967296) * most);
  };
}

function randomTotp(below: (most: number) => number): Totp {
  return {
    secret: Uint8Array.from({ length: 1 + below(64) }, () => below(256)),
    algorithm: (["SHA1", "SHA256", "SHA512"] as const)[below(3)] ?? "SHA1",
    digits: 6 + below(3),
    period: [1, 15, 30, 45, 60, 90, 3600, 86_400][below(8)] ?? 30,
    ...{ issuer: null, account: null },
  };
}

/** Now and the one after it. */
function otherCodes({ secret, algorithm, digits, period }: Totp, nowMs: number): string[] {
  const at = new Date(nowMs).toISOString().replace("T", " ").replace(/\..*/, " UTC");
  const hex = Buffer.from(secret).toString("hex");
  const set = [`--totp=${algorithm.toLowerCase()}`, `--digits=${digits}`, `--time-step-size=${period}s`, "--window=1"];
  return execFileSync(oathtool, [...set, `--now=${at}`, hex], { encoding: "utf8" })
    .trim()
    .split("\n");
}

describe.skipIf(!existsSync(oathtool))("oathtool", () => {
  it(`computes the same codes, now and next, for ${rounds} sets, each through a link`, () => {
    const below = seeded(6238);
    for (let round = 0; round < rounds; round += 1) {
      const totp = randomTotp(below);
      const nowMs = 1000 * below(4_000_000_000);
      const read = parseOtpauth(otpauthLink(totp));
      if (!read.ok) throw new Error(`round ${round}: the link is refused`);
      const { code, next } = codeAt(read.value, nowMs);
      expect([code, next], `round ${round}`).toEqual(otherCodes(totp, nowMs));
    }
  });
});
