/** Planning entries: intents on states of a small team, what is attached, what follows, what is nothing any more. */
import { beforeAll, describe, expect, it } from "vitest";
import { openKeyBundle } from "../../crypto/key-bundle.ts";
import { newId, randomBytes } from "../../crypto/random.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import { zeroHash } from "../../encoding/fields.ts";
import type { InviteId, UserId, VaultId } from "../../encoding/ids.ts";
import { act, joinOf, planInvite } from "../../testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../testing/small-team.ts";
import {
  circumstancesOf,
  must,
  newPerson,
  type Person,
  planOf,
  sealingKeysOf,
  takeFirst,
  takePlan,
} from "../../testing/team.ts";
import { verdict } from "../../testing/verdicts.ts";
import type { Intent } from "./compose-intents.ts";
import { plan } from "./compose-plan.ts";
import { sealPlan } from "./compose-seal.ts";
import { firstPolicy } from "./state/policy.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const access = (vault: VaultId, user: UserId, permission: "use" | "edit" | "manage" | null): Intent => ({
  type: "vault-access",
  vault,
  changes: [{ user, group: null, permission, end: null }],
});

type Case = [what: string, by: (mine: SmallTeam) => Person, intent: (mine: SmallTeam) => Intent, expected: string];

/** `nothing`, the types of the planned entries, or the rule that the intent breaks. */
function outcome(mine: SmallTeam, by: Person, intent: Intent): string {
  const planned = plan(circumstancesOf(mine.team, by), intent);
  if (!planned.ok) return verdict(planned);
  return planned.value?.entries.map(({ type }) => type).join(" + ") ?? "nothing";
}

describe("a plan", () => {
  const ada = (mine: SmallTeam) => mine.ada;
  const bob = (mine: SmallTeam) => mine.bob;
  const cases: Case[] = [
    ["a vault by a member", bob, () => ({ type: "vault-create", vault: newId(), kind: "shared" }), "vault-create"],
    ["a vault that is there", ada, ({ ops }) => ({ type: "vault-create", vault: ops, kind: "shared" }), "nothing"],
    ["a second own vault", bob, () => ({ type: "vault-create", vault: newId(), kind: "personal" }), "nothing"],
    ["a right that is given", ada, ({ ops, bob: { user } }) => access(ops, user, "edit"), "nothing"],
    ["a higher right", ada, ({ ops, bob: { user } }) => access(ops, user, "manage"), "vault-access"],
    ["a lower right that still reads", ada, ({ ops, bob: { user } }) => access(ops, user, "use"), "vault-access"],
    ["a right taken away", ada, ({ ops, bob: { user } }) => access(ops, user, null), "vault-access + vault-rotate"],
    ["a right by somebody who may not", bob, ({ ops, dora: { user } }) => access(ops, user, null), "role"],
    ["an archive", ada, ({ ops }) => ({ type: "vault-archive", vault: ops }), "vault-archive"],
    ["an archive twice", ada, ({ archived }) => ({ type: "vault-archive", vault: archived }), "nothing"],
    ["an archive of no vault", ada, () => ({ type: "vault-archive", vault: newId<VaultId>() }), "not-found"],
    [
      "a due rotation",
      ada,
      ({ due }) => ({ type: "vault-rotate", vaults: [{ vault: due }], only: "due" }),
      "vault-rotate",
    ],
    [
      "a rotation that is not due",
      ada,
      ({ ops }) => ({ type: "vault-rotate", vaults: [{ vault: ops }], only: "due" }),
      "nothing",
    ],
    ["an unknown invite's end", ada, () => ({ type: "invite-cancel", invite: newId<InviteId>() }), "invite"],
    ["keys for whoever waits", ada, () => ({ type: "vault-keys", to: "everyone-waiting" }), "vault-keys"],
    ["a message that is no join", ada, () => ({ type: "user-add", join: randomBytes(64) }), "nothing"],
    [
      "a policy",
      ada,
      () => ({ type: "policy", id: newId<string>(), policy: { ...firstPolicy, quickUnlock: false } }),
      "policy",
    ],
  ];
  it.each(cases)("of %s is as the state says", (_what, by, intent, expected) => {
    expect(outcome(scene, by(scene), intent(scene))).toBe(expected);
  });

  it("leaves its state as it was and makes no key", () => {
    const mine = copyOf(scene);
    const kept = mine.team.keys.size;
    const { entries } = planOf(mine.team, mine.ada, { type: "vault-create", vault: newId(), kind: "shared" });
    expect(entries[0]?.payload).toMatchObject({ keyCommit: zeroHash, inbox: zeroHash });
    expect(mine.team.state).toBe(scene.team.state);
    expect(mine.team.keys.size).toBe(kept);
  });

  it("of an invite's join is nothing once a colleague let its holder in", () => {
    const mine = copyOf(scene);
    const { plan: invited, guest } = planInvite(mine.team);
    act(mine.team, mine.ada, invited);
    const join = joinOf(mine.team, guest, newPerson(mine.team));
    expect(outcome(mine, mine.cleo, { type: "user-add", join })).toBe("user-add");
    takeFirst(mine.team, mine.ada, { type: "user-add", join });
    expect(outcome(mine, mine.cleo, { type: "user-add", join })).toBe("nothing");
  });

  it("cuts the vault in which a right falls, at the head that the signer holds", () => {
    const [entry] = planOf(scene.team, scene.ada, access(scene.ops, scene.bob.user, "use")).entries;
    const head = { vault: scene.ops, seq: 0, hash: zeroHash };
    expect(entry).toMatchObject({ cuts: [head], heads: [head], recipients: [] });
  });

  it("fails by name where a rotation needs a key that is not held", () => {
    const on = circumstancesOf(scene.team, scene.ada);
    const planned = plan(
      { ...on, held: { ...on.held, hasKey: () => false } },
      { type: "vault-rotate", vaults: [{ vault: scene.due }], only: "due" },
    );
    expect(verdict(planned)).toBe("key-commit");
  });

  it("sends nobody a key that the signer does not hold", () => {
    const on = circumstancesOf(scene.team, scene.ada);
    const without = { ...on, held: { ...on.held, hasKey: () => false } };
    expect(must(plan(without, { type: "vault-keys", to: "everyone-waiting" }))).toBeNull();
    const [given] = must(plan(without, access(scene.ops, scene.cleo.user, "use")))?.entries ?? [];
    expect(given?.recipients).toEqual([]);
  });
});

