/** Acts that wait until somebody else was seen: kept over an end, done once and by themselves, and never what takes away. */
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { type Client, createClient } from "../../../e2e/drive.ts";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { profileFile } from "../../../e2e/kit/profile-file.ts";
import { atEnd, scratchDir } from "../../../e2e/kit/scratch.ts";
import { setUpFactor } from "../../../e2e/kit/second-factor.ts";
import {
  client,
  colleague,
  founder,
  joiner,
  must,
  passphrase,
  refusal,
  server,
  userOf,
} from "../../../e2e/kit/team.ts";
import { rowsMost } from "./held-rows.ts";

/** Opens a person's folder again. */
async function back(dataDir: string, { keychain }: Client): Promise<Client> {
  const again = await createClient({ dataDir, keychain });
  atEnd(() => again.close());
  await must(again, "account.unlock", { passphrase });
  return again;
}

/** Ada has taken Carol out, and Bob, whose computer is off, has not heard of it: nobody confirms Ada's view. */
async function scene() {
  const [adaDir, bobDir] = [scratchDir(), scratchDir()];
  const running = await server();
  const ada = await founder(running, { dataDir: adaDir });
  const bob = await joiner(ada, "Bob", { dataDir: bobDir });
  const carol = await colleague(ada, "Carol");
  const { vault } = await must(ada, "vault.create", { title: "Ops" });
  const user = await userOf(bob);
  await must(bob, "sync.now", {});
  await bob.close();
  await must(ada, "member.remove", { user: carol });
  return { running, ada, adaDir, user, vault, bobReturns: () => back(bobDir, bob) };
}

const accessOf = async (who: Client, vault: string, user: string) =>
  (await must(who, "vault.list", {})).find((one) => one.vault === vault)?.access.find((one) => one.user === user)
    ?.permission ?? null;
const waiting = (who: Client) => must(who, "act.list", {});

describe("an act that gives more than a stale view allows", () => {
  it("waits over an end of the app, and is done once by itself when the other was seen", async () => {
    const { ada: before, adaDir, user, vault, bobReturns } = await scene();
    const given = await must(before, "vault.setAccess", { vault, user, permission: "use" });
    expect(given).toMatchObject({ state: "queued", waitsFor: [user] });
    await before.close();
    const ada = await back(adaDir, before);
    expect(await waiting(ada)).toMatchObject([
      { act: given.act, command: "vault.setAccess", vault, users: [user], permission: "use", waitsFor: [user] },
    ]);
    await must(ada, "sync.now", {});
    expect(await accessOf(ada, vault, user)).toBe(null);
    const bob = await bobReturns();
    await eventually(
      () => waiting(ada),
      (acts) => acts.length === 0,
    );
    expect(await accessOf(ada, vault, user)).toBe("use");
    await eventually(
      () => must(bob, "vault.list", {}),
      (vaults) => vaults.some((one) => one.vault === vault && one.state === "ready"),
    );
    const { events } = await must(ada, "activity.list", { limit: 100, types: ["access-changed"] });
    expect(events.length).toBe(1);
  });

  it("is not done after it was cancelled, and is the last one where it was asked for twice", async () => {
    const { ada, user, vault, bobReturns } = await scene();
    const other = (await must(ada, "vault.create", { title: "Sales" })).vault;
    const { act } = await must(ada, "vault.setAccess", { vault, user, permission: "use" });
    await must(ada, "vault.setAccess", { vault: other, user, permission: "use" });
    await must(ada, "vault.setAccess", { vault: other, user, permission: "manage" });
    expect((await waiting(ada)).map(({ permission }) => permission)).toEqual(["use", "manage"]);
    await must(ada, "act.cancel", { act });
    expect(await refusal(ada, "act.cancel", { act })).toBe("not-found");
    await bobReturns();
    await eventually(
      () => accessOf(ada, other, user),
      (permission) => permission === "manage",
    );
    expect([await accessOf(ada, vault, user), await waiting(ada)]).toEqual([null, []]);
  });

  it("is not done where its person decided otherwise meanwhile: it stays, and says so", async () => {
    const { ada, user, vault, bobReturns } = await scene();
    await must(ada, "member.setRole", { user, role: "lead" });
    await must(ada, "vault.setAccess", { vault, user, permission: "use" });
    // Taking away never waits.
    expect(await must(ada, "member.setRole", { user, role: "member", end: Date.now() + 86_400_000 })).toMatchObject({
      state: "done",
    });
    await bobReturns();
    await eventually(
      () => waiting(ada),
      (acts) => acts.length === 1 && acts[0]?.problem !== undefined,
    );
    expect(await waiting(ada)).toMatchObject([{ command: "member.setRole", problem: "stale-view", waitsFor: [] }]);
    expect((await must(ada, "member.list", {})).find((member) => member.user === user)?.role).toBe("member");
    expect(await accessOf(ada, vault, user)).toBe("use");
  });

  it("is asked a second factor for when it is done: it says so, and is done once its person answered", async () => {
    const { ada, user, bobReturns } = await scene();
    const [recovery = ""] = await setUpFactor(ada);
    await must(ada, "member.setRole", { user, role: "lead" });
    await must(ada, "account.lock", {});
    await must(ada, "account.unlock", { passphrase });
    await bobReturns();
    await eventually(
      () => waiting(ada),
      (acts) => acts[0]?.problem === "step-up",
    );
    await must(ada, "account.stepUp", { code: recovery });
    await eventually(
      () => waiting(ada),
      (acts) => acts.length === 0,
    );
    expect((await must(ada, "member.list", {})).find((member) => member.user === user)?.role).toBe("lead");
  });

  it("is kept beside a bounded number of others", async () => {
    const { ada, user } = await scene();
    const vaults: string[] = [];
    for (let at = 0; at <= rowsMost; at++)
      vaults.push((await must(ada, "vault.create", { title: `Vault ${at}` })).vault);
    const asked = await Promise.all(
      vaults.map((vault) => ada.call("vault.setAccess", { vault, user, permission: "use" })),
    );
    const codes = asked.map((answer) => (answer.ok ? answer.value.state : answer.failure.code));
    expect(codes.filter((code) => code === "queued").length).toBe(rowsMost);
    expect(codes.filter((code) => code === "limit").length).toBe(1);
    expect((await waiting(ada)).length).toBe(rowsMost);
  });

  it("does not wait for the last person who went: whoever is alone asks nobody", async () => {
    const { ada, user, vault } = await scene();
    await must(ada, "vault.setAccess", { vault, user, permission: "use" });
    expect(await must(ada, "member.remove", { user })).toMatchObject({ state: "done" });
    await eventually(
      () => waiting(ada),
      (acts) => acts[0]?.problem !== undefined,
    );
  });
});

