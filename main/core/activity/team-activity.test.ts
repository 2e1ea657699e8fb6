/** Events of others, from their computers through letters on the real server to who may read them; what a server, a file or a colleague does to them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addPerson, post, testServerWithTeam } from "../../../server/testing/test-server.ts";
import { inboxKeys } from "../../../shared/crypto/device-keys.ts";
import { openLetter, sealLetter } from "../../../shared/crypto/letter-envelope.ts";
import { newId } from "../../../shared/crypto/random.ts";
import { zeroHash } from "../../../shared/encoding/fields.ts";
import type { DeviceId, EpochMs, Hash, LetterId, UserId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { signBatch } from "../../../shared/protocol/activity/batch.ts";
import { encodeEvent, eventHash, plainEvent } from "../../../shared/protocol/activity/event.ts";
import { act } from "../../../shared/testing/entries.ts";
import { planRemove, planRole } from "../../../shared/testing/leavers.ts";
import { letter as signedLetter } from "../../../shared/testing/letters.ts";
import { must, type Person, planOf, postOf, takePlan, vaultOfKind } from "../../../shared/testing/team.ts";
import { correspondent } from "../letters/test-correspondent.ts";
import type { BatchHead } from "./batch-store.ts";
import { batchesAtOnce } from "./handed-on.ts";
import { gapsOf } from "./team-gaps.ts";
import { type Computer, computer, does, hands, takes } from "./test-computer.ts";

/** Ada (admin), an auditor and Bob (member). */
async function scene() {
  const testServer = await testServerWithTeam();
  const { team, founder } = testServer;
  const auditor = await addPerson(testServer, { role: "auditor" });
  const bob = await addPerson(testServer);
  const ada = computer(correspondent(team, team.founder, founder));
  await ada.letters.exchange();
  return {
    ...{ ...testServer, ada, bob: bob.person, bobClient: bob.client },
    audit: vaultOfKind(team.state, "audit").vault,
    bobs: computer(correspondent(team, bob.person, bob.client)),
    auds: computer(correspondent(team, auditor.person, auditor.client)),
  };
}
type Scene = Awaited<ReturnType<typeof scene>>;

const everything = { user: null, from: 0, to: Number.MAX_SAFE_INTEGER };
const shortly = (gaps: { from: number; to: number; why: string }[]) =>
  gaps.map(({ from, to, why }) => `${from}-${to} ${why}`);
const inOrder = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

/** Ada's and the auditor's, whatever is on the way. */
async function remove({ team, founder, bob }: Scene): Promise<void> {
  const removed = act(team, team.founder, planRemove(team, team.founder, bob.user));
  await post(founder, { entries: [removed.bytes], blobs: [] });
}

