/**
 * One's own second factor, as the server keeps it [protocol: Second factor]. Nothing of it stays here: the seed goes to the
 * authenticator, the recovery codes to paper, and what the server says of it decides nothing but what its person is asked.
 */
import type { SecondFactor } from "../../../shared/contract/second-factor.ts";
import type { Act } from "../../../shared/contract/shapes.ts";
import type { DeviceId, UserId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { otpauthLink, seedText } from "../../../shared/model/otpauth.ts";
import { factorRules } from "../../../shared/protocol/routes/second-factor-routes.ts";
import { base32Bytes, base32Text } from "../../../shared/text.ts";
import { done } from "../log/done.ts";
import type { TeamArea } from "./team-area.ts";

type Area = Pick<TeamArea, "transport" | "profile">;

/** `secondFactor.status`. */
export async function secondFactorStatus({ transport }: Area): Promise<Result<{ factor: SecondFactor | null }>> {
  return transport.call("secondFactor", {});
}

/** `secondFactor.enrol`, once the passphrase was typed again. Failures: `step-up` where there is one already. */
export async function enrolSecondFactor({ transport, profile }: Area): Promise<Result<{ uri: string; seed: string }>> {
  const begun = await transport.call("enrolSecondFactor", {});
  if (!begun.ok) return begun;
  const totp = {
    ...{
      secret: begun.value.seed,
      algorithm: "SHA1" as const,
      digits: factorRules.digits,
      period: factorRules.periodS,
    },
    ...{ issuer: `Latchkey ${profile.teamName}`.trim(), account: profile.person },
  };
  return ok({ uri: otpauthLink(totp), seed: seedText(totp) });
}

/** `secondFactor.confirm`. Failures: `step-up` (`code`), `not-found` where none was begun in this session with the server. */
export async function confirmSecondFactor(
  { transport }: Area,
  typed: string,
): Promise<Result<{ recoveryCodes: string[] }>> {
  const read = readCode(typed);
  if (!read.ok) return read;
  const { code } = read.value;
  if (code === null) return notCode();
  const confirmed = await transport.call("confirmSecondFactor", { code });
  return confirmed.ok ? ok({ recoveryCodes: confirmed.value.codes.map(groupsOf) }) : confirmed;
}

/** `account.stepUp`. Failures: `step-up` (`code`, `used`), `throttled`, `invalid-input`, `not-found`. */
export async function answerSecondFactor({ transport }: Area, typed: string): Promise<Result<Record<string, never>>> {
  const read = readCode(typed);
  return read.ok ? transport.call("answerSecondFactor", read.value) : read;
}

/** `secondFactor.release`. */
export async function releaseSecondFactor(
  { transport }: Area,
  named: { user: UserId; device: DeviceId },
): Promise<Result<Act>> {
  const released = await transport.call("releaseSecondFactor", named);
  return released.ok ? ok(done()) : released;
}

const notCode = () => fail("invalid-input", { field: "code", reason: "factor" }, "after-act");

/** In groups of four, in capitals, as it is written down. */
function groupsOf(code: Uint8Array): string {
  return (
    base32Text(code)
      .toUpperCase()
      .match(/.{1,4}/g) ?? []
  ).join("-");
}

/** Six digits, or a recovery code: spaces, dashes and case do not matter, nor letters that look like digits. */
function readCode(typed: string): Result<{ code: string | null; recovery: Uint8Array | null }> {
  const plain = typed.replace(/[\s-]/g, "").toLowerCase();
  if (/^[0-9]{6}$/.test(plain)) return ok({ code: plain, recovery: null });
  const recovery = base32Bytes(plain.replaceAll("o", "0").replace(/[il]/g, "1"));
  return recovery?.length === factorRules.recoveryBytes ? ok({ code: null, recovery }) : notCode();
}
