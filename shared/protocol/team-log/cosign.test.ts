/** Second signatures [protocol: Team log]: who may give one, over what, and when it lapses. */

import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../crypto/random.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import type { EpochMs, UserId } from "../../encoding/ids.ts";
import { act, bodyOf, planAccess, planInvite, planPolicy, signBody } from "../../testing/entries.ts";
import { planRemove, planRole } from "../../testing/leavers.ts";
import { type SmallTeam, smallTeam } from "../../testing/small-team.ts";
import { must, type Person } from "../../testing/team.ts";
import { checkEntries, type Row, verdict } from "../../testing/verdicts.ts";
import { cosign, cosigners } from "./cosign.ts";
import type { EntryBodyOf } from "./entry.ts";
import { hashAt } from "./state/log-hashes.ts";
import { firstPolicy } from "./state/policy.ts";
import type { Device, Member, TeamState } from "./state/team-state.ts";
import { applyEntry } from "./verify.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});
const check = (rows: readonly Row[]) => checkEntries(() => scene, rows);

const policy = { ...firstPolicy, quickUnlock: false };
type Policy = EntryBodyOf<"policy">;
const policyBody = (mine: SmallTeam, by: Person) => bodyOf(mine.team, by, planPolicy(mine.team, policy)) as Policy;
const by = (body: Policy, person: Person) => cosign(body, person.device, person.keys.signKey);
/** Ada's change of policy under these people's second signatures. */
const cosigned = (...people: (keyof SmallTeam)[]) =>
  ((mine: SmallTeam) => {
    const body = policyBody(mine, mine.ada);
    const sigs = people.map((name) => by(body, mine[name] as Person));
    return signBody(body, mine.ada, sigs);
  }) satisfies Row[2];
const withMember = (state: TeamState, user: UserId, change: Partial<Member>): TeamState => ({
  ...state,
  users: new Map(state.users).set(user, { ...(state.users.get(user) as Member), ...change }),
});
const withDevice = (state: TeamState, { device }: Person, change: Partial<Device>): TeamState => ({
  ...state,
  devices: new Map(state.devices).set(device, { ...(state.devices.get(device) as Device), ...change }),
});

