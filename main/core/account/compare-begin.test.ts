/** A joiner who begins anew while an earlier question is on its way: what comes of that is no end of the new beginning. */
import { beforeAll, expect, it } from "vitest";
import { deviceKeys, newMasterKey } from "../../../shared/crypto/device-keys.ts";
import { hashText } from "../../../shared/crypto/hash.ts";
import { randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { encode } from "../../../shared/encoding/canonical.ts";
import { fail, ok } from "../../../shared/failures.ts";
import { verdict } from "../../../shared/testing/verdicts.ts";
import { createJoinComparing } from "./compare-join.ts";

beforeAll(() => cryptoReady());

it("goes on with the new one", async () => {
  let answer: (answered: unknown) => void = () => undefined;
  const asked: unknown[] = [];
  const send = async (request: unknown) => {
    asked.push(request);
    if (asked.length > 1) return fail("offline");
    return new Promise((resolve) => {
      answer = resolve;
    });
  };
  const clock = { now: () => 0, steady: () => 0 };
  const plan = { kind: "compare", seed: randomBytes(16), invite: hashText("log-entry", "i"), join: randomBytes(9) };
  const profile = { team: hashText("genesis", "t"), origin: "https://a.example", serverKeys: hashText("genesis", "s") };
  const waiter = {
    ...{ db: {}, keys: deviceKeys(newMasterKey()), stored: { profile } },
    plan: { ...plan, role: "lead", compared: null },
  };
  const comparing = createJoinComparing(
    { http: { send }, clock } as never,
    () => waiter as never,
    () => undefined,
  );
  const first = comparing.begin();
  await expect.poll(() => asked.length).toBe(1);
  const second = comparing.begin();
  const others = { suite: 1, nonce: randomBytes(32), signPk: randomBytes(32), kemPk: randomBytes(1216) };
  answer(ok({ status: 200, headers: {}, body: encode(others) }));
  expect(verdict(await first)).toMatch(/^pin/);
  expect(verdict(await second)).toMatch(/^offline/);
  expect(verdict(await comparing.state())).toMatch(/^offline/);
});
