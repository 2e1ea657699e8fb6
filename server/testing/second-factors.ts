/** People with a second factor, in tests: enrolled over the real routes, with the codes of their authenticator. */
import { randomBytes } from "../../shared/crypto/random.ts";
import { recoveryCodeHash } from "../../shared/crypto/second-factor.ts";
import type { Hash } from "../../shared/encoding/ids.ts";
import { factorRules } from "../../shared/protocol/routes/second-factor-routes.ts";
import { must } from "../../shared/testing/team.ts";
import { codeOf, stepAt } from "../secondfactor/code.ts";
import type { TestClient } from "./client.ts";

export type Enrolled = {
  seed: Uint8Array;
  recovery: readonly Uint8Array[];
  /** The code of the step that runs at this time, or of one so many steps off. */
  codeAt(now: number, steps?: number): string;
};

/** Enrols the person of this client; `now` is the time of the server. */
export async function enrol(client: TestClient, now: number = Date.now()): Promise<Enrolled> {
  const { seed } = must(await client.call("enrolSecondFactor", {}));
  const codeAt = (at: number, steps = 0) => codeOf(seed, stepAt(at) + steps);
  must(await client.call("confirmSecondFactor", { code: codeAt(now), codes: null }));
  const recovery = newRecovery();
  must(await client.call("confirmSecondFactor", { code: null, codes: hashesOf(client, recovery) }));
  return { seed, recovery, codeAt };
}

/** Ten recovery codes, as an app makes them. */
export function newRecovery(): Uint8Array[] {
  return Array.from({ length: factorRules.recoveryCodes }, () => randomBytes(factorRules.recoveryBytes));
}

/** What the server is told of recovery codes. */
export function hashesOf({ session }: TestClient, recovery: readonly Uint8Array[]): Hash[] {
  const { of: caller } = session;
  if (caller?.identity.kind !== "device") throw new Error("only a computer sets up a second factor");
  const of = { team: caller.team, user: caller.identity.user };
  return recovery.map((code) => recoveryCodeHash(of, code)).sort();
}

/** An answer of the authenticator. */
export function answer(client: TestClient, code: string) {
  return client.call("answerSecondFactor", { code, recovery: null });
}
