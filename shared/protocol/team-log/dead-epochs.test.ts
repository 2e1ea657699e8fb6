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
import { isDead, lacksLiveKey, mayLeaveOut } from "./state/dead-epochs.ts";
import type { Head, VaultInLog } from "./state/team-state.ts";

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

/** A vault whose epoch n + 1 was made by the nth rotation, pinned so high, by a manager or an editor. */
function rotated(kind: VaultInLog["kind"], pins: readonly (readonly [seq: number, by: "manager" | "editor"])[]) {
  const made = scene.team.state.vaults.get(scene.ops) as VaultInLog;
  const [first] = made.epochs.values();
  const entrySeqs = [10, ...pins.map((_, at) => 20 + at)];
  return {
    ...made,
    kind,
    epoch: entrySeqs.length,
    epochs: new Map(entrySeqs.map((entrySeq, at) => [at + 1, { ...first, entrySeq }])),
    bindings: pins.map(([seq, by], at) => ({ kind: "pin", entrySeq: 20 + at, seq, manager: by === "manager" })),
  } as unknown as VaultInLog;
}

describe("the epochs whose key nobody needs", () => {
  it.each([
    [
      "none, after pins at the head",
      "shared",
      [
        [4, "manager"],
        [9, "manager"],
      ],
      [],
    ],
    [
      "the one that is cut back to where it began",
      "shared",
      [
        [4, "manager"],
        [4, "manager"],
      ],
      [2],
    ],
    [
      "the one that is cut back below where it began",
      "shared",
      [
        [4, "manager"],
        [3, "manager"],
      ],
      [2],
    ],
    [
      "not the one of which something is left",
      "shared",
      [
        [4, "manager"],
        [5, "manager"],
      ],
      [],
    ],
    [
      "none, by an editor's pin",
      "shared",
      [
        [4, "manager"],
        [4, "editor"],
      ],
      [],
    ],
    ["the first, where all is void", "shared", [[0, "manager"]], [1]],
    [
      "all that began above",
      "shared",
      [
        [4, "editor"],
        [6, "editor"],
        [4, "manager"],
      ],
      [2, 3],
    ],
    [
      "only those, where a later pin goes on above",
      "shared",
      [
        [4, "editor"],
        [4, "manager"],
        [9, "manager"],
      ],
      [2],
    ],
    [
      "the newest is never dead",
      "shared",
      [
        [0, "manager"],
        [0, "manager"],
      ],
      [1, 2],
    ],
    [
      "the same in a personal vault",
      "personal",
      [
        [4, "manager"],
        [4, "manager"],
      ],
      [2],
    ],
    [
      "any, in audit",
      "audit",
      [
        [4, "manager"],
        [9, "manager"],
      ],
      [1, 2, 3],
    ],
  ] as const)("are %s", (_what, kind, pins, dead) => {
    const vault = rotated(kind, pins);
    const epochs = [...vault.epochs.keys()];
    expect(epochs.filter((epoch) => isDead(vault, epoch))).toEqual(dead);
    // A history may say null, or nothing, for exactly these; a key that it holds is never too much.
    const all = epochs.slice(0, -1);
    const whole = all.map((epoch) => ({ epoch, key: randomBytes(32) }));
    expect(lacksLiveKey(vault, vault.epoch, whole)).toBe(false);
    for (const missing of all) {
      const others = whole.filter(({ epoch }) => epoch !== missing);
      const isMissed = !(dead as readonly number[]).includes(missing);
      expect(lacksLiveKey(vault, vault.epoch, [...others, { epoch: missing, key: null }])).toBe(isMissed);
      expect(lacksLiveKey(vault, vault.epoch, others)).toBe(isMissed);
    }
  });

  it("are, for a rotation that is about to be made, also those that begin at or above its pin", () => {
    const vault = rotated("shared", [[4, "manager"]]);
    const left = (seq: number) => [1, 2].filter((epoch) => mayLeaveOut(vault, epoch, { seq }));
    expect([0, 3, 4, 5].map(left)).toEqual([[1, 2], [2], [2], []]);
  });
});
