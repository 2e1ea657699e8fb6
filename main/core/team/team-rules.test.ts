/** The team's rule that every session answers, through the commands, on a real server: who makes it, whom it stops, and what goes on. */
import { describe, expect, it } from "vitest";
import { type Client, createClient } from "../../../e2e/drive.ts";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { atEnd, scratchDir } from "../../../e2e/kit/scratch.ts";
import { setUpFactor } from "../../../e2e/kit/second-factor.ts";
import { colleague, founder, joiner, must, passphrase, refusal, server, userOf } from "../../../e2e/kit/team.ts";

const on = { sessions: { asked: true } };

const stateOf = async (person: Client) => {
  const { state, failures } = await must(person, "sync.now", {});
  return { state, asks: failures.map(({ asks }) => asks) };
};
const goesOn = (person: Client) =>
  eventually(
    () => stateOf(person),
    ({ state, asks }) => state === "ok" && asks.length === 0,
  );
const isLockedAndBack = async (person: Client) => {
  await must(person, "account.lock", {});
  await must(person, "account.unlock", { passphrase });
};

describe("the rule that every session answers", () => {
  it("is made by an admin with a second factor, and by nobody else", async () => {
    const ada = await founder(await server());
    const bob = await joiner(ada, "Bob");
    expect(await must(ada, "policy.get", {})).toMatchObject({
      ...{ sessions: { asked: false, from: null }, cosigned: [] },
      ...{ canCosign: false, signers: [], base: 0 },
    });
    expect(await refusal(ada, "policy.set", on)).toBe("step-up");
    await setUpFactor(ada);
    expect(await refusal(bob, "policy.set", on)).toBe("role");
    expect(await refusal(bob, "secondFactor.team", {})).toBe("role");
    const has = (await must(ada, "secondFactor.team", {})).map((one) => [one.user, one.has] as const);
    expect(new Map(has)).toEqual(
      new Map([
        [await userOf(ada), true],
        [await userOf(bob), false],
      ]),
    );
  });

  it("stops who has none from its day on, which everybody reads, until they set one up; what they did meanwhile goes then", async () => {
    const ada = await founder(await server());
    const bob = await joiner(ada, "Bob");
    await setUpFactor(ada);
    const from = Date.now() + 86_400_000;
    await must(ada, "policy.set", { sessions: { asked: true, from } });
    await goesOn(bob);
    expect((await must(bob, "policy.get", {})).sessions).toEqual({ asked: true, from });
    await must(ada, "policy.set", on);
    expect(await stateOf(bob)).toEqual({ state: "offline", asks: ["enrol"] });
    const [personal] = await must(bob, "vault.list", {});
    await must(bob, "item.save", { vault: personal?.vault ?? "", kind: "login", changes: { title: "Mailchimp" } });
    // However often: that a session is asked for something is no answer that does not verify.
    for (let round = 0; round < 25; round++) expect((await stateOf(bob)).state).toBe("offline");
    expect(await must(bob, "sync.status", {})).toMatchObject({ pending: 1 });
    await setUpFactor(bob);
    await goesOn(bob);
    expect(await must(bob, "sync.status", {})).toMatchObject({ pending: 0 });
    // And is taken back by an admin.
    await must(ada, "policy.set", { sessions: { asked: false } });
    await goesOn(bob);
    expect((await must(bob, "policy.get", {})).sessions).toEqual({ asked: false, from: null });
  });

  it("asks nobody again after a lock, as long as the server has the session, and once after that", async () => {
    const dataDir = scratchDir();
    const running = await server({ dataDir });
    const ada = await founder(running);
    const [first = "", second = ""] = await setUpFactor(ada);
    await must(ada, "policy.set", on);
    await isLockedAndBack(ada);
    // Answered before the rule was made: that session was not kept.
    expect(await stateOf(ada)).toEqual({ state: "offline", asks: ["session"] });
    expect(await refusal(ada, "vault.create", { title: "Payroll" })).toBe("step-up");
    await must(ada, "account.stepUp", { code: first });
    await goesOn(ada);
    for (let times = 0; times < 3; times++) {
      await isLockedAndBack(ada);
      await goesOn(ada);
    }
    await must(ada, "vault.create", { title: "Payroll" });
    await running.close();
    await server({ dataDir });
    expect(await stateOf(ada)).toEqual({ state: "offline", asks: ["session"] });
    await must(ada, "account.stepUp", { code: second });
    await goesOn(ada);
  });
});

