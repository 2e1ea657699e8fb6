/**
 * Second factors as the server keeps them [protocol: Second factor]. Nothing of one's own stays here: the seed goes to the
 * authenticator, the recovery codes to paper, and what the server says of it decides nothing but what its person is asked.
 */
import type { FactorNews, SecondFactor } from "../../../shared/contract/second-factor.ts";
import type { Act } from "../../../shared/contract/shapes.ts";
import { randomBytes } from "../../../shared/crypto/random.ts";
import { recoveryCodeHash } from "../../../shared/crypto/second-factor.ts";
import type { DeviceId, UserId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { otpauthLink, seedText } from "../../../shared/model/otpauth.ts";
import { factorRules } from "../../../shared/protocol/routes/second-factor-routes.ts";
import { asksSessions } from "../../../shared/protocol/team-log/state/policy.ts";
import { base32Bytes, base32Text } from "../../../shared/text.ts";
import { done } from "../log/done.ts";
import { didHere, newsOf } from "./factor-news.ts";
import type { TeamArea } from "./team-area.ts";

type Area = Pick<TeamArea, "transport" | "db" | "keys" | "profile" | "log" | "ports" | "requestSync">;

/** `secondFactor.status`. */
export async function secondFactorStatus(
  area: Area,
): Promise<Result<{ factor: SecondFactor | null; news: FactorNews[] }>> {
  const said = await area.transport.call("secondFactor", {});
  return said.ok ? ok({ factor: said.value.factor, news: newsOf(area, said.value.events) }) : said;
}

/** What was done at this computer is no news on it. Where nobody answers it is told once, as news. */
async function noteDone(area: Area): Promise<void> {
  const said = await area.transport.call("secondFactor", {});
  if (said.ok) didHere(area, said.value.events);
}

/** Who of the people in the team has one, as the server says: `secondFactor.team`. Failures: `role` for who is no admin. */
export async function secondFactorsOfTeam({ transport, log }: Area): Promise<Result<{ user: string; has: boolean }[]>> {
  const said = await transport.call("secondFactors", {});
  if (!said.ok) return said;
  const having = new Set(said.value.users);
  const people = [...log.state().users.values()].filter(({ active }) => active);
  return ok(people.map(({ user }) => ({ user, has: having.has(user) })));
}

export type FactorSetUp = ReturnType<typeof createFactorSetUp>;

/**
 * Setting one up. This app makes the recovery codes and shows them before they count, and the server is told their hashes alone: an
 * answer that is lost, or a crash, costs nobody a code, and what is asked again is no second setting up.
 */
export function createFactorSetUp(area: Area) {
  const { transport, profile } = area;
  let codes: Uint8Array[] = [];
  let isProven = false;
  const drop = (): void => {
    for (const code of codes) code.fill(0);
    codes = [];
    isProven = false;
  };
  return {
    drop,
    /** `secondFactor.enrol`, once the passphrase was typed again. Failures: `step-up` where there is one already. */
    async enrol(): Promise<Result<{ uri: string; seed: string }>> {
      const begun = await transport.call("enrolSecondFactor", {});
      if (!begun.ok) return begun;
      drop();
      codes = Array.from({ length: factorRules.recoveryCodes }, () => randomBytes(factorRules.recoveryBytes));
      const { digits, periodS: period } = factorRules;
      const totp = { secret: begun.value.seed, algorithm: "SHA1" as const, digits, period };
      const named = { ...totp, issuer: `Latchkey ${profile.teamName}`.trim(), account: profile.person };
      return ok({ uri: otpauthLink(named), seed: seedText(named) });
    },
    /** `secondFactor.confirm`. Failures: `step-up` (`code`), `not-found` where none was begun in this session with the server. */
    async confirm(typed: string): Promise<Result<{ recoveryCodes: string[] }>> {
      const read = readCode(typed);
      if (!read.ok) return read;
      const { code } = read.value;
      if (code === null) return notCode();
      const confirmed = await transport.call("confirmSecondFactor", { code, codes: null });
      if (!confirmed.ok) return confirmed;
      isProven = true;
      return ok({ recoveryCodes: codes.map(groupsOf) });
    },
    /** `secondFactor.switchOn`. Failures: `not-found` where no code of it came, `step-up` (`ask`) where another one came into force. */
    async switchOn(): Promise<Result<Record<string, never>>> {
      if (!isProven) return fail("not-found", { reason: "second-factor" }, "after-act");
      const of = { team: profile.team, user: profile.user };
      const hashes = codes.map((code) => recoveryCodeHash(of, code)).sort();
      const on = await transport.call("confirmSecondFactor", { code: null, codes: hashes });
      if (!on.ok) return on;
      drop();
      await noteDone(area);
      await keepSession(area);
      // What the team's rule held back goes on.
      area.requestSync();
      return on;
    },
  };
}

/** Where the team's rule asks every session, the one that answered goes on after a lock. */
async function keepSession({ transport, log, ports }: Area): Promise<void> {
  if (asksSessions(log.state().policy, ports.clock.now())) await transport.keep();
}

/** `account.stepUp`. Failures: `step-up` (`code`, `used`), `throttled`, `invalid-input`, `not-found`. */
export async function answerSecondFactor(area: Area, typed: string): Promise<Result<Record<string, never>>> {
  const read = readCode(typed);
  if (!read.ok) return read;
  const answered = await area.transport.call("answerSecondFactor", read.value);
  if (answered.ok && read.value.recovery !== null) await noteDone(area);
  if (answered.ok) await keepSession(area);
  return answered;
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
