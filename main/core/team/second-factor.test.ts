/** A second factor through the commands, on a real server: what asks for it, what answers, and what becomes of what waits. */
import { cpSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Client, startServer } from "../../../e2e/drive.ts";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { totpCode } from "../../../e2e/kit/rfc6238.ts";
import { scratchDir } from "../../../e2e/kit/scratch.ts";
import { setUpFactor } from "../../../e2e/kit/second-factor.ts";
import { founder, joiner, must, passphrase, refusal, server, userOf } from "../../../e2e/kit/team.ts";

describe("a second factor", () => {
  it("is set up after the passphrase by a code, and asked for from the next session on", async () => {
    const ada = await founder(await server());
    expect(await must(ada, "secondFactor.status", {})).toEqual({ factor: null, news: [] });
    expect(await refusal(ada, "secondFactor.enrol", { passphrase: "another one" })).toBe("unlock");
    expect(await refusal(ada, "secondFactor.confirm", { code: "123456" })).toBe("not-found");
    const codes = await setUpFactor(ada);
    expect(codes).toHaveLength(10);
    for (const code of codes) expect(code).toMatch(/^([0-9A-Z]{4}-){6}[0-9A-Z]{2}$/);
    expect(await must(ada, "secondFactor.status", {})).toMatchObject({ factor: { codesLeft: 10, isAnswered: true } });
    await must(ada, "recovery.sheet", { passphrase });
    await must(ada, "recovery.keep", {});

    await must(ada, "account.lock", {});
    await must(ada, "account.unlock", { passphrase });
    await must(ada, "recovery.sheet", { passphrase });
    expect(await refusal(ada, "recovery.keep", {})).toBe("step-up");
    expect(await refusal(ada, "secondFactor.enrol", { passphrase })).toBe("step-up");
    for (const typed of ["12345", "1234567", "not a code", `${codes[0]}A`])
      expect(await refusal(ada, "account.stepUp", { code: typed })).toBe("invalid-input");
    expect(await refusal(ada, "recovery.keep", {})).toBe("step-up");
    await must(ada, "account.stepUp", { code: ` ${codes[0]?.toLowerCase().replaceAll("-", " ")}` });
    await must(ada, "recovery.keep", {});
    expect(await must(ada, "secondFactor.status", {})).toMatchObject({ factor: { codesLeft: 9 } });
    expect(await refusal(ada, "account.stepUp", { code: codes[0] as string })).toBe("step-up");
  });

  it("that an admin lets somebody set up again is told to them, until they saw it, and what they do here is not", async () => {
    const ada = await founder(await server());
    const bob = await joiner(ada, "Bob");
    const [first = ""] = await setUpFactor(bob);
    const news = async () => (await must(bob, "secondFactor.status", {})).news;
    await must(bob, "account.stepUp", { code: first });
    expect(await news()).toEqual([]);
    const { user = "", device = "" } = await must(bob, "account.status", {});
    await must(ada, "secondFactor.release", { user, device });
    const [told] = await news();
    expect(told).toMatchObject({ what: "released", device, by: await userOf(ada) });
    await must(bob, "account.lock", {});
    await must(bob, "account.unlock", { passphrase });
    expect(await news()).toEqual([told]);
    await must(bob, "secondFactor.seen", { number: told?.number ?? 0, at: told?.at ?? 0 });
    expect(await news()).toEqual([]);
    // Now they may, on that computer alone.
    await setUpFactor(bob);
    expect(await news()).toEqual([]);
  });

  it.each<[string, (bob: Client, code: string) => Promise<unknown>]>([
    ["a recovery code", (bob, code) => must(bob, "account.stepUp", { code })],
    ["a new second factor", (bob) => setUpFactor(bob)],
  ])("keeps as news what happened elsewhere, whatever %s here does", async (_what, doHere) => {
    const ada = await founder(await server());
    const bob = await joiner(ada, "Bob");
    const [first = ""] = await setUpFactor(bob);
    const { user = "", device = "" } = await must(bob, "account.status", {});
    await must(ada, "secondFactor.release", { user, device });
    await doHere(bob, first);
    const { news } = await must(bob, "secondFactor.status", {});
    expect(news.map(({ what }) => what)).toEqual(["released"]);
  });

  it("keeps its codes where the answer is lost, and before it is switched on has none", async () => {
    const running = await server();
    const ada = await founder(running);
    expect(await refusal(ada, "secondFactor.switchOn", {})).toBe("not-found");
    const { seed } = await must(ada, "secondFactor.enrol", { passphrase });
    expect(await refusal(ada, "secondFactor.switchOn", {})).toBe("not-found");
    const code = totpCode({ secret: seed, at: Date.now() });
    const { recoveryCodes } = await must(ada, "secondFactor.confirm", { code });
    expect(await must(ada, "secondFactor.status", {})).toMatchObject({ factor: null });
    await must(ada, "secondFactor.switchOn", {});
    await must(ada, "account.stepUp", { code: recoveryCodes[9] as string });
    expect(await must(ada, "secondFactor.status", {})).toMatchObject({ factor: { codesLeft: 9 } });
  });

  it("is asked for as an app brings back what its person signed and a restored server lost", async () => {
    const dataDir = scratchDir();
    const first = await server({ dataDir });
    const ada = await founder(first);
    const [code = ""] = await setUpFactor(ada);
    await first.close();
    const copy = scratchDir();
    cpSync(dataDir, copy, { recursive: true });
    const second = await startServer({ dataDir });
    await must(ada, "sync.now", {});
    await must(ada, "account.stepUp", { code });
    await must(ada, "recovery.sheet", { passphrase });
    await must(ada, "recovery.keep", {});
    await second.close();
    await startServer({ dataDir: copy });
    const codesOf = async () => (await must(ada, "sync.now", {})).failures.map((failure) => failure.code);
    await eventually(codesOf, (codes) => codes.includes("step-up"));
    // On the copy the code was not used yet.
    await must(ada, "account.stepUp", { code });
    await eventually(codesOf, (codes) => codes.length === 0);
    expect((await must(ada, "recovery.status", {})).sheet).not.toBeNull();
  });
});