describe("what is done on a computer", () => {
  it("comes to admins and auditors, each event once, also after ends on both sides, and to nobody else", async () => {
    const { bobs, ada, auds } = await scene();
    does(bobs, 3);
    await hands(bobs);
    expect((await takes(ada)).seqs).toEqual([1, 2, 3]);
    const later = bobs.again();
    expect(later.handedOn.isDue()).toBe(false);
    does(later, 2);
    expect(later.handedOn.isDue()).toBe(true);
    await hands(later);
    await hands(later);
    for (const reader of [ada, ada.again(), auds]) {
      const { seqs, gaps, events } = await takes(reader);
      expect([seqs, gaps]).toEqual([[1, 2, 3, 4, 5], []]);
      expect(events.every(({ isLate }) => !isLate)).toBe(true);
    }
    expect(bobs.team.isReader()).toBe(false);
    expect((await takes(bobs)).seqs).toEqual([]);
  });

  it("is kept neither as letters that were sent nor as letters that were taken", async () => {
    const { bobs, ada } = await scene();
    does(bobs, 300);
    await hands(bobs);
    await takes(ada);
    const bytes = (db: Computer["db"], sql: string) => Number(db.prepare(sql).get()?.n);
    expect(bytes(bobs.db, "SELECT COUNT(*) AS n FROM letters_out")).toBe(0);
    expect(bytes(ada.db, "SELECT SUM(length(bytes)) AS n FROM letters_in")).toBe(0);
    expect(bytes(ada.db, "SELECT COUNT(*) AS n FROM letters_in")).toBe(2);
    must(await ada.letters.exchange());
    expect((await takes(ada.again())).seqs).toEqual(inOrder(300));
  });

  it("is missed at the end too, an hour after its computer stated it; what came later closes the gap", async () => {
    const { bobs, ada, team, bob } = await scene();
    does(bobs, 5);
    const activity = { seq: 5 };
    ada.stated.push({ device: bob.device, time: team.now as EpochMs, activity });
    ada.stated.push({ device: ada.area.profile.device, time: 0 as EpochMs, activity });
    expect((await takes(ada)).gaps).toEqual([]);
    team.now += 3_600_000;
    const gap = { user: bob.user, device: bob.device, from: 1, to: 5, why: "missing", after: null, next: null };
    expect((await takes(ada)).gaps).toEqual([gap]);
    expect(await ada.team.gaps(team.founder.user)).toEqual([]);
    await hands(bobs);
    expect((await takes(ada)).gaps).toEqual([]);
  });

  it.each([
    ["says it again every hour", 0],
    ["has a clock that is ahead", 86_400_000],
  ])("is missed at the end also of a computer that %s", async (_what, aheadMs) => {
    const { bobs, ada, team, bob } = await scene();
    does(bobs, 5);
    const states = (): void => {
      ada.stated.length = 0;
      ada.stated.push({ device: bob.device, time: (team.now + aheadMs) as EpochMs, activity: { seq: 5 } });
    };
    states();
    expect((await takes(ada)).gaps).toEqual([]);
    for (const _half of [1, 2]) {
      team.now += 1_800_000;
      states();
    }
    expect(shortly((await takes(ada)).gaps)).toEqual(["1-5 missing"]);
    await hands(bobs);
    expect((await takes(ada)).gaps).toEqual([]);
  });

  it("goes in few letters at a time, and no more while these wait", async () => {
    const { bobs } = await scene();
    does(bobs, (batchesAtOnce + 1) * limits.eventsPerBatch);
    bobs.line.isCut = true;
    must(bobs.handedOn.write());
    expect(bobs.letters.written()).toHaveLength(batchesAtOnce);
    expect(bobs.handedOn.isDue()).toBe(false);
    bobs.line.isCut = false;
    must(await bobs.letters.exchange());
    expect(bobs.handedOn.isDue()).toBe(true);
  });

  it("is durable with how far it went, or not written at all", async () => {
    const { bobs, ada } = await scene();
    does(bobs, 2);
    const { db } = bobs;
    db.exec("CREATE TRIGGER full BEFORE INSERT ON letters_out BEGIN SELECT RAISE(ABORT, 'full'); END");
    expect(() => bobs.handedOn.write()).toThrow("full");
    db.exec("DROP TRIGGER full");
    const later = bobs.again();
    await hands(later);
    expect((await takes(ada)).seqs).toEqual([1, 2]);
  });

  it("waits while audit waits for a new key; whoever left opens none of it", async () => {
    const mine = await scene();
    const { bobs, ada, auds, team, founder, audit } = mine;
    const auditor = team.state.devices.get(auds.area.profile.device)?.user as UserId;
    const removed = act(team, team.founder, planRemove(team, team.founder, auditor));
    await post(founder, { entries: [removed.bytes], blobs: [] });
    does(bobs, 2);
    await hands(bobs);
    expect(must(await founder.call("letters", { from: 0 }, audit)).letters).toEqual([]);
    const intent = { type: "vault-rotate" as const, vaults: [{ vault: audit }], only: "all" as const };
    await post(founder, postOf(takePlan(team, team.founder, planOf(team, team.founder, intent))));
    must(await ada.letters.exchange());
    must(await bobs.letters.exchange());
    expect((await takes(ada)).seqs).toEqual([1, 2]);
    const old = inboxKeys(team.keys.get(audit)?.[0] as Uint8Array);
    const opened = must(await founder.call("letters", { from: 0 }, audit)).letters.map(
      ({ id, epoch, bytes }) => openLetter(old.kemKey, { team: team.team, to: audit, epoch, id }, bytes).ok,
    );
    expect(opened).toEqual([false]);
  });

  it("is kept of who was removed, and said to be late where it came after", async () => {
    const mine = await scene();
    const { bobs, ada } = mine;
    does(bobs, 1);
    await hands(bobs);
    await takes(ada);
    does(bobs, 1);
    await hands(bobs);
    await remove(mine);
    const { events, gaps } = await takes(ada);
    expect(events.map(({ event, isLate }) => [event.seq, isLate])).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(gaps).toEqual([]);
  });

  it("is nowhere any more where somebody may not read it any more, and comes again where they may", async () => {
    const mine = await scene();
    const { bobs, auds, team, founder } = mine;
    does(bobs, 2);
    await hands(bobs);
    expect((await takes(auds)).seqs).toEqual([1, 2]);
    const user = auds.area.profile.user as UserId;
    const role = async (to: "member" | "auditor") => {
      const entry = act(team, team.founder, planRole(team, team.founder, { user, role: to }));
      await post(founder, { entries: [entry.bytes], blobs: [] });
    };
    await role("member");
    must(await auds.team.take());
    expect(auds.db.prepare("SELECT COUNT(*) AS n FROM audit_batches").get()?.n).toBe(0);
    expect(await auds.team.events(everything)).toEqual([]);
    expect(await auds.team.gaps(null)).toEqual([]);
    expect(auds.team.isDue()).toBe(false);
    const { audit } = mine;
    const intent = { type: "vault-rotate" as const, vaults: [{ vault: audit }], only: "all" as const };
    await post(founder, postOf(takePlan(team, team.founder, planOf(team, team.founder, intent))));
    await role("auditor");
    expect(await takes(auds)).toMatchObject({ seqs: [1, 2], gaps: [] });
  });
});

