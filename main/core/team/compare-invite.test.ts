/** An invite to more than `member`, between two real clients through a real server: who is let in, what ends it, and what a lie does. */
import { describe, expect, it } from "vitest";
import { joinerAs, showCodes, typeCodes, waitingAs } from "../../../e2e/kit/compared-invite.ts";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { scratchDir } from "../../../e2e/kit/scratch.ts";
import { between } from "../../../e2e/kit/tampering.ts";
import {
  client,
  colleague,
  founder,
  founderIn,
  isIn,
  joiner,
  must,
  passphrase,
  refusal,
  server,
} from "../../../e2e/kit/team.ts";
import type { Latchkey } from "../../../shared/contract/commands.ts";
import { randomBytes } from "../../../shared/crypto/random.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import type { Failure } from "../../../shared/failures.ts";
import { type CompareAnswer, makeCompareAnswer, readCompareAnswer } from "../../../shared/protocol/join/compare.ts";
import { readTransferCode } from "../../../shared/protocol/transfer-code/transfer-code.ts";
import { must as value } from "../../../shared/testing/team.ts";

const wrongCode = "0000 0000";
const named = { name: "Bob", role: "lead" as const };
const inviteOf = async (who: Latchkey) => (await must(who, "invite.list", {}))[0];
const compareOf = async (who: Latchkey) => (await must(who, "account.status", {})).compare;

/** The answer with something else in it; `code`: of the invite. */
function changed(
  code: string,
  bytes: Uint8Array,
  change: (answer: CompareAnswer) => Partial<CompareAnswer>,
): Uint8Array {
  const answer = value(readCompareAnswer(bytes, value(readTransferCode("join", code))));
  const { suite: _, ...told } = answer as CompareAnswer & { suite: number };
  return makeCompareAnswer({ ...told, ...change(told) });
}

async function pair() {
  const running = await server();
  const [toAdmin, toJoiner] = [between(), between()];
  const ada = await founder(running, { fetch: toAdmin.fetch });
  const joining = await waitingAs(ada, named, { fetch: toJoiner.fetch });
  return { running, ada, joining, bob: joining.person, toAdmin, toJoiner };
}

