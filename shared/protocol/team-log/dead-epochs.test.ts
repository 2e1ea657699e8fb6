/** Which keys a rotation may do without: those under which nothing is alive, and no other. */
import { beforeAll, describe, expect, it } from "vitest";
import { randomBytes } from "../../crypto/random.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import { openKeyHistory } from "../../crypto/vault-key.ts";
import type { Hash } from "../../encoding/ids.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../testing/small-team.ts";
import { circumstancesOf, must, type Person, planOf, takePlan } from "../../testing/team.ts";
import { verdict } from "../../testing/verdicts.ts";
import { base32Text } from "../../text.ts";
import { emptyChain, manifestRoot } from "../vault-chain/chain.ts";
import { plan } from "./compose-plan.ts";
import { sealPlan } from "./compose-seal.ts";
import { isDead } from "./state/dead-epochs.ts";
import type { Head } from "./state/team-state.ts";

const head = (seq: number): Head => ({ seq, hash: base32Text(randomBytes(32)) as Hash });
const heads = { 2: head(2), 3: head(3), 5: head(5) };

/** A vault of two commits in its first epoch; an editor's rotation pinned there; three commits since. */
let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
  const { team, dora, due } = scene;
  team.chains.set(due, { ...emptyChain(due), head: heads[2] });
  takePlan(team, dora, planOf(team, dora, { type: "vault-rotate", vaults: [{ vault: due }], only: "due" }));
  team.chains.set(due, { ...emptyChain(due), head: heads[5] });
});

type Asked = { by?: Person; lacks: number[]; pin?: Head };

function planned(mine: SmallTeam, { by = mine.ada, lacks, pin }: Asked) {
  const on = circumstancesOf(mine.team, by);
  const held = { ...on.held, hasKey: (_: unknown, epoch: number) => !lacks.includes(epoch) };
  const root = manifestRoot(emptyChain(mine.due));
  const cutBack = pin === undefined ? {} : { cutBack: { pin, root, voids: 5 - pin.seq } };
  return plan({ ...on, held }, { type: "vault-rotate", vaults: [{ vault: mine.due, ...cutBack }], only: "all" });
}

function keysOf(mine: SmallTeam, lacks: readonly number[]) {
  const made: Uint8Array[] = [];
  return {
    made,
    signKey: mine.ada.keys.signKey,
    key: (vault: typeof mine.due, epoch: number) =>
      lacks.includes(epoch) ? null : (mine.team.keys.get(vault)?.[epoch - 1] ?? null),
    newKey: () => {
      const key = randomBytes(32);
      made.push(key.slice());
      return key;
    },
  };
}

describe("a rotation without a key", () => {
  it.each([
    ["is refused where its holder merely lacks it", { lacks: [2] }, "key-commit"],
    ["is a manager's who cuts back to where that key began", { lacks: [2], pin: heads[2] }, "taken"],
    ["is refused where something written under that key would stay", { lacks: [2], pin: heads[3] }, "key-commit"],
    ["is refused for an earlier key that others still need", { lacks: [1, 2], pin: heads[2] }, "key-commit"],
  ] as const)("%s", (_, asked, expected) => {
    expect(verdict(planned(scene, { ...asked, lacks: [...asked.lacks] }))).toBe(expected);
  });

  it("is not an editor's, whatever they cut back", () => {
    expect(verdict(planned(scene, { by: scene.dora, lacks: [2], pin: heads[2] }))).toBe("key-commit");
  });

  it("seals null for the dead epoch and the keys of all others, and from then on nobody needs it", () => {
    const mine = copyOf(scene);
    const keys = keysOf(mine, [2]);
    const first = must(planned(mine, { lacks: [2], pin: heads[2] }));
    const sealed = must(sealPlan(first as NonNullable<typeof first>, keys));
    const of = { team: mine.team.team, vault: mine.due, epoch: 3 };
    const history = must(openKeyHistory(keys.made[0] as Uint8Array, of, sealed.blobs.at(-1) as Uint8Array));
    expect(history).toEqual([
      { epoch: 1, key: mine.team.keys.get(mine.due)?.[0] },
      { epoch: 2, key: null },
    ]);
    const vault = sealed.state.vaults.get(mine.due);
    expect([1, 2, 3].map((epoch) => vault !== undefined && isDead(vault, epoch))).toEqual([false, true, false]);
    mine.team.state = sealed.state;
    expect(verdict(planned(mine, { lacks: [2] }))).toBe("taken");
    expect(verdict(planned(mine, { lacks: [1] }))).toBe("key-commit");
    expect(verdict(planned(mine, { lacks: [3] }))).toBe("key-commit");
  });
});