describe("a sealed plan", () => {
  it("gives a new reader the key that the log commits to", () => {
    const mine = copyOf(scene);
    const sealed = takePlan(mine.team, mine.ada, planOf(mine.team, mine.ada, access(mine.ops, mine.cleo.user, "use")));
    const opened = openKeyBundle(
      mine.cleo.keys.kemKey,
      { team: mine.team.team, device: mine.cleo.device },
      sealed.blobs[0] as Uint8Array,
    );
    expect(must(opened)).toEqual([{ vault: mine.ops, epoch: 1, key: mine.team.keys.get(mine.ops)?.[0] }]);
  });

  it("of a right taken away ends with a key that the former reader was not sent", () => {
    const mine = copyOf(scene);
    const sealed = takePlan(mine.team, mine.ada, planOf(mine.team, mine.ada, access(mine.ops, mine.bob.user, null)));
    const vault = sealed.state.vaults.get(mine.ops);
    expect(sealed.entries.map(({ body }) => body.type)).toEqual(["vault-access", "vault-rotate"]);
    expect(vault).toMatchObject({ epoch: 2, rotationDue: false });
    expect([...(vault?.epochs.get(2)?.sent.keys() ?? [])].sort()).toEqual([mine.ada.device, mine.dora.device].sort());
  });

  it("fails by name where a key went away after it was planned", () => {
    const planned = planOf(scene.team, scene.ada, access(scene.ops, scene.cleo.user, "use"));
    const keys = { ...sealingKeysOf(scene.team, scene.ada), key: () => null };
    expect(verdict(sealPlan(planned, keys))).toBe("key-commit");
  });

  it("is refused where its second signature is missing", () => {
    const planned = planOf(scene.team, scene.ada, {
      type: "policy",
      id: newId<string>(),
      policy: { ...firstPolicy, quickUnlock: false },
    });
    expect(verdict(sealPlan(planned, sealingKeysOf(scene.team, scene.ada)))).toBe("cosign missing");
  });
});
