/** A profile that waits to be let in has its keys in memory: it locks by itself as an unlocked one does, by whichever clock is first. */
import { beforeAll, describe, expect, it } from "vitest";
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import { hashText } from "../../../shared/crypto/hash.ts";
import { randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { Hash } from "../../../shared/encoding/ids.ts";
import { fail, ok } from "../../../shared/failures.ts";
import { createEmitter } from "../emitter.ts";
import { createSession } from "./session.ts";
import { keptProfile, passphrase, testComputer } from "./test-account.ts";
import type { WaitingPlan } from "./waiting-plan.ts";

beforeAll(cryptoReady);

const minute = 60_000;

/** A joiner who unlocked, and whose server does not answer. */
async function waitingJoiner() {
  const computer = testComputer();
  const invite = hashText("genesis", "invite") as Hash;
  const plan: WaitingPlan = { kind: "join", seed: randomBytes(16), invite, join: randomBytes(50) };
  await keptProfile(computer, { plan, shown: { waitsFor: "Cleo" } });
  const session = createSession(
    computer.ports,
    createEmitter(() => undefined),
    () => fail("bug"),
  );
  expect(await session.unlock({ passphrase } as CommandParsed<"account.unlock">)).toEqual(ok({}));
  expect(session.kind()).toBe("waiting");
  /** The computer works for so long. */
  const work = (ms: number): void => {
    for (let passed = 0; passed < ms; passed += 1000) computer.pass(Math.min(1000, ms - passed));
  };
  return { computer, session, work };
}

describe("a profile that waits to be let in", () => {
  it("locks after ten minutes without input, and not before", async () => {
    const { computer, work } = await waitingJoiner();
    work(10 * minute - 1);
    expect(computer.clock.locks).toBe(0);
    work(1);
    expect(computer.clock.locks).toBe(1);
  });

  it("counts from the last input, and not from its looks at the server", async () => {
    const { computer, session, work } = await waitingJoiner();
    work(9 * minute);
    session.touched();
    work(9 * minute);
    expect(computer.clock.locks).toBe(0);
    work(minute);
    expect(computer.clock.locks).toBe(1);
  });

  it.each([
    ["slept through its time", 11 * minute],
    ["was set forth beyond it", 400 * 24 * 60 * minute],
  ])("locks within seconds where the computer %s, and before anything else is done", async (_how, setBy) => {
    const { computer, session, work } = await waitingJoiner();
    work(2000);
    computer.clock.setBy = setBy;
    expect(session.lockInTime()).toBe(true);
    work(5000);
    expect(computer.clock.locks).toBe(1);
  });

  it("locks no later where the clock is set back", async () => {
    const { computer, work } = await waitingJoiner();
    computer.clock.setBy = -24 * 60 * minute;
    work(10 * minute);
    expect(computer.clock.locks).toBe(1);
  });

  it("locks nothing once its person gave it up", async () => {
    const { computer, session, work } = await waitingJoiner();
    expect(await session.abandonJoin()).toEqual(ok({}));
    work(60 * minute);
    expect(computer.clock.locks).toBe(0);
  });
});
