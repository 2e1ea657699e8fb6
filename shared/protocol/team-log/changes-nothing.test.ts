/** An entry that changes nothing is refused, whatever its type [protocol: Verification]: it would only cost everybody its place. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../crypto/ready.ts";
import {
  act,
  bodyOf,
  planAccess,
  planAdd,
  planArchive,
  planCancel,
  planDevice,
  planInvite,
  planKeys,
  planPolicy,
  planRotate,
  planVault,
  signBody,
  signed,
} from "../../testing/entries.ts";
import { makeGroup, planGroup, planGroupChange } from "../../testing/groups.ts";
import { planRemove, planRevoke, planRole } from "../../testing/leavers.ts";
import { makePaper, openRecovery, planConfirm, planOpen, planStop, planUse } from "../../testing/recoveries.ts";
import { type SmallTeam, smallTeam } from "../../testing/small-team.ts";
import { newComputer, newPerson } from "../../testing/team.ts";
import { checkEntries, type Row, verdict } from "../../testing/verdicts.ts";
import { planVerify } from "../../testing/verifications.ts";
import { cosign } from "./cosign.ts";
import type { EntryBodyOf } from "./entry.ts";
import { type EntryType, entryTypes } from "./entry-types.ts";
import type { firstPolicy } from "./state/policy.ts";
import { applyEntry } from "./verify.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

/** An entry of Ada's twice over: the second time its payload says what is so already. */
type Repeat = { refused: string; make: Row[2] };

/** Ada's `policy` with Eve's second signature. */
function policyEntry(mine: SmallTeam, change: Partial<typeof firstPolicy>): Uint8Array {
  const plan = planPolicy(mine.team, { ...mine.team.state.policy, ...change });
  const body = bodyOf(mine.team, mine.ada, plan) as EntryBodyOf<"policy">;
  return signBody(body, mine.ada, [cosign(body, mine.eve.device, mine.eve.keys.signKey)]);
}