describe("a server that drops a letter", () => {
  it("shows as a gap with whose it is and which numbers, and never as nothing", async () => {
    const { bobs, ada, bob } = await scene();
    for (let at = 0; at < 3; at++) {
      does(bobs, 2);
      await hands(bobs);
    }
    type Page = { letters: unknown[] };
    ada.line.lie = (name, answer) =>
      name === "letters" && (answer as Page).letters.length === 3
        ? { letters: (answer as Page).letters.toSpliced(1, 1) }
        : answer;
    const { seqs, gaps } = await takes(ada);
    expect(seqs).toEqual([1, 2, 5, 6]);
    expect(gaps).toMatchObject([{ user: bob.user, device: bob.device, from: 3, to: 4, why: "missing" }]);
    expect(gaps[0]?.after).not.toBeNull();
  });
});

/** A batch of these numbers, chained as it says, signed as this person's and sent by them. */
async function sends(
  { team, audit, bobClient }: Scene,
  by: Person,
  events: Uint8Array[],
  of: { user: UserId; device: DeviceId } = by,
): Promise<void> {
  const batch = signBatch(by.keys.signKey, { team: team.team, user: of.user, device: of.device }, events);
  const { bytes: message } = signedLetter(team, by, { to: audit, type: "activity-batch", content: { batch } });
  const id = newId<LetterId>();
  const { kemPk } = inboxKeys(team.keys.get(audit)?.[0] as Uint8Array);
  const bytes = sealLetter(kemPk, { team: team.team, to: audit, epoch: 1, id }, message);
  must(await bobClient.call("sendLetter", { epoch: 1, id, bytes }, audit));
}
const event = (seq: number, prev: Hash, type = "code-shown") =>
  encodeEvent({ ...plainEvent(type), suite: 1, seq, prev, time: seq as EpochMs });

