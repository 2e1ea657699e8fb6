/** Which of the keys that were sent to this computer is taken: every listed bundle is tried, and none takes a good one away. */
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { atEnd, scratchDir } from "../../../e2e/kit/scratch.ts";
import { bundleHash } from "../../../shared/crypto/key-bundle.ts";
import { randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { act, type Plan, planAccess, planKeys } from "../../../shared/testing/entries.ts";
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

/** Eve's computer: what it keeps of what lay beside the log. */
function eveIn({ team, eve }: SmallTeam) {
  const db = openDatabase(join(scratchDir(), "profile.db"));
  atEnd(() => db.close());
  for (const step of migrations) db.exec(step);
  const named: number[] = [];
  const profile = { team: team.team, user: eve.user, device: eve.device } as Profile;
  const open = () =>
    createKeyring({
      ...{ db, profile, keys: eve.keys, state: () => team.state },
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
function post(mine: SmallTeam, by: Person, plan: Plan, db: ReturnType<typeof eveIn>["db"]): number {
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
    const { db, open, named } = eveIn(mine);
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
    const { db, open, named } = eveIn(mine);
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
    const { db, open } = eveIn(mine);
    post(mine, mine.ada, grant(mine, mine.ops), db);
    act(mine.team, mine.dora, junkOf(mine, mine.ops));
    expect(open().current(mine.ops)).not.toBe(null);
  });
});