describe("a change of policy", () => {
  check([
    ["with the signature of another admin", "taken", cosigned("eve")],
    ["alone", "cosign missing", cosigned()],
    ["with one's own signature", "cosign unfit", cosigned("ada")],
    ["with that of an admin whom one let in oneself", "cosign unfit", cosigned("cleo")],
    ["with a member's", "cosign unfit", cosigned("bob")],
    ["with a lead's", "cosign unfit", cosigned("dora")],
    ["with an auditor's", "cosign unfit", cosigned("aud")],
    ["with a fit one and an unfit one", "cosign unfit", cosigned("eve", "bob")],
    ["with one twice", "cosign unfit", cosigned("eve", "eve")],
    [
      "by an unknown computer",
      "cosign unfit",
      (mine) => {
        const body = policyBody(mine, mine.ada);
        return signBody(body, mine.ada, [
          {
            ...by(body, mine.eve),
            device: mine.eve.device.replace(/^./, (letter) => (letter === "x" ? "y" : "x")) as never,
          },
        ]);
      },
    ],
    [
      "over another policy",
      "cosign signature",
      (mine) => {
        const body = policyBody(mine, mine.ada);
        const other = { ...body, payload: { ...body.payload, policy: firstPolicy } };
        return signBody(body, mine.ada, [by(other, mine.eve)]);
      },
    ],
    [
      "over another act",
      "cosign signature",
      (mine) => {
        const body = policyBody(mine, mine.ada);
        const other = { ...body, payload: { ...body.payload, id: newId<string>() } };
        return signBody(body, mine.ada, [by(other, mine.eve)]);
      },
    ],
    [
      "over another state",
      "cosign signature",
      (mine) => {
        const body = policyBody(mine, mine.ada);
        const other = { ...body, payload: { ...body.payload, baseSeq: body.payload.baseSeq - 1 } };
        return signBody(body, mine.ada, [by(other, mine.eve)]);
      },
    ],
    [
      "of another actor",
      "cosign signature",
      (mine) => {
        const body = policyBody(mine, mine.ada);
        return signBody(body, mine.ada, [
          by({ ...body, actor: { user: mine.cleo.user, device: mine.cleo.device } }, mine.eve),
        ]);
      },
    ],
    [
      "decided on a state that is not there yet",
      "cosign base",
      (mine) => {
        const body = policyBody(mine, mine.ada);
        const ahead = { ...body, payload: { ...body.payload, baseSeq: body.seq } };
        return signBody(ahead, mine.ada, [by(ahead, mine.eve)]);
      },
    ],
    [
      "decided before others changed other things",
      "taken",
      (mine) => {
        const body = policyBody(mine, mine.ada);
        act(mine.team, mine.ada, planInvite(mine.team).plan);
        const { seq, hash } = mine.team.state.head;
        return signBody({ ...body, seq: seq + 1, prev: hash, time: 9 as EpochMs }, mine.ada, [by(body, mine.eve)]);
      },
    ],
    [
      "decided before the policy changed",
      "cosign lapsed",
      (mine) => {
        const body = policyBody(mine, mine.ada);
        const second = policyBody(mine, mine.ada);
        mine.team.state = must(applyEntry(mine.team.state, signBody(second, mine.ada, [by(second, mine.eve)]))).state;
        const { seq, hash } = mine.team.state.head;
        return signBody({ ...body, seq: seq + 1, prev: hash }, mine.ada, [by(body, mine.eve)]);
      },
    ],
    [
      "a second time",
      "cosign act-repeated",
      (mine) => {
        const body = policyBody(mine, mine.ada);
        const at = { ...body.payload, baseSeq: body.seq };
        mine.team.state = must(applyEntry(mine.team.state, signBody(body, mine.ada, [by(body, mine.eve)]))).state;
        const { seq, hash } = mine.team.state.head;
        const again = { ...body, seq: seq + 1, prev: hash, payload: at };
        return signBody(again, mine.ada, [by(again, mine.eve)]);
      },
    ],
    [
      "by a member, though an admin signs second",
      "role",
      (mine) => {
        const body = policyBody(mine, mine.bob);
        return signBody(body, mine.bob, [by(body, mine.cleo)]);
      },
    ],
    [
      "alone, where nobody could sign with one",
      "taken",
      (mine) => [lonely(mine), signBody(policyBody(mine, mine.ada), mine.ada)],
    ],
    [
      "with a signature, where nobody is asked for one",
      "cosign superfluous",
      (mine) => [lonely(mine), cosigned("eve")(mine)],
    ],
    [
      "where the only other admin was removed",
      "taken",
      (mine) => [withMember(mine.team.state, mine.eve.user, { active: false }), cosigned()(mine)],
    ],
    [
      "where the only other admin has no computer but paper",
      "taken",
      (mine) => [withDevice(mine.team.state, mine.eve, { kind: "paper" }), cosigned()(mine)],
    ],
    [
      "where the only other admin's computer is gone",
      "taken",
      (mine) => [withDevice(mine.team.state, mine.eve, { active: false }), cosigned()(mine)],
    ],
    [
      "by a second computer that is paper",
      "cosign unfit",
      (mine) => [secondDevice(mine, { kind: "paper" }), bySecond(mine)],
    ],
    [
      "by a second computer that was taken away",
      "cosign unfit",
      (mine) => [secondDevice(mine, { active: false }), bySecond(mine)],
    ],
    ["by a second computer", "taken", (mine) => [secondDevice(mine, {}), bySecond(mine)]],
  ]);

  it("does not depend on where the entry lands, only on what it does", () => {
    const { team, ada, eve } = scene;
    const body = policyBody(scene, ada);
    const later = { ...body, seq: 99, prev: hashAt(team.state.hashes, 0) as Policy["prev"], time: 9 as EpochMs };
    const other = { ...body, payload: { ...body.payload, policy: firstPolicy } };
    const sigs = [body, later, other].map((one) => by(one, eve).sig.join());
    expect(sigs[0]).toBe(sigs[1]);
    expect(sigs[0]).not.toBe(sigs[2]);
    expect(cosigners(team.state, body)).toEqual([eve.user]);
    expect(cosigners(team.state, policyBody(scene, scene.cleo))).toEqual([ada.user]);
    expect(verdict(applyEntry(team.state, signBody(body, ada, [by(body, eve)])))).toBe("taken");
  });
});