describe("a colleague", () => {
  it("writes nothing in another's name, and nothing that is no batch; what they send again is there once", async () => {
    const mine = await scene();
    const { ada, bob, team } = mine;
    const first = event(1, zeroHash);
    await sends(mine, bob, [first], team.founder);
    await sends(mine, bob, [Uint8Array.of(1)]);
    expect((await takes(ada)).seqs).toEqual([]);
    await sends(mine, bob, [first]);
    await sends(mine, bob, [first]);
    await sends(mine, bob, [first, event(2, eventHash(first))]);
    expect(await takes(ada)).toMatchObject({ seqs: [1, 2], gaps: [] });
  });

  it("who tells two stories is shown with both", async () => {
    const mine = await scene();
    const { ada, bob } = mine;
    const [first, second, other] = [event(1, zeroHash), event(2, zeroHash), event(1, zeroHash, "sheet-shown")];
    await sends(mine, bob, [first]);
    await sends(mine, bob, [second]);
    await sends(mine, bob, [other]);
    const { events, gaps } = await takes(ada);
    expect(events.map(({ event: { seq, type } }) => `${seq} ${type}`)).toEqual([
      "1 code-shown",
      "2 code-shown",
      "1 sheet-shown",
    ]);
    expect(shortly(gaps)).toEqual(["1-1 twice", "2-2 apart"]);
  });
});

describe("the file of a reader", () => {
  it("from which batches were taken, or in which they were changed, has a gap", async () => {
    const { bobs, ada } = await scene();
    for (let at = 0; at < 3; at++) {
      does(bobs, 2);
      await hands(bobs);
    }
    await takes(ada);
    ada.db.exec("DELETE FROM audit_batches WHERE batch = 3");
    ada.db.exec("UPDATE audit_batches SET head = x'00' WHERE batch = 2");
    const { seqs, gaps } = await takes(ada.again());
    expect(seqs).toEqual([1, 2]);
    expect(shortly(gaps)).toEqual(["3-6 missing"]);
  });
});

describe("gaps", () => {
  const device = zeroHash as string as DeviceId;
  const user = newId<UserId>();
  const head = (numbers: number[]): BatchHead => ({
    ...{ form: 1, user, device, isLate: false, came: 0 as EpochMs, prev: zeroHash, end: zeroHash, twice: [] },
    ...{ first: numbers[0] as number, last: numbers.at(-1) as number },
    ...{ earliest: numbers[0] as number as EpochMs, latest: numbers.at(-1) as number as EpochMs },
    holes: numbers.slice(1).flatMap((seq, at) => {
      const before = numbers[at] as number;
      return seq === before + 1 ? [] : [{ from: before + 1, to: seq - 1 }];
    }),
  });

  it("are exactly the numbers that no batch holds, in whatever batches and order the others came", () => {
    const batches = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), { maxLength: 8 });
    fc.assert(
      fc.property(batches, fc.nat(70), (sets, top) => {
        const heads = sets.map((numbers) => head([...numbers].sort((left, right) => left - right)));
        const held = new Set(sets.flat());
        const highest = Math.max(top, ...held);
        const told = gapsOf(heads, new Map([[device, highest]]), () => user)
          .filter(({ why }) => why === "missing")
          .flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, at) => from + at));
        expect(told).toEqual(inOrder(highest).filter((seq) => !held.has(seq)));
      }),
    );
  });

  it("cost no more where numbers are absurd", () => {
    const far = Number.MAX_SAFE_INTEGER - 1;
    expect(shortly(gapsOf([head([1]), head([far])], new Map([[device, far]]), () => user))).toEqual([
      `2-${far - 1} missing`,
    ]);
  });
});
