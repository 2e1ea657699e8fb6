/** Which of the keys that were sent to this computer is taken: every listed bundle is tried, and none takes a good one away. */
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { atEnd, scratchDir } from "../../../e2e/kit/scratch.ts";
import { hashText } from "../../../shared/crypto/hash.ts";
import { bundleHash } from "../../../shared/crypto/key-bundle.ts";
import { randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { type EarlierKey, sealKeyHistory } from "../../../shared/crypto/vault-key.ts";
import type { Hash, VaultId } from "../../../shared/encoding/ids.ts";
import type { Head } from "../../../shared/protocol/team-log/state/team-state.ts";
import { emptyChain } from "../../../shared/protocol/vault-chain/chain.ts";
import { act, type Plan, planAccess, planKeys, planRotate } from "../../../shared/testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import type { Person } from "../../../shared/testing/team.ts";
import { openDatabase } from "../../node/database.ts";
import { migrations } from "../store/open-profile-store.ts";
import type { Profile } from "../store/profile-row.ts";
import { createKeyring } from "./keyring.ts";
import { keepBlobs } from "./team-log.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

/** Somebody's computer: what it keeps of what lay beside the log. */
function computerOf({ team }: SmallTeam, { user, device, keys }: Person) {
  const db = openDatabase(join(scratchDir(), "profile.db"));
  atEnd(() => db.close());
  for (const step of migrations) db.exec(step);
  const named: number[] = [];
  const profile = { team: team.team, user, device } as Profile;
  const open = () =>
    createKeyring({
      ...{ db, profile, keys, state: () => team.state },
      refused: (_vault, entrySeq) => void named.push(entrySeq),
    });
  return { db, named, open };
}

/** The same listing with a bundle that opens for nobody. */
function withJunk(plan: Plan<"vault-keys">): Plan<"vault-keys"> {
  const blob = randomBytes(1400);
  const bundles = plan.attached.bundles.map((one) => ({ ...one, hash: bundleHash(blob) }));
  return { ...plan, attached: { ...plan.attached, bundles }, blobs: [blob] };
}

/** What this person posts, taken into the log and kept on Eve's computer. */
function post(mine: SmallTeam, by: Person, plan: Plan, db: ReturnType<typeof computerOf>["db"]): number {
  act(mine.team, by, plan);
  keepBlobs(db, plan.blobs);
  return mine.team.state.head.seq;
}

const junkOf = ({ team, eve }: SmallTeam, vault: VaultId) => withJunk(planKeys(team, vault, [eve.device]));
const grant = ({ team, ada, eve }: SmallTeam, vault: VaultId) =>
  planAccess(team, ada, vault, [{ user: eve.user, permission: "use" }]);

describe("the key of a vault that a reader lists again with a bundle of junk", () => {
  it("stays good for whoever was sent it, also at the next unlock", () => {
    const mine = copyOf(scene);
    const { db, open, named } = computerOf(mine, mine.eve);
    post(mine, mine.ada, grant(mine, mine.ops), db);
    const had = open();
    expect(had.current(mine.ops)?.key).toEqual(mine.team.keys.get(mine.ops)?.[0]);
    post(mine, mine.dora, junkOf(mine, mine.ops), db);
    expect(had.current(mine.ops)).not.toBe(null);
    expect(open().current(mine.ops)?.key).toEqual(mine.team.keys.get(mine.ops)?.[0]);
    // Nobody opens what is not needed, and nobody is named for it.
    expect(named).toEqual([]);
  });

  it("is found behind the junk, and the signer of the junk is named", () => {
    const mine = copyOf(scene);
    const { db, open, named } = computerOf(mine, mine.eve);
    // The manager gives the right without the key, the reader lists junk first, the manager the key after it.
    const giving = grant(mine, mine.ops);
    act(mine.team, mine.ada, { ...giving, attached: { ...giving.attached, bundles: [] }, blobs: [] });
    const junk = post(mine, mine.dora, junkOf(mine, mine.ops), db);
    expect(open().current(mine.ops)).toBe(null);
    post(mine, mine.ada, planKeys(mine.team, mine.ops, [mine.eve.device]), db);
    expect(open().current(mine.ops)?.key).toEqual(mine.team.keys.get(mine.ops)?.[0]);
    expect([...new Set(named)]).toEqual([junk]);
  });

  it("is found where the bundle of one listing is not here", () => {
    const mine = copyOf(scene);
    const { db, open } = computerOf(mine, mine.eve);
    post(mine, mine.ada, grant(mine, mine.ops), db);
    act(mine.team, mine.dora, junkOf(mine, mine.ops));
    expect(open().current(mine.ops)).not.toBe(null);
  });
});

type Tamper = (earlier: EarlierKey[]) => EarlierKey[];

/** Ada's computer holds the third key alone; the history under it, pinned `voids` below the head, says what the test says. */
function thirdKeyOnly(voids: number, tamper: Tamper) {
  const mine = copyOf(scene);
  const { team, ada, due } = mine;
  const { db, open, named } = computerOf(mine, ada);
  const heads = [2, 5].map((seq): Head => ({ seq, hash: hashText("text", `${seq}`) })) as [Head, Head];
  team.chains.set(due, { ...emptyChain(due), head: heads[0] });
  act(team, ada, planRotate(team, [due]));
  team.chains.set(due, { ...emptyChain(due), head: heads[1] });
  const plan = planRotate(team, [due], { pin: voids === 0 ? heads[1] : heads[0], voids });
  const keys = team.keys.get(due) as Uint8Array[];
  const earlier = keys.slice(0, 2).map((key, at) => ({ epoch: at + 1, key }));
  const of = { team: team.team, vault: due, epoch: 3 };
  const { bytes, hash } = sealKeyHistory(keys[2] as Uint8Array, of, tamper(earlier));
  const vaults = plan.payload.vaults.map((one) => ({ ...one, history: hash }));
  const blobs = [...plan.blobs.slice(0, -1), bytes];
  const seq = post(mine, ada, { ...plan, payload: { vaults }, blobs }, db);
  const ring = open();
  // Another unlock, which needed none of the earlier keys yet.
  const isBroken = open().isBroken(due);
  return { found: [1, 2, 3].filter((epoch) => ring.key(due, epoch) !== null), named, seq, isBroken };
}

const whole: Tamper = (earlier) => earlier;
const nullFor =
  (...epochs: number[]): Tamper =>
  (earlier) =>
    earlier.map((one) => (epochs.includes(one.epoch) ? { ...one, key: null } : one));
const without =
  (...epochs: number[]): Tamper =>
  (earlier) =>
    earlier.filter(({ epoch }) => !epochs.includes(epoch));

describe("the keys of earlier epochs, of which the second began at commit 2", () => {
  it.each([
    ["all, after a rotation at the head", 0, whole, [1, 2, 3], false],
    ["all, also where nobody needs one any more", 3, whole, [1, 2, 3], false],
    ["null for the one that the rotation left dead", 3, nullFor(2), [1, 3], false],
    ["no word of the one that the rotation left dead", 3, without(2), [1, 3], false],
    ["null for one that is alive", 0, nullFor(2), [1, 3], true],
    ["no word of one that is alive", 0, without(2), [1, 3], true],
    ["null for the first, which is alive beside the dead one", 3, nullFor(1, 2), [3], true],
    ["null for all", 0, nullFor(1, 2), [3], true],
    ["nothing at all", 0, without(1, 2), [3], true],
    ["another key", 0, (all: EarlierKey[]) => all.map((one) => ({ ...one, key: randomBytes(32) })), [3], true],
  ] as const)("%s", (_what, voids, tamper, found, isRefused) => {
    const seen = thirdKeyOnly(voids, tamper);
    expect(seen.found).toEqual(found);
    expect(new Set(seen.named)).toEqual(new Set(isRefused ? [seen.seq] : []));
    expect(seen.isBroken).toBe(isRefused);
  });
});

describe("the newest epoch of a vault", () => {
  /** Dora rotates; Ada's computer keeps what lies beside that entry, as far as the test says. */
  function rotated(change: { inbox?: Hash } = {}, kept: (blobs: Uint8Array[]) => Uint8Array[] = (all) => all) {
    const mine = copyOf(scene);
    const { team, ada, dora, due } = mine;
    const { db, open, named } = computerOf(mine, ada);
    const plan = planRotate(team, [due]);
    const vaults = plan.payload.vaults.map((one) => ({ ...one, ...change }));
    act(team, dora, { ...plan, payload: { vaults } });
    keepBlobs(db, kept(plan.blobs));
    const ring = open();
    return { ring, named, due, db, plan, seq: team.state.head.seq };
  }

  it("is not broken where all of it is true, and nobody is named", () => {
    const { ring, named, due } = rotated();
    expect([ring.isBroken(due), named]).toEqual([false, []]);
  });

  it("is broken where it names the inbox of another key: its signer is named, once", () => {
    const { ring, named, due, seq } = rotated({ inbox: hashText("inbox", "another") });
    expect([ring.isBroken(due), ring.isBroken(due), named]).toEqual([true, true, [seq]]);
  });

  it("is checked once its history is here, and not before", () => {
    const { ring, db, plan, due } = rotated({}, (blobs) => blobs.slice(0, -1));
    expect(ring.isBroken(due)).toBe(false);
    keepBlobs(db, plan.blobs);
    expect(ring.isBroken(due)).toBe(false);
  });

  it("is not checked without its key", () => {
    const { ring, due } = rotated({ inbox: hashText("inbox", "another") }, () => []);
    expect(ring.isBroken(due)).toBe(false);
  });
});
