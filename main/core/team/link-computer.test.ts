/** A link between two real clients through a real server: what ends it, on either side, and that nothing is signed or kept before both codes were typed. */

import { describe, expect, it } from "vitest";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { compareWith } from "../../../e2e/kit/second-computer.ts";
import { between } from "../../../e2e/kit/tampering.ts";
import { client, founder, must, passphrase, refusal, server, type userOf } from "../../../e2e/kit/team.ts";
import { randomBytes } from "../../../shared/crypto/random.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { makeLinkAnswer, readLinkAnswer } from "../../../shared/protocol/join/link.ts";
import { must as value } from "../../../shared/testing/team.ts";

const wrongCode = "0000 0000";
const stateOf = async (who: Parameters<typeof userOf>[0]) => (await must(who, "account.status", {})).state;

/** The same answer with another nonce. */
function withNonce(bytes: Uint8Array): Uint8Array {
  const { suite: _, ...answer } = value(readLinkAnswer(bytes)) as never as { suite: 1 } & Parameters<
    typeof makeLinkAnswer
  >[0];
  return makeLinkAnswer({ ...answer, nonce: randomBytes(32) });
}

/** Ada's computer and a new one, each with a line to the server that may lie. */
async function pair() {
  const running = await server();
  const [toOld, toFresh] = [between(), between()];
  const ada = await founder(running, { fetch: toOld.fetch });
  const fresh = await client({ fetch: toFresh.fetch });
  const { slot } = await must(ada, "device.link", { passphrase });
  const given = { address: running.url, slot, passphrase };
  return { ada, fresh, toOld, toFresh, given };
}