describe("somebody invited to more than member", () => {
  it("waits until both codes were typed, and is in then, with the role", async () => {
    const { ada, bob, joining } = await pair();
    await must(ada, "sync.now", {});
    // Somebody else to whom the code leaked comes second.
    expect(await refusal(await client(), "team.join", { code: joining.code, passphrase })).toBe("invite");
    expect(await compareOf(bob)).toEqual({ role: "lead", typed: false });
    expect(await inviteOf(ada)).toMatchObject({ state: "joining", role: "lead", compare: "asked" });
    expect(await refusal(ada, "invite.compareAdd", {})).toBe("not-found");
    const codes = await showCodes(ada, joining);
    expect(codes.old).not.toBe(codes.fresh);
    expect(await refusal(ada, "invite.compareAdd", {})).toBe("sas");
    // One's own code is not the other's.
    expect(await refusal(ada, "invite.compareCode", { code: codes.old })).toBe("sas");
    expect(await refusal(bob, "team.compareCode", { code: codes.fresh })).toBe("sas");
    await must(ada, "invite.compareCode", { code: codes.fresh.toUpperCase().replace(/(.{4})/, "$1 ") });
    // The joiner has not said that the admin's code was typed there.
    expect(await refusal(ada, "invite.compareAdd", {})).toBe("sas");
    expect(await must(bob, "team.compareCode", { code: codes.old })).toMatchObject({ state: "typed" });
    expect(await compareOf(bob)).toEqual({ role: "lead", typed: true });
    await must(ada, "invite.compareState", {});
    expect(await must(ada, "invite.compareAdd", {})).toMatchObject({ state: "done" });
    await isIn(bob);
    const members = await must(ada, "member.list", {});
    expect(members.map(({ name, role }) => [name, role])).toContainEqual(["Bob", "lead"]);
    expect(await refusal(ada, "invite.compare", { invite: joining.invite as never })).toBe("invite");
  });

  it("is an admin who lets in the next one; whoever is a member or is not there is compared with by nobody", async () => {
    const running = await server();
    const ada = await founder(running);
    const cleo = await joinerAs(ada, { name: "Cleo", role: "admin" });
    await must(ada, "sync.now", {});
    const joining = await waitingAs(cleo, { name: "Dana", role: "auditor" });
    await typeCodes(ada, joining);
    expect((await must(ada, "invite.compareAdd", {})).state).toBe("done");
    await isIn(joining.person);
    expect(await refusal(cleo, "invite.compare", { invite: "0".repeat(26) as never })).toBe("not-found");
    const { invite } = await must(cleo, "invite.create", { name: "Eve" });
    expect(await refusal(cleo, "invite.compare", { invite: invite as never })).toBe("invite");
  });

  it("waits for a fresh view once the codes were compared, through a restart of the admin's app, and is let in by itself", async () => {
    const adas = scratchDir();
    const ada = await founderIn(adas);
    const toCleo = between();
    const cleo = await joiner(ada, "Cleo", { fetch: toCleo.fetch });
    const user = await colleague(ada, "Dan");
    toCleo.cut(true);
    // Nobody has said since that they know of it.
    await must(ada, "member.remove", { user });
    const joining = await waitingAs(ada, named);
    await typeCodes(ada, joining);
    const queued = await must(ada, "invite.compareAdd", {});
    expect([queued.state, queued.waitsFor.length]).toEqual(["queued", 1]);
    await must(ada, "sync.now", {});
    expect(await inviteOf(ada)).toMatchObject({ state: "joining", compare: "done", waitsFor: queued.waitsFor });
    await ada.close();
    const again = await client({ dataDir: adas });
    await must(again, "account.unlock", { passphrase });
    toCleo.honest();
    await eventually(
      async () => {
        for (const who of [cleo, again]) await must(who, "sync.now", {});
        return must(again, "member.list", {});
      },
      (members) => members.some(({ name, role }) => name === "Bob" && role === "lead"),
    );
    await isIn(joining.person);
  });
});

describe("a comparison", () => {
  it("ends after three wrong codes on either side, and begins again only on both", async () => {
    const { ada, bob, joining } = await pair();
    const codes = await showCodes(ada, joining);
    for (let tried = 0; tried < limits.linkTries; tried++)
      expect(await refusal(bob, "team.compareCode", { code: wrongCode })).toBe("sas");
    expect(await refusal(bob, "team.compareCode", { code: codes.old })).toBe("not-found");
    // The joiner begins anew: what the admin still holds stands for another beginning.
    await must(bob, "team.compare", {});
    expect(await refusal(ada, "invite.compareCode", { code: codes.fresh })).toBe("not-found");
    const others = await showCodes(ada, joining);
    expect(others).not.toEqual(codes);
    for (let tried = 0; tried < limits.linkTries; tried++)
      expect(await refusal(ada, "invite.compareCode", { code: wrongCode })).toBe("sas");
    expect(await refusal(ada, "invite.compareCode", { code: others.fresh })).toBe("not-found");
    // The admin begins anew: the joiner hears that theirs is over.
    await must(ada, "invite.compare", { invite: joining.invite as never });
    expect(await refusal(bob, "team.compareState", {})).toBe("sas");
    expect(await refusal(bob, "team.compareState", {})).toBe("not-found");
    await typeCodes(ada, joining);
    await must(ada, "invite.compareAdd", {});
    await isIn(bob);
  });

  it("ends after ten minutes, and with either's will", async () => {
    const clock = { at: Date.now(), now: () => clock.at };
    const ada = await founder(await server(), { clock });
    const joining = await waitingAs(ada, named);
    const bob = joining.person;
    const codes = await showCodes(ada, joining);
    await must(ada, "account.setAutoLock", { minutes: 60 });
    clock.at += limits.linkLifeMs;
    expect(await refusal(ada, "invite.compareCode", { code: codes.fresh })).toBe("sas");
    expect(await refusal(ada, "invite.compareState", {})).toBe("not-found");
    await showCodes(ada, joining);
    await must(ada, "invite.compareCancel", {});
    await must(bob, "team.compareCancel", {});
    expect(await refusal(ada, "invite.compareState", {})).toBe("not-found");
    expect(await refusal(bob, "team.compareState", {})).toBe("not-found");
  });

  it("goes on after a restart of the joiner's app once the admin's code was typed there", async () => {
    const ada = await founder(await server());
    const dataDir = scratchDir();
    const joining = await waitingAs(ada, named, { dataDir });
    await typeCodes(ada, joining);
    await joining.person.close();
    expect((await must(ada, "invite.compareAdd", {})).state).toBe("done");
    const back = await client({ dataDir });
    await must(back, "account.unlock", { passphrase });
    await isIn(back);
  });
});

