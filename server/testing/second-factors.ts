/** People with a second factor, in tests: enrolled over the real routes, with the codes of their authenticator. */
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
  const { codes } = must(await client.call("confirmSecondFactor", { code: codeAt(now) }));
  return { seed, recovery: codes, codeAt };
}

/** An answer of the authenticator. */
export function answer(client: TestClient, code: string) {
  return client.call("answerSecondFactor", { code, recovery: null });
}