describe("another computer", () => {
  it("is not brought before both codes were typed, and three wrong ones end it on either side", async () => {
    const running = await server();
    const ada = await founder(running);
    const fresh = await client();
    expect(await refusal(ada, "device.link", { passphrase: "something else" })).toBe("unlock");
    const codes = await compareWith(ada, fresh, running.url);
    expect(codes.old).not.toBe(codes.fresh);
    expect(await refusal(ada, "device.linkAdd", {})).toBe("sas");
    // One's own code is not the other's.
    expect(await refusal(ada, "device.linkCode", { code: codes.old })).toBe("sas");
    expect(await refusal(fresh, "device.acceptCode", { code: codes.fresh })).toBe("sas");
    await must(ada, "device.linkCode", { code: codes.fresh.toUpperCase().replace(/(.{4})/, "$1 ") });
    expect(await refusal(ada, "device.linkAdd", {})).toBe("sas");
    expect(await refusal(fresh, "device.acceptCode", { code: wrongCode })).toBe("sas");
    expect(await refusal(fresh, "device.acceptCode", { code: wrongCode })).toBe("sas");
    expect(await refusal(fresh, "device.acceptCode", { code: codes.old })).toBe("not-found");
    expect(await stateOf(fresh)).toBe("none");
    const again = await compareWith(ada, fresh, running.url);
    for (let tried = 0; tried < limits.linkTries; tried++)
      expect(await refusal(ada, "device.linkCode", { code: wrongCode })).toBe("sas");
    expect(await refusal(ada, "device.linkCode", { code: again.fresh })).toBe("not-found");
    expect((await must(ada, "device.list", {})).length).toBe(1);
  });

  it("ends after ten minutes, by the clock of each and of the server", async () => {
    const clock = { at: Date.now(), now: () => clock.at };
    const running = await server({ clock });
    const ada = await founder(running, { clock });
    const fresh = await client({ clock });
    const codes = await compareWith(ada, fresh, running.url);
    await must(ada, "account.setAutoLock", { minutes: 60 });
    // Before the new one locks by itself.
    clock.at += 60_000;
    await must(fresh, "device.acceptCode", { code: codes.old });
    clock.at += limits.linkLifeMs - 60_000;
    expect(await refusal(ada, "device.linkCode", { code: codes.fresh })).toBe("sas");
    expect(await refusal(ada, "device.linkState", {})).toBe("not-found");
    const told = await eventually(
      () => must(fresh, "account.status", {}),
      ({ problem }) => problem !== undefined,
    );
    expect(told.problem).toMatchObject({ code: "sas", detail: { reason: "ended" } });
    await must(fresh, "account.abandonJoin", {});
    expect(await stateOf(fresh)).toBe("none");
    await compareWith(ada, fresh, running.url);
    clock.at += limits.linkLifeMs;
    expect(await refusal(fresh, "device.acceptState", {})).toBe("sas");
    expect(await refusal(fresh, "device.acceptState", {})).toBe("not-found");
  });

  it("is typed no code before there is one", async () => {
    const { ada, fresh, given } = await pair();
    expect(await refusal(ada, "device.linkCode", { code: wrongCode })).toBe("sas");
    await must(fresh, "device.accept", given);
    expect(await refusal(fresh, "device.acceptCode", { code: wrongCode })).toBe("sas");
    // Neither counts as a try.
    expect(await must(ada, "device.linkState", {})).toMatchObject({
      state: "waiting",
      tries: limits.linkTries,
      code: null,
    });
    expect(await must(fresh, "device.acceptState", {})).toMatchObject({ state: "compare", tries: limits.linkTries });
  });

  it.each([
    ["is none", () => randomBytes(31)],
    ["becomes another one", () => randomBytes(32)],
  ])("whose commitment %s is not waited for", async (_how, other) => {
    const { ada, fresh, toOld, given } = await pair();
    await must(fresh, "device.accept", given);
    let asked = 0;
    const isLied = (bytes: Uint8Array, at: number) => at === 0 && (bytes.length !== other().length || asked++ > 0);
    toOld.tamper("linkOld", ({ messages }) => ({
      messages: messages.map((one, at) => (isLied(one, at) ? other() : one)),
    }));
    expect(await refusal(ada, "device.linkState", {})).toBe("sas");
    expect(await refusal(ada, "device.linkState", {})).toBe("not-found");
  });

  it("goes on where an answer of before comes late: it is asked once at a time", async () => {
    const { ada, fresh, toOld, given } = await pair();
    let asked = 0;
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    toOld.tamper("linkOld", async (honest) => {
      asked += 1;
      if (asked === 1) await held;
      return honest;
    });
    const early = ada.call("device.linkState", {});
    await eventually(
      () => asked,
      (times) => times === 1,
    );
    await must(fresh, "device.accept", given);
    const late = ada.call("device.linkState", {});
    // What is asked behind it over the same line is answered: if the later one did not wait for the first, it would have been sent.
    for (let times = 0; times < 3; times++) await must(ada, "attachment.space", {});
    expect(asked).toBe(1);
    release();
    expect([await early, await late].map(({ ok }) => ok)).toEqual([true, true]);
    expect((await must(ada, "device.linkState", {})).state).toBe("waiting");
    await must(fresh, "device.acceptState", {});
    expect((await must(ada, "device.linkState", {})).state).toBe("compare");
  });

  it("takes a code also while it is asked how far it is", async () => {
    const { ada, fresh, given } = await pair();
    await must(fresh, "device.accept", given);
    await must(ada, "device.linkState", {});
    const asked = [fresh.call("device.acceptState", {}), fresh.call("device.acceptCode", { code: wrongCode })];
    const [state, code] = await Promise.all(asked);
    expect(state).toMatchObject({ ok: true, value: { state: "compare" } });
    expect(code).toMatchObject({ ok: false, failure: { code: "sas", detail: { reason: "typed", number: 2 } } });
    expect(await must(fresh, "device.acceptState", {})).toMatchObject({ tries: 2 });
  });

  it("holds the first answer from before it shows its keys: one that comes after a lost answer is not taken", async () => {
    const { ada, fresh, toFresh, given } = await pair();
    await must(fresh, "device.accept", given);
    await must(ada, "device.linkState", {});
    let told = 0;
    toFresh.tamper("linkNew", ({ messages }) => {
      told += 1;
      // The keys are shown, and that is not answered; from then on the server knows what codes another answer makes.
      if (told === 2) return new Response(null, { status: 500 });
      return { messages: messages.map((bytes) => (told > 2 ? withNonce(bytes) : bytes)) };
    });
    expect((await fresh.call("device.acceptState", {})).ok).toBe(false);
    const shown = await must(fresh, "device.acceptState", {});
    const { code } = await must(ada, "device.linkState", {});
    await must(fresh, "device.acceptCode", { code: code as string });
    expect(await must(ada, "device.linkCode", { code: shown.code as string })).toMatchObject({ state: "ready" });
  });

  it("asks no server but the one whose address was typed", async () => {
    const { fresh, given } = await pair();
    for (const address of ["http://evil.example", "latchkey://join/x", `${given.address}/path`, ""])
      expect(await refusal(fresh, "device.accept", { ...given, address })).toBe("pin");
  });

  it.each([
    ["address", { origin: "https://evil.example" }],
    ["keys", { serverKeys: "0".repeat(52) as never }],
  ])("that is told another %s of the server goes no further", async (_what, change) => {
    const { ada, fresh, toFresh, given } = await pair();
    await must(fresh, "device.accept", given);
    await must(ada, "device.linkState", {});
    toFresh.tamper("linkNew", ({ messages }) => ({
      messages: messages.map((bytes) => {
        const { suite: _, ...answer } = value(readLinkAnswer(bytes)) as never as { suite: 1 } & Parameters<
          typeof makeLinkAnswer
        >[0];
        return makeLinkAnswer({ ...answer, ...change });
      }),
    }));
    expect(await refusal(fresh, "device.acceptState", {})).toBe("pin");
    expect(await refusal(fresh, "device.acceptState", {})).toBe("not-found");
    expect(await stateOf(fresh)).toBe("none");
  });
});
