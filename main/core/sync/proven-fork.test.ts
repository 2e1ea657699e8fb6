/**
 * A server that shows two histories, on each of which two people went on: whoever sees both is frozen, by evidence that neither a
 * restart nor the server takes away; reading and removing people go on, and with who stood on the other history gone it is over.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Client } from "../../../e2e/drive.ts";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { type HostileTeam, readsAll } from "../../../e2e/kit/hostile-team.ts";
import { must, passphrase, userOf } from "../../../e2e/kit/team.ts";
import { parseEntry } from "../../../shared/protocol/team-log/entry.ts";
import { must as mustResult } from "../../../shared/testing/team.ts";
import { hexBytes } from "../../../shared/text.ts";
import { created, splitTeam, status } from "./test-split-team.ts";

const frozen = async (person: Client) => (await status(person)).frozen;

/** A file with both sides, whose every byte was signed or is an id, a hash or a public key. */
async function handsOnEvidence({ bob, bobDir }: HostileTeam): Promise<void> {
  const { name, place } = await must(bob, "team.saveEvidence", {});
  expect({ name, place }).toEqual({ name: "latchkey-evidence.json", place: "downloads" });
  const text = readFileSync(join(bobDir, "downloads", name), "utf8");
  for (const secret of ["Ada", "Bob", "Carol", "Dora", "Nordlicht", "AWS", "Of Ada"])
    expect(text).not.toContain(secret);
  const held = JSON.parse(text) as { mine: string[]; other: string[]; keys: { user: string }[] };
  const [common, ...mine] = held.mine.map(entryOf);
  const other = held.other.map(entryOf);
  expect([mine.length, other.length]).toEqual([2, 2]);
  for (const side of [mine, other]) expect(side[0]?.body.prev).toBe(common?.hash);
  const signers = [...mine, ...other].map(({ body }) => body.actor.user);
  expect(new Set(held.keys.map(({ user }) => user))).toEqual(new Set([...signers, common?.body.actor.user]));
}

const entryOf = (hex: string) => mustResult(parseEntry(mustBytes(hexBytes(hex))));
const mustBytes = (bytes: Uint8Array | null): Uint8Array => bytes ?? new Uint8Array();

const resumed = async ({ bob, line }: HostileTeam): Promise<void> => {
  line.cut(false);
  await must(bob, "sync.resume", {});
};

it("freezes whoever sees that others went on beside them, until nobody of these is there any more", async () => {
  const team = await splitTeam();
  const { ada, bob, carol, dora, turnTo, adas, alerts, vault, item } = team;

  // One entry beside mine: whoever lost a race has signed one.
  await created(carol, "Of Carol");
  await resumed(team);
  expect(await status(bob)).toMatchObject({ state: "stopped", frozen: false });
  expect(alerts).not.toContainEqual(expect.objectContaining({ reason: "fork" }));

  // Somebody else built on it.
  await eventually(
    () => status(dora),
    ({ state }) => state === "ok",
  );
  await created(dora, "Of Dora");
  expect(await status(bob)).toMatchObject({ state: "stopped", frozen: true });
  expect(alerts).toContainEqual({ code: "log-fork", reason: "fork" });
  await must(ada, "account.unlock", { passphrase });
  await eventually(
    () => status(ada),
    (seen) => seen.frozen,
  );

  const people = {
    ada: await userOf(ada),
    bob: await userOf(bob),
    carol: await userOf(carol),
    dora: await userOf(dora),
  };
  const fork = await must(bob, "team.fork", {});
  expect(fork).toMatchObject({ state: "proven", people: [people.dora], mine: { user: people.ada, more: 1 } });
  expect(fork.other).toMatchObject({ user: people.carol, type: "vault-create", number: fork.mine?.number, more: 1 });
  await handsOnEvidence(team);

  // The first history again, for all: nothing that the server shows ends it, and the other side sees it too.
  await turnTo("now");
  for (const person of [ada, bob, carol, dora]) await must(person, "sync.resume", {});
  for (const person of [carol, dora])
    await eventually(
      () => status(person),
      (seen) => seen.frozen,
    );
  const seen = await eventually(
    () => status(bob),
    ({ state }) => state === "ok",
  );
  expect(seen).toMatchObject({ frozen: true, failures: [{ code: "log-fork" }] });
  expect(await must(bob, "item.save", { vault, item, changes: { username: "kept" } })).toMatchObject({ draft: true });
  expect(await bob.call("vault.create", { title: "X" })).toMatchObject({ ok: false, failure: { code: "log-fork" } });
  expect(await readsAll(team)).toEqual(["AWS", "Elsewhere"]);

  // A restart does not end it either.
  await must(bob, "account.lock", {});
  await must(bob, "account.unlock", { passphrase });
  expect(await frozen(bob)).toBe(true);
  expect((await must(bob, "alert.list", {})).some(({ reason }) => reason === "fork")).toBe(true);

  // Both sides of one history read the same code.
  const code = await must(ada, "team.code", {});
  const read = { number: code.number, text: code.words.join(", ") };
  expect((await must(bob, "team.checkCode", read)).result).toBe("same");

  // Who goes, goes, also while the server shows another log; and then nobody stands on the other history.
  await status(ada);
  adas.tamper("log", ({ head, entries: [own, ...rest] }) => ({
    ...{ head, entries: [(own as Uint8Array).map((byte, at) => (at === 10 ? byte ^ 1 : byte)), ...rest] },
  }));
  expect(await status(ada)).toMatchObject({ state: "stopped", frozen: true });
  expect(await ada.call("vault.create", { title: "X" })).toMatchObject({ ok: false, failure: { code: "log-fork" } });
  await must(ada, "member.remove", { user: people.dora });
  adas.honest();
  expect(await frozen(ada)).toBe(false);
  await eventually(
    () => status(bob),
    (after) => !after.frozen && after.pending === 0,
  );
  expect((await must(ada, "item.get", { item })).username).toBe("kept");
});