const repeats = {
  genesis: {
    refused: "genesis second",
    make: ({ team, ada }) => {
      const { signPk, kemPk } = ada.keys;
      const payload = { user: ada.user, signPk, kemPk, policy: team.state.policy };
      const attached = { cuts: [], heads: [], bundles: [] };
      return signed({ team }, ada, { type: "genesis", payload, attached, blobs: [] });
    },
  },
  invite: {
    refused: "invite repeated",
    make: ({ team, ada }) => {
      const { plan } = planInvite(team);
      act(team, ada, plan);
      return signed({ team }, ada, plan);
    },
  },
  "invite-cancel": {
    refused: "invite",
    make: ({ team, ada }) => {
      const { plan, guest } = planInvite(team);
      act(team, ada, plan);
      act(team, ada, planCancel(guest.invite));
      return signed({ team }, ada, planCancel(guest.invite));
    },
  },
  "user-add": {
    refused: "invite used",
    make: ({ team, ada }) => {
      const { plan, guest } = planInvite(team);
      act(team, ada, plan);
      const add = planAdd(team, guest, newPerson(team));
      act(team, ada, add);
      return signed({ team }, ada, add);
    },
  },
  "user-role": {
    refused: "role unchanged",
    make: ({ team, ada, bob }) => signed({ team }, ada, planRole(team, ada, { user: bob.user, role: "member" })),
  },
  "user-remove": {
    refused: "role subject",
    make: ({ team, ada, bob }) => {
      act(team, ada, planRemove(team, ada, bob.user));
      return signed({ team }, ada, planRemove(team, ada, bob.user));
    },
  },
  "device-add": {
    refused: "encoding id-repeated",
    make: ({ team, bob }) => {
      const add = planDevice(team, bob, newComputer(team, bob));
      act(team, bob, add);
      return signed({ team }, bob, add);
    },
  },
  "device-revoke": {
    refused: "role device",
    make: ({ team, ada, bob }) => {
      act(team, ada, planRevoke(team, ada, bob.device));
      return signed({ team }, ada, planRevoke(team, ada, bob.device));
    },
  },
  "recovery-open": {
    refused: "role unchanged",
    make: ({ team, bob }) => {
      const [paper, computer] = [makePaper(team, bob), newComputer(team, bob)];
      openRecovery(team, paper, computer);
      return signed({ team }, paper, planOpen(team, computer));
    },
  },
  "recovery-confirm": {
    refused: "role unchanged",
    make: ({ team, ada, bob }) => {
      const open = openRecovery(team, makePaper(team, bob), newComputer(team, bob));
      act(team, ada, planConfirm(team, open));
      return signed({ team }, ada, planConfirm(team, open));
    },
  },
  "recovery-cancel": {
    refused: "role recovery",
    make: ({ team, bob }) => {
      const open = openRecovery(team, makePaper(team, bob), newComputer(team, bob));
      act(team, bob, planStop(team, open));
      return signed({ team }, bob, planStop(team, open));
    },
  },
  "recovery-use": {
    refused: "signature device",
    make: ({ team, ada, bob }) => {
      const [paper, computer] = [makePaper(team, bob), newComputer(team, bob)];
      const open = openRecovery(team, paper, computer);
      act(team, ada, planConfirm(team, open));
      act(team, paper, planUse(team, open, computer));
      return signed({ team }, paper, planUse(team, open, computer));
    },
  },
  policy: { refused: "role unchanged", make: (mine) => policyEntry(mine, {}) },
  verify: {
    refused: "role unchanged",
    make: ({ team, ada, bob }) => {
      act(team, ada, planVerify(team, bob.user));
      return signed({ team }, ada, planVerify(team, bob.user));
    },
  },
  "group-create": {
    refused: "encoding id-repeated",
    make: ({ team, ada, bob }) => {
      const { plan } = planGroup(team, { managers: [ada], members: [bob] });
      act(team, ada, plan);
      return signed({ team }, ada, plan);
    },
  },
  "group-change": {
    refused: "role unchanged",
    make: ({ team, ada, bob }) => {
      const group = makeGroup(team, ada, { managers: [ada] });
      act(team, ada, planGroupChange(team, ada, group, { add: [bob] }));
      return signed({ team }, ada, planGroupChange(team, ada, group, { add: [bob] }));
    },
  },
  "vault-create": {
    refused: "encoding id-repeated",
    make: ({ team, ada }) => {
      const { plan } = planVault(team, ada, "shared");
      act(team, ada, plan);
      return signed({ team }, ada, plan);
    },
  },
  "vault-access": {
    refused: "role unchanged",
    make: ({ team, ada, bob, dora, ops }) =>
      signed(
        { team },
        ada,
        planAccess(team, ada, ops, [
          { user: bob.user, permission: "edit" },
          { user: dora.user, permission: "use" },
        ]),
      ),
  },
  "vault-keys": {
    refused: "role unchanged",
    make: ({ team, ada, bob, ops }) => {
      const plan = planKeys(team, ops, [bob.device]);
      act(team, ada, plan);
      return signed({ team }, ada, plan);
    },
  },
  "vault-rotate": {
    refused: "epoch-stale",
    make: ({ team, ada, ops }) => {
      const plan = planRotate(team, [ops]);
      act(team, ada, plan);
      return signed({ team }, ada, plan);
    },
  },
  "vault-archive": {
    refused: "role vault",
    make: ({ team, ada, archived }) => signed({ team }, ada, planArchive(team, archived)),
  },
} satisfies Record<EntryType, Repeat>;

describe("an entry that changes nothing", () => {
  checkEntries(
    () => scene,
    (Object.keys(entryTypes) as EntryType[]).map((type): Row => [type, repeats[type].refused, repeats[type].make]),
  );
  checkEntries(
    () => scene,
    [
      [
        "a right taken from somebody who has none",
        "role unchanged",
        ({ team, ada, cleo, ops }) =>
          signed({ team }, ada, planAccess(team, ada, ops, [{ user: cleo.user, permission: null }])),
      ],
      ["a policy that differs in one place", "taken", (mine) => policyEntry(mine, { leaverHours: 71 })],
      [
        "one change among several",
        "taken",
        ({ team, ada, bob, dora, ops }) =>
          signed(
            { team },
            ada,
            planAccess(team, ada, ops, [
              { user: bob.user, permission: "edit" },
              { user: dora.user, permission: "edit" },
            ]),
          ),
      ],
    ],
  );

  it("changes something where only the end of a right does", () => {
    const { team, ada, bob, ops } = scene;
    const plan = planAccess(team, ada, ops, [{ user: bob.user, permission: "edit" }]);
    const [change] = plan.payload.changes;
    const payload = { vault: ops, changes: [{ ...(change as NonNullable<typeof change>), end: team.now + 1000 }] };
    const bytes = signed({ team }, ada, { ...plan, payload: payload as typeof plan.payload });
    expect(verdict(applyEntry(team.state, bytes))).toBe("taken");
  });
});