describe("a removal that the policy wants two people for", () => {
  type Removal = EntryBodyOf<"user-remove">;
  /** The team's policy asks for two; the change itself is not the matter here. */
  const strict = ({ team }: SmallTeam, types = ["device-revoke", "user-remove", "user-role"]) => {
    team.state = { ...team.state, policy: { ...team.state.policy, cosigned: types } };
  };
  const removal = (mine: SmallTeam): Removal =>
    bodyOf(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.bob.user)) as Removal;
  const second = (body: Removal, person: Person) => cosign(body, person.device, person.keys.signKey);
  const onStrict =
    (sign: (mine: SmallTeam, body: Removal) => Uint8Array): Row[2] =>
    (mine) => {
      strict(mine);
      const bytes = sign(mine, removal(mine));
      return [mine.team.state, bytes];
    };
  const by = (name: "eve" | "cleo" | "bob") =>
    onStrict((mine, body) => signBody(body, mine.ada, [second(body, mine[name])]));
  check([
    ["with another admin's", "taken", by("eve")],
    ["alone", "cosign missing", onStrict((mine, body) => signBody(body, mine.ada))],
    ["with that of an admin whom one let in oneself", "cosign unfit", by("cleo")],
    ["with that of the person themselves", "cosign unfit", by("bob")],
    [
      "with that of somebody whom one raised oneself",
      "cosign unfit",
      (mine) => {
        const { team, ada, eve } = mine;
        act(team, ada, planRole(team, ada, { user: eve.user, role: "lead" }));
        act(team, ada, planRole(team, ada, { user: eve.user, role: "admin" }));
        strict(mine);
        team.state = withMember(team.state, mine.cleo.user, { addedBy: mine.eve.user });
        const body = removal(mine);
        return [team.state, signBody(body, ada, [second(body, eve)])];
      },
    ],
    [
      "decided before an entry that touches the person: nobody stalls their own removal",
      "taken",
      (mine) => {
        const { team, ada, bob, eve, bobs, dora } = mine;
        strict(mine);
        const before = removal(mine);
        const sig = second(before, eve);
        act(team, bob, planAccess(team, bob, bobs, [{ user: dora.user, permission: "use" }]));
        const now = bodyOf(team, ada, planRemove(team, ada, bob.user)) as Removal;
        return [team.state, signBody({ ...now, payload: before.payload }, ada, [sig])];
      },
    ],
    [
      "decided before the policy changed",
      "cosign lapsed",
      (mine) => {
        strict(mine);
        const body = removal(mine);
        const sig = second(body, mine.eve);
        mine.team.state = { ...mine.team.state, policySeq: body.seq };
        return [mine.team.state, signBody(body, mine.ada, [sig])];
      },
    ],
    [
      "where the policy asks for none",
      "cosign superfluous",
      (mine) => {
        const body = removal(mine);
        return signBody(body, mine.ada, [second(body, mine.eve)]);
      },
    ],
  ]);
});

const lonely = ({ team, eve }: SmallTeam) => withMember(team.state, eve.user, { role: "lead" });

/** Dora's computer, made Eve's second one. */
function secondDevice({ team, eve, dora }: SmallTeam, change: Partial<Device>): TeamState {
  return withDevice(team.state, dora, { user: eve.user, ...change });
}
const bySecond = (mine: SmallTeam) => cosigned("dora")(mine);