describe("a list of acts that wait which does not open any more", () => {
  it("is told after every unlock, until another act takes its place", async () => {
    const { ada: before, adaDir, user, vault } = await scene();
    const other = (await must(before, "vault.create", { title: "Sales" })).vault;
    await must(before, "vault.setAccess", { vault, user, permission: "use" });
    await before.close();
    const file = new Database(profileFile(adaDir));
    const damaged = file.prepare("UPDATE settings SET sealed = randomblob(200) WHERE name = 'held-acts'").run();
    file.close();
    expect(damaged.changes).toBe(1);
    const told = { code: "damaged-database", reason: "acts" };
    for (let unlocked = 0; unlocked < 2; unlocked++) {
      const ada = await back(adaDir, before);
      expect(await must(ada, "alert.list", {})).toContainEqual(told);
      expect(await waiting(ada)).toEqual([]);
      if (unlocked === 1) await must(ada, "vault.setAccess", { vault: other, user, permission: "use" });
      await ada.close();
    }
    const ada = await back(adaDir, before);
    expect(await must(ada, "alert.list", {})).not.toContainEqual(told);
    expect(await waiting(ada)).toMatchObject([{ vault: other }]);
  });
});

describe("somebody who wants to join", () => {
  it("is let in once another person was seen, and the list says whose app it waits for", async () => {
    const { ada, user, bobReturns } = await scene();
    const { code } = await must(ada, "invite.create", { name: "Dora" });
    const dora = await client();
    await must(dora, "team.join", { code, passphrase });
    await eventually(
      () => must(ada, "invite.list", {}),
      (invites) => invites.some(({ name, waitsFor }) => name === "Dora" && waitsFor?.join() === user),
    );
    expect((await must(dora, "account.status", {})).state).toBe("waiting");
    await bobReturns();
    await eventually(
      () => must(dora, "account.status", {}),
      ({ state }) => state === "unlocked",
    );
  });
});

describe("the status of syncing", () => {
  it("counts teammates who hold the same history, and not one who has not heard of a removal", async () => {
    const { ada, bobReturns } = await scene();
    expect((await must(ada, "sync.now", {})).sameHistory.people).toBe(0);
    await bobReturns();
    const { sameHistory } = await eventually(
      () => must(ada, "sync.now", {}),
      (status) => status.sameHistory.people === 1,
    );
    expect(Math.abs(Date.now() - (sameHistory.at ?? 0))).toBeLessThan(600_000);
  });
});