/** Ada, the founder, made Bob and Cleo admins: what Bob wants is signed by Ada or Cleo. */
async function threeAdmins() {
  const ada = await founder(await server());
  const bobDir = scratchDir();
  const bob = await joiner(ada, "Bob", { dataDir: bobDir });
  const cleo = await joiner(ada, "Cleo");
  const [adas, bobs, cleos] = await Promise.all([ada, bob, cleo].map(userOf));
  for (const user of [bobs, cleos]) await must(ada, "member.setRole", { user: user as string, role: "admin" });
  await eventually(
    async () => (await must(bob, "policy.get", {})).signers,
    (signers) => signers.length === 2,
  );
  const [code = ""] = await setUpFactor(bob);
  return { ada, bob, bobDir, cleo, adas, cleos, code };
}

const requestsTo = (who: Client) =>
  eventually(
    () => must(who, "cosign.list", {}),
    (requests) => requests.length > 0,
  );

describe("a change that another admin signs too", () => {
  it("goes by itself once one of them has, though its person's app was closed meanwhile, and another refused", async () => {
    const { ada, bob, bobDir, cleo, adas, cleos, code } = await threeAdmins();
    const answer = await must(bob, "policy.set", on);
    expect([answer.state, new Set(answer.waitsFor)]).toEqual(["queued", new Set([adas, cleos])]);
    const [asked] = await requestsTo(cleo);
    await must(cleo, "cosign.refuse", { request: asked?.request ?? "" });
    await eventually(
      () => must(bob, "act.list", {}),
      ([act]) => act?.refusedBy?.includes(cleos as string) === true,
    );
    await requestsTo(ada);
    const { keychain } = bob;
    await bob.close();
    const [one] = await requestsTo(ada);
    expect(one).toMatchObject({
      state: "open",
      change: { before: { sessions: { asked: false } }, after: { sessions: { asked: true } } },
    });
    await must(ada, "cosign.sign", { request: one?.request ?? "" });
    await must(ada, "sync.now", {});
    const again = await createClient({ dataDir: bobDir, keychain });
    atEnd(() => again.close());
    await must(again, "account.unlock", { passphrase });
    // The server asks for Bob's code at the posting, as it does of everybody who changes a rule.
    await eventually(
      () => must(again, "act.list", {}),
      ([act]) => act?.problem === "step-up",
    );
    expect((await must(again, "policy.get", {})).sessions.asked).toBe(false);
    await must(again, "account.stepUp", { code });
    await eventually(
      async () => [(await must(again, "act.list", {})).length, (await must(again, "policy.get", {})).sessions.asked],
      ([count, isAsked]) => count === 0 && isAsked === true,
    );
  });

  it("asks it for each act that the rules name: a removal, whose keys change after it, and the end of an old recovery sheet", async () => {
    const { ada, bob, cleo, code } = await threeAdmins();
    const user = await colleague(ada, "Dora");
    await must(bob, "account.stepUp", { code });
    const { vault } = await must(bob, "vault.create", { title: "Ops" });
    await eventually(
      () => bob.call("vault.setAccess", { vault, user, permission: "edit" }),
      ({ ok }) => ok,
    );
    const signedBy = async (who: Client, type: string): Promise<void> => {
      const [one] = await eventually(
        async () => (await must(who, "cosign.list", {})).filter(({ change }) => change.type === type),
        (requests) => requests.length > 0,
      );
      await must(who, "cosign.sign", { request: one?.request ?? "" });
      await must(who, "sync.now", {});
      await eventually(
        () => must(bob, "act.list", {}),
        (acts) => acts.length === 0,
      );
    };
    await must(bob, "policy.set", { cosigned: ["user-remove", "device-revoke"] });
    await signedBy(ada, "policy");
    expect(await must(bob, "policy.get", {})).toMatchObject({ cosigned: ["device-revoke", "user-remove"] });
    expect(await must(bob, "member.remove", { user })).toMatchObject({ state: "queued", needsSignature: true });
    expect((await must(bob, "member.list", {})).find((one) => one.user === user)?.state).toBe("active");
    await signedBy(cleo, "user-remove");
    expect((await must(bob, "member.list", {})).find((one) => one.user === user)?.state).toBe("removed");
    for (let sheets = 0; sheets < 2; sheets++) {
      await must(bob, "recovery.sheet", { passphrase });
      await must(bob, "recovery.keep", {});
    }
    expect((await must(bob, "act.list", {})).map(({ command }) => command)).toEqual(["device.revoke"]);
    await signedBy(ada, "device-revoke");
    const papers = (await must(bob, "device.list", {})).filter(({ kind, own }) => kind === "paper" && own);
    expect(papers.map(({ active }) => active)).toEqual([false, true]);
  });
});
