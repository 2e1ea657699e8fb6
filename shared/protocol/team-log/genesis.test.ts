import { beforeAll, describe, expect, it } from "vitest";
import { deviceKeys, newMasterKey } from "../../crypto/device-keys.ts";
import { hashText } from "../../crypto/hash.ts";
import { newId } from "../../crypto/random.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import type { DeviceId, EpochMs, TeamId, UserId } from "../../encoding/ids.ts";
import { bodyOf, headAt, listDevices, planCancel, planInvite, planVault, signBody } from "../../testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../testing/small-team.ts";
import { must } from "../../testing/team.ts";
import { verdict } from "../../testing/verdicts.ts";
import { composeGenesis } from "./compose-team.ts";
import { type EntryBody, type EntryBodyOf, parseEntry } from "./entry.ts";
import { nothingAttached } from "./state/parts.ts";
import { firstPolicy } from "./state/policy.ts";
import { applyEntry, applyGenesis, teamOfGenesis } from "./verify.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const otherHash = () => hashText("text", newId());

describe("the first entry", () => {
  const keys = () => deviceKeys(newMasterKey());
  const found = (mine = keys()) => {
    const user = newId<UserId>();
    const made = composeGenesis({ user, policy: firstPolicy, time: 5 as EpochMs }, mine);
    const body = must(parseEntry(made.bytes)).body as EntryBodyOf<"genesis">;
    return { ...made, keys: mine, user, body };
  };
  type Made = ReturnType<typeof found>;
  /** Tampered, then named and signed anew. */
  const again = (made: Made, tamper: (body: Made["body"]) => Made["body"]) => {
    const body = tamper(made.body);
    return signBody({ ...body, team: teamOfGenesis(body) }, made);
  };
  const small = (kemPk: Uint8Array) => {
    const bad = kemPk.slice();
    bad.fill(0, 1184);
    return bad;
  };
  it.each<[string, string, (made: Made) => [Uint8Array, TeamId | null]]>([
    ["as it should be", "taken", (made) => [made.bytes, made.team]],
    ["where no team is pinned yet", "taken", (made) => [made.bytes, null]],
    ["garbage", "encoding schema", (made) => [made.bytes.slice(0, -1), null]],
    [
      "another type",
      "genesis",
      (made) => [signBody({ ...bodyOf(scene.team, scene.ada, planCancel(newId())), seq: 0 }, made), null],
    ],
    ["another number", "genesis", (made) => [again(made, (body) => ({ ...body, seq: 1 })), null]],
    ["built on something", "genesis", (made) => [again(made, (body) => ({ ...body, prev: otherHash() })), null]],
    [
      "cosigned",
      "genesis",
      (made) => [signBody(made.body, made, [{ device: made.device, sig: new Uint8Array(64) }]), null],
    ],
    [
      "with a cut",
      "genesis",
      (made) => [
        again(made, (body) => ({ ...body, attached: { ...nothingAttached, cuts: [headAt(scene.team, scene.ops)] } })),
        null,
      ],
    ],
    [
      "with a head",
      "genesis",
      (made) => [
        again(made, (body) => ({ ...body, attached: { ...nothingAttached, heads: [headAt(scene.team, scene.ops)] } })),
        null,
      ],
    ],
    [
      "with a bundle",
      "genesis",
      (made) => [
        again(made, (body) => ({
          ...body,
          attached: { ...nothingAttached, bundles: listDevices([made.device]).bundles },
        })),
        null,
      ],
    ],
    [
      "under another team's name",
      "genesis team",
      (made) => [signBody({ ...made.body, team: otherHash() as string as TeamId }, made), null],
    ],
    [
      "changed below its name",
      "genesis team",
      (made) => [signBody({ ...made.body, time: 6 as EpochMs }, made), made.team],
    ],
    ["of a team that is not the pinned one", "unknown-team", (made) => [made.bytes, scene.team.team]],
    [
      "with a signing key that is no point",
      "encoding sign-key",
      (made) => [again(made, (body) => ({ ...body, payload: { ...body.payload, signPk: new Uint8Array(32) } })), null],
    ],
    [
      "with an unreduced KEM key",
      "encoding kem-coefficient",
      (made) => [
        again(made, (body) => ({ ...body, payload: { ...body.payload, kemPk: new Uint8Array(1216).fill(255) } })),
        null,
      ],
    ],
    [
      "with a KEM half of small order",
      "encoding kem-small-order",
      (made) => [
        again(made, (body) => ({ ...body, payload: { ...body.payload, kemPk: small(body.payload.kemPk) } })),
        null,
      ],
    ],
    [
      "in somebody else's name",
      "genesis device",
      (made) => [again(made, (body) => ({ ...body, actor: { ...body.actor, user: newId<UserId>() } })), null],
    ],
    [
      "by a computer of another name",
      "genesis device",
      (made) => [
        again(made, (body) => ({ ...body, actor: { ...body.actor, device: otherHash() as string as DeviceId } })),
        null,
      ],
    ],
    ["signed by another key", "signature", (made) => [signBody(made.body, { keys: keys() }), made.team]],
  ])("%s: %s", (_what, expected, make) => {
    const [bytes, pinned] = make(found());
    expect(verdict(applyGenesis(bytes, pinned))).toBe(expected);
  });

  const young = () => {
    const made = found();
    const { team } = copyOf(scene);
    return { team: { ...team, team: made.team, state: must(made.state), founder: made }, made };
  };
  type Young = ReturnType<typeof young>;
  const follows: [string, string, (young: Young) => Parameters<typeof bodyOf>[2]][] = [
    ["the directory", "taken", ({ team, made }) => planVault(team, made, "directory").plan],
    ["an invite", "genesis", ({ team }) => planInvite(team).plan],
    ["the tools before it", "genesis", ({ team, made }) => planVault(team, made, "tools").plan],
    ["a personal vault before it", "genesis", ({ team, made }) => planVault(team, made, "personal").plan],
    ["a shared vault", "genesis", ({ team, made }) => planVault(team, made, "shared").plan],
  ];
  it.each(follows)("is followed by %s: %s", (_what, expected, planOf) => {
    const { team, made } = young();
    const entry = signBody(bodyOf(team, made, planOf({ team, made })), made);
    expect(verdict(applyEntry(team.state, entry))).toBe(expected);
  });

  it("comes once", () => {
    const made = found();
    const { team, ada } = scene;
    const second = { ...bodyOf(team, ada, planCancel(newId())), type: "genesis" as const, payload: made.body.payload };
    expect(verdict(applyEntry(team.state, signBody(second as EntryBody, ada)))).toBe("genesis second");
  });
});
