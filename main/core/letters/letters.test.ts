/** Letters between people on the real server: what waits, what arrives, what a hostile server, file or colleague can do to them. */
import { describe, expect, it } from "vitest";
import { addPerson, post, testServerWithTeam } from "../../../server/testing/test-server.ts";
import { inboxHash, inboxKeys } from "../../../shared/crypto/device-keys.ts";
import { openLetter, sealLetter } from "../../../shared/crypto/letter-envelope.ts";
import { newId, randomBytes } from "../../../shared/crypto/random.ts";
import type { LetterId, VaultId } from "../../../shared/encoding/ids.ts";
import { parseContent } from "../../../shared/protocol/letters/letter-types.ts";
import type { Epoch, VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { act } from "../../../shared/testing/entries.ts";
import { planRemove } from "../../../shared/testing/leavers.ts";
import { letter as signedLetter } from "../../../shared/testing/letters.ts";
import { must, type Person, planOf, postOf, takePlan, vaultOfKind } from "../../../shared/testing/team.ts";
import { verdict } from "../../../shared/testing/verdicts.ts";
import { type Correspondent, correspondent } from "./test-correspondent.ts";

/** Ada (admin), Cleo (admin) and Bob (member), and the inbox of governance. */
async function scene() {
  const testServer = await testServerWithTeam();
  const { team, founder } = testServer;
  const cleo = await addPerson(testServer, { role: "admin" });
  const bob = await addPerson(testServer);
  const governance = vaultOfKind(team.state, "governance").vault;
  const adas = correspondent(team, team.founder, founder);
  const bobs = correspondent(team, bob.person, bob.client);
  const cleos = correspondent(team, cleo.person, cleo.client);
  await adas.letters.exchange();
  return { ...testServer, governance, cleo, bob, adas, bobs, cleos };
}
type Scene = Awaited<ReturnType<typeof scene>>;

const ask = ({ letters }: Correspondent, to: VaultId, name: string) =>
  must(letters.write([{ to, type: "name-request", content: { name } }]))[0];

/** The names that are asked for, as this reader sees them after a round. */
async function namesAt(reader: Correspondent, inbox: VaultId): Promise<string[]> {
  must(await reader.letters.exchange());
  const { letters } = await reader.letters.read(inbox);
  return letters.map(({ letter, standing, isDisputed }) => {
    const { name } = must(parseContent(letter.body, "name-request"));
    return standing === "counts" && !isDisputed ? name : `${name}: ${isDisputed ? "disputed" : standing}`;
  });
}

/** Cleo is out; the key of governance is due and nobody has made it. */
async function removeCleo({ team, founder, cleo }: Scene): Promise<void> {
  const removed = act(team, team.founder, planRemove(team, team.founder, cleo.person.user));
  await post(founder, { entries: [removed.bytes], blobs: [] });
}

async function rotate({ team, founder, governance }: Scene): Promise<void> {
  const intent = { type: "vault-rotate" as const, vaults: [{ vault: governance }], only: "all" as const };
  await post(founder, postOf(takePlan(team, team.founder, planOf(team, team.founder, intent))));
}

describe("a letter", () => {
  it("waits without a server, survives an end, arrives once, and in the order in which it was written", async () => {
    const { governance, adas, bobs } = await scene();
    bobs.line.isCut = true;
    for (const name of ["first", "second", "third"]) ask(bobs, governance, name);
    expect(verdict(await bobs.letters.exchange())).toBe("offline");
    bobs.restart();
    bobs.line.isCut = false;
    must(await bobs.letters.exchange());
    expect(await namesAt(adas, governance)).toEqual(["first", "second", "third"]);
    expect((await adas.letters.read(governance)).gaps).toEqual([]);
    bobs.restart();
    must(await bobs.letters.exchange());
    expect(await namesAt(adas, governance)).toEqual(["first", "second", "third"]);
    expect(bobs.letters.written().every(({ isSent }) => isSent)).toBe(true);
  });

  it("whose answer was lost is sent again in the same bytes, also after an end, and is there once", async () => {
    const { governance, adas, bobs, founder } = await scene();
    ask(bobs, governance, "Roberta");
    bobs.line.losesNext = true;
    expect(verdict(await bobs.letters.exchange())).toBe("offline");
    bobs.restart();
    must(await bobs.letters.exchange());
    expect(bobs.asked.filter((name) => name === "sendLetter").length).toBe(2);
    expect(must(await founder.call("letters", { from: 0 }, governance)).letters.length).toBe(1);
    expect(await namesAt(adas, governance)).toEqual(["Roberta"]);
  });

  it("that was taken before the inbox got another key, its answer lost, counts once", async () => {
    const mine = await scene();
    const { governance, adas, bobs, founder } = mine;
    ask(bobs, governance, "Roberta");
    bobs.line.losesNext = true;
    await bobs.letters.exchange();
    await removeCleo(mine);
    await rotate(mine);
    must(await adas.letters.exchange());
    must(await bobs.letters.exchange());
    expect(must(await founder.call("letters", { from: 0 }, governance)).letters.length).toBe(2);
    expect(await namesAt(adas, governance)).toEqual(["Roberta"]);
  });

  it("goes in a run that begins anew where the file may be older than what was sent", async () => {
    const { governance, adas, bobs } = await scene();
    ask(bobs, governance, "before");
    must(await bobs.letters.exchange());
    bobs.restart(true);
    for (const name of ["after", "later"]) ask(bobs, governance, name);
    must(await bobs.letters.exchange());
    expect((await namesAt(adas, governance)).sort()).toEqual(["after", "before", "later"]);
    expect((await adas.letters.read(governance)).restarted.length).toBe(1);
  });
});

describe("an inbox whose vault waits for a new key", () => {
  it("gets nothing until it has it; then all arrives in order, and whoever left opens none of it", async () => {
    const mine = await scene();
    const { team, governance, adas, bobs, founder } = mine;
    ask(bobs, governance, "before");
    must(await bobs.letters.exchange());
    await removeCleo(mine);
    for (const name of ["first", "second"]) ask(bobs, governance, name);
    must(await bobs.letters.exchange());
    expect(must(await founder.call("letters", { from: 0 }, governance)).letters.length).toBe(1);
    expect(bobs.letters.written().filter(({ isSent }) => !isSent).length).toBe(2);
    await rotate(mine);
    must(await adas.letters.exchange());
    must(await bobs.letters.exchange());
    expect(await namesAt(adas, governance)).toEqual(["before", "first", "second"]);
    const old = inboxKeys(team.keys.get(governance)?.[0] as Uint8Array);
    const all = must(await founder.call("letters", { from: 0 }, governance)).letters;
    const opened = all.map(({ id, epoch, bytes }) => {
      const place = { team: team.team, to: governance, epoch, id };
      return openLetter(old.kemKey, place, bytes).ok;
    });
    expect(opened).toEqual([true, false, false]);
  });
});

describe("a server that lies about", () => {
  it("the key of an inbox gets no letter: it is named, and the letter goes to the real one", async () => {
    const { governance, adas, bobs } = await scene();
    const own = inboxKeys(randomBytes(32));
    ask(bobs, governance, "Roberta");
    bobs.line.lie = (name, answer) => (name === "inbox" ? { epoch: 1, kemPk: own.kemPk } : answer);
    expect(verdict(await bobs.letters.exchange())).toBe("key-commit inbox");
    expect(bobs.asked).not.toContain("sendLetter");
    bobs.line.lie = null;
    must(await bobs.letters.exchange());
    expect(await namesAt(adas, governance)).toEqual(["Roberta"]);
  });

  it("letters loses none: junk under the id of one hides it no longer than the lie lasts", async () => {
    const { governance, adas, bobs } = await scene();
    for (const name of ["first", "second", "third"]) ask(bobs, governance, name);
    must(await bobs.letters.exchange());
    type Page = { letters: { number: number; bytes: Uint8Array }[] };
    adas.line.lie = (name, answer) =>
      name === "letters"
        ? { letters: (answer as Page).letters.map((one) => ({ ...one, bytes: randomBytes(2000) })) }
        : answer;
    expect(await namesAt(adas, governance)).toEqual([]);
    adas.line.lie = null;
    expect(await namesAt(adas, governance)).toEqual(["first", "second", "third"]);
  });

  it("one of them shows a gap, with how many and whose", async () => {
    const { governance, adas, bobs, bob } = await scene();
    for (const name of ["first", "second", "third"]) ask(bobs, governance, name);
    must(await bobs.letters.exchange());
    type Page = { letters: unknown[] };
    adas.line.lie = (name, answer) =>
      name === "letters" ? { letters: (answer as Page).letters.toSpliced(1, 1) } : answer;
    expect(await namesAt(adas, governance)).toEqual(["first", "third"]);
    const { user, device } = bob.person;
    expect((await adas.letters.read(governance)).gaps).toEqual([{ user, device, missing: 1 }]);
  });

  it("their numbers: pages that do not go on are refused, and a copy that was put back is read from the start", async () => {
    const { governance, adas, bobs } = await scene();
    ask(bobs, governance, "Roberta");
    must(await bobs.letters.exchange());
    type Page = { letters: { number: number }[] };
    adas.line.lie = (name, answer) => {
      const { letters } = answer as Page;
      return name === "letters" ? { letters: [...letters, ...letters] } : answer;
    };
    expect(verdict(await adas.letters.exchange())).toBe("encoding letters");
    const far = 999_999_999_999_998;
    adas.line.lie = (name, answer) =>
      name === "letters" ? { letters: (answer as Page).letters.map((one) => ({ ...one, number: far })) } : answer;
    await adas.letters.exchange();
    adas.line.lie = null;
    ask(bobs, governance, "again");
    must(await bobs.letters.exchange());
    expect(await namesAt(adas, governance)).toEqual(["Roberta", "again"]);
  });
});

describe("an entry that names another inbox key than its vault's", () => {
  it("gets no letter from a reader, who does not publish it either", async () => {
    const { team, governance, cleo, cleos, client } = await scene().then((mine) => ({
      ...mine,
      client: mine.cleo.client,
    }));
    const found = team.state.vaults.get(governance) as VaultInLog;
    const made = { ...(found.epochs.get(1) as Epoch), inbox: inboxHash(inboxKeys(randomBytes(32)).kemPk) };
    const spoilt = { ...found, epochs: new Map(found.epochs).set(1, made) };
    team.state = { ...team.state, vaults: new Map(team.state.vaults).set(governance, spoilt) };
    expect(team.state.users.get(cleo.person.user)?.role).toBe("admin");
    ask(cleos, governance, "Cleopatra");
    expect(verdict(await cleos.letters.exchange())).toBe("key-commit inbox");
    expect(cleos.asked.filter((name) => name === "openInbox" || name === "sendLetter")).toEqual([]);
    expect(must(await client.call("letters", { from: 0 }, governance)).letters).toEqual([]);
  });
});

describe("the file", () => {
  it("from which somebody took letters gets them again, and its changed bytes are no letters", async () => {
    const { governance, adas, bobs } = await scene();
    for (const name of ["first", "second"]) ask(bobs, governance, name);
    must(await bobs.letters.exchange());
    expect(await namesAt(adas, governance)).toEqual(["first", "second"]);
    adas.db.prepare("DELETE FROM letters_in").run();
    adas.restart();
    expect(await namesAt(adas, governance)).toEqual(["first", "second"]);
    adas.db.prepare("UPDATE letters_in SET bytes = zeroblob(2000)").run();
    adas.restart();
    expect((await adas.letters.read(governance)).letters).toEqual([]);
  });

  it("in which a letter that waits was changed sends nothing else, and its reader sees the gap", async () => {
    const { governance, adas, bobs } = await scene();
    const first = ask(bobs, governance, "first");
    ask(bobs, governance, "second");
    bobs.db.prepare("UPDATE letters_out SET sealed = zeroblob(500) WHERE hash = ?").run(first as string);
    bobs.restart();
    must(await bobs.letters.exchange());
    expect(await namesAt(adas, governance)).toEqual(["second"]);
    expect((await adas.letters.read(governance)).gaps.map(({ missing }) => missing)).toEqual([1]);
  });
});

describe("a colleague", () => {
  /** Sends these signed bytes as a letter of their own. */
  async function send({ team, governance, bob }: Scene, message: Uint8Array): Promise<void> {
    const id = newId<LetterId>();
    const { kemPk } = inboxKeys(team.keys.get(governance)?.[0] as Uint8Array);
    const bytes = sealLetter(kemPk, { team: team.team, to: governance, epoch: 1, id }, message);
    must(await bob.client.call("sendLetter", { epoch: 1, id, bytes }, governance));
  }
  const signedBy = (mine: Scene, who: Person, to: VaultId, tamper = {}) =>
    signedLetter(mine.team, who, { to, type: "name-request", content: { name: "x" }, tamper }).bytes;

  it("who sends junk, letters for others, or ones above the log stops nobody's", async () => {
    const mine = await scene();
    const { governance, adas, bobs, bob, team } = mine;
    await send(mine, randomBytes(300));
    await send(mine, signedBy(mine, bob.person, vaultOfKind(team.state, "audit").vault));
    await send(
      mine,
      signedBy(mine, bob.person, governance, { from: { user: team.founder.user, device: team.founder.device } }),
    );
    await send(mine, signedBy(mine, bob.person, governance, { logSeq: Number.MAX_SAFE_INTEGER - 1 }));
    ask(bobs, governance, "Roberta");
    must(await bobs.letters.exchange());
    expect(await namesAt(adas, governance)).toEqual(["Roberta"]);
  });

  it("who was removed is heard late, and a letter that somebody sealed again counts once", async () => {
    const mine = await scene();
    const { governance, adas, cleos, cleo } = mine;
    const message = signedBy(mine, cleo.person, governance);
    await send(mine, message);
    await send(mine, message);
    expect(await namesAt(adas, governance)).toEqual(["x"]);
    expect(cleos.letters.written()).toEqual([]);
    await removeCleo(mine);
    expect(await namesAt(adas, governance)).toEqual(["x: late"]);
  });
});

it("too many letters that wait are refused by name", async () => {
  const { governance, bobs } = await scene();
  const many = Array.from({ length: 10_001 }, () => ({
    ...{ to: governance, type: "name-request" as const },
    content: { name: "x" },
  }));
  expect(verdict(bobs.letters.write(many))).toBe("limit letters");
});