it("a comparison lets nobody in once its invite was cancelled", async () => {
  const { ada, joining } = await pair();
  await typeCodes(ada, joining);
  await must(ada, "invite.cancel", { invite: joining.invite as never });
  expect(await refusal(ada, "invite.compareAdd", {})).toBe("invite");
  expect((await must(ada, "member.list", {})).length).toBe(1);
});

describe("a server in the middle", () => {
  it("that lists another join message under the invite lets nobody else in", async () => {
    const { ada, bob, joining, toAdmin } = await pair();
    toAdmin.tamper("joins", () => ({ joins: [] }));
    await typeCodes(ada, joining);
    await must(ada, "invite.compareAdd", {});
    await isIn(bob);
  });

  const changes: [string, (answer: CompareAnswer) => Partial<CompareAnswer>][] = [
    ["another head", () => ({ logHead: "0".repeat(52) as never })],
    ["an earlier number", ({ logSeq }) => ({ logSeq: logSeq - 1 })],
    ["another nonce", () => ({ nonce: randomBytes(32) })],
  ];
  it.each(changes)("that tells the joiner %s makes other codes", async (_what, change) => {
    const { ada, bob, joining, toJoiner } = await pair();
    toJoiner.tamper("linkJoin", ({ messages }) => ({
      messages: messages.map((one) => changed(joining.code, one, change)),
    }));
    const codes = await showCodes(ada, joining);
    expect(await refusal(bob, "team.compareCode", { code: codes.old })).toBe("sas");
    expect(await refusal(ada, "invite.compareCode", { code: codes.fresh })).toBe("sas");
    expect(await refusal(ada, "invite.compareAdd", {})).toBe("sas");
  });

  it("that says for the joiner that the code was typed ends it, and nobody is let in", async () => {
    const { ada, joining, toAdmin } = await pair();
    const codes = await showCodes(ada, joining);
    await must(ada, "invite.compareCode", { code: codes.fresh });
    toAdmin.tamper("linkOld", ({ messages }) => ({ messages: [...messages, randomBytes(64)] }));
    expect(await refusal(ada, "invite.compareState", {})).toBe("sas");
    expect(await refusal(ada, "invite.compareAdd", {})).toBe("not-found");
    expect((await must(ada, "member.list", {})).length).toBe(1);
  });

  it("that answers with another beginning once the joiner has shown theirs is not read", async () => {
    const { ada, bob, joining, toJoiner } = await pair();
    await showCodes(ada, joining);
    toJoiner.tamper("linkJoin", ({ messages }) => ({
      messages: messages.map((one) => changed(joining.code, one, () => ({ nonce: randomBytes(32) }))),
    }));
    const again = await bob.call("team.compareState", {});
    expect((again as { failure: Failure }).failure).toMatchObject({ code: "sas", detail: { reason: "again" } });
  });
});
