/** What the entries about people may do: each row breaks one rule of [protocol: Team log] or 12 and must get that rule's name. */
import { beforeAll, describe, expect, it } from "vitest";
import { hash, hashText } from "../../../crypto/hash.ts";
import { newId } from "../../../crypto/random.ts";
import { cryptoReady } from "../../../crypto/ready.ts";
import { signBytes } from "../../../crypto/sign.ts";
import { type Encodable, encode } from "../../../encoding/canonical.ts";
import type { GroupId, Hash, UserId, VaultId } from "../../../encoding/ids.ts";
import {
  act,
  type Guest,
  headAt,
  joinOf,
  type Plan,
  planAccess,
  planAdd,
  planArchive,
  planCancel,
  planInvite,
  signed,
} from "../../../testing/entries.ts";
import { grant, invited } from "../../../testing/on-small-team.ts";
import { type SmallTeam, smallTeam } from "../../../testing/small-team.ts";
import type { Person } from "../../../testing/team.ts";
import { newPerson } from "../../../testing/team.ts";
import { checkEntries, type Row } from "../../../testing/verdicts.ts";
import { base32Bytes } from "../../../text.ts";
import { makeCertificate, makeJoin } from "../../join/join.ts";
import type { Grant, Permission, Role } from "../state/parts.ts";
import type { Member, TeamState } from "../state/team-state.ts";

let scene: SmallTeam;

beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const check = (rows: readonly Row[]) => checkEntries(() => scene, rows);

const withRole = (state: TeamState, user: UserId, role: Role): TeamState => ({
  ...state,
  users: new Map(state.users).set(user, { ...(state.users.get(user) as Member), role }),
});

/** The certificate's value on the wire, to be put out of shape, and signed by this person. */
function certificateOf(person: Person, changed: { [key: string]: Encodable } = {}, team = scene.team.team): Uint8Array {
  const { signPk, kemPk, signKey } = person.keys;
  const [teamId, user, device] = [team, person.user, person.device].map((id) => base32Bytes(id) as Uint8Array);
  const body = encode({
    suite: 1,
    team: teamId,
    user,
    device,
    signPk,
    kemPk,
    kind: "computer",
    ...changed,
  } as Encodable);
  return encode({ body, sig: signBytes(signKey, "certificate", body) });
}

const deviceHash = (of: { team: string; user: string; signPk: Uint8Array; kemPk: Uint8Array }) =>
  hash("device", base32Bytes(of.team) as Uint8Array, base32Bytes(of.user) as Uint8Array, of.signPk, of.kemPk);

describe("user-add", () => {
  type Made = { mine: SmallTeam; guest: Guest; person: Person; plan: Plan<"user-add"> };
  const adding = (
    tamper: (made: Made) => Partial<Plan<"user-add">["payload"]>,
    options: { by?: keyof SmallTeam; invite?: Parameters<typeof planInvite>[1] } = {},
  ) =>
    ((mine: SmallTeam) => {
      const guest = invited(mine, options.invite);
      const person = newPerson(mine.team);
      const plan = planAdd(mine.team, guest, person);
      const payload = { ...plan.payload, ...tamper({ mine, guest, person, plan }) };
      return signed(mine, mine[options.by ?? "ada"] as Person, { ...plan, payload });
    }) satisfies Row[2];
  const joining = ({ mine, guest, person }: Made, certificate: Uint8Array) => ({
    join: makeJoin({
      certificate,
      invite: mine.team.state.invites.get(guest.invite)?.hash as Hash,
      inviteKey: guest.signKey,
      deviceKey: person.keys.signKey,
    }),
  });
  const badKeys = (made: Made, changed: { signPk?: Uint8Array; kemPk?: Uint8Array }) =>
    joining(made, certificateOf(made.person, changed));
  check([
    [
      "with an heir of no vault and no group",
      "encoding heir",
      adding(({ mine }) => ({ heirs: [{ vault: null, group: null, user: mine.ada.user }] })),
    ],
    [
      "with an heir of a vault and a group at once",
      "encoding heir",
      adding(({ mine }) => ({ heirs: [{ vault: mine.ops, group: newId<GroupId>(), user: mine.ada.user }] })),
    ],
    [
      "with an heir whom nobody needs",
      "taken",
      adding(({ mine }) => ({ heirs: [{ vault: mine.ops, group: null, user: mine.ada.user }] })),
    ],
    ["by an admin", "taken", adding(() => ({}))],
    ["by an admin who did not invite", "taken", adding(() => ({}), { by: "cleo" })],
    ["by a lead", "role", adding(() => ({}), { by: "dora" })],
    ["with garbage for a join", "encoding schema", adding(() => ({ join: Uint8Array.of(0x42) }))],
    ["with garbage for a certificate", "encoding schema", adding((made) => joining(made, Uint8Array.of(0x42)))],
    [
      "with a certificate out of shape",
      "encoding schema",
      adding((made) => joining(made, certificateOf(made.person, { more: 1 }))),
    ],
    [
      "with a certificate of another suite",
      "suite",
      adding((made) => joining(made, certificateOf(made.person, { suite: 2 }))),
    ],
    [
      "with a certificate that somebody else signed",
      "signature certificate",
      adding((made) =>
        joining(
          made,
          certificateOf({ ...made.person, keys: { ...made.person.keys, signKey: scene.bob.keys.signKey } }),
        ),
      ),
    ],
    [
      "with a signing key that is no point",
      "encoding sign-key",
      adding((made) => badKeys(made, { signPk: new Uint8Array(32) })),
    ],
    [
      "with an unreduced KEM key",
      "encoding kem-coefficient",
      adding((made) => badKeys(made, { kemPk: new Uint8Array(1216).fill(255) })),
    ],
    [
      "with another computer's id",
      "encoding device-id",
      adding((made) => joining(made, certificateOf(made.person, { device: new Uint8Array(32) }))),
    ],
    ["of a sheet of paper", "invite", adding((made) => joining(made, certificateOf(made.person, { kind: "paper" })))],
    [
      "with another team's certificate",
      "unknown-team",
      adding((made) => {
        const team: string = hashText("text", newId<string>());
        const { user, keys } = made.person;
        const device = deviceHash({ team, user, ...keys });
        return joining(made, certificateOf(made.person, { device, team: base32Bytes(team) as Uint8Array }));
      }),
    ],
    [
      "under an invite that nobody wrote",
      "invite unknown",
      adding(({ mine, guest, person }) => ({
        join: makeJoin({
          certificate: makeCertificate(person.keys, { team: mine.team.team, user: person.user }),
          invite: mine.team.state.head.hash.replace(/^./, (first) => (first === "0" ? "1" : "0")) as Hash,
          inviteKey: guest.signKey,
          deviceKey: person.keys.signKey,
        }),
      })),
    ],
    [
      "signed by somebody who has not the code",
      "invite signature",
      adding((made) => ({
        join: joinOf(made.mine.team, { ...made.guest, signKey: scene.bob.keys.signKey }, made.person),
      })),
    ],
    [
      "not signed by the computer in it",
      "signature join",
      adding((made) => ({
        join: makeJoin({
          certificate: makeCertificate(made.person.keys, { team: made.mine.team.team, user: made.person.user }),
          invite: made.mine.team.state.invites.get(made.guest.invite)?.hash as Hash,
          inviteKey: made.guest.signKey,
          deviceKey: scene.bob.keys.signKey,
        }),
      })),
    ],
    [
      "for a person who is there",
      "encoding id-repeated",
      adding((made) => {
        const { user } = scene.bob;
        const device = deviceHash({ team: made.mine.team.team, user, ...made.person.keys });
        return joining(made, certificateOf({ ...made.person, user }, { device }));
      }),
    ],
    [
      "for a computer that is there",
      "encoding id-repeated",
      adding((made) => {
        const join = joinOf(made.mine.team, made.guest, scene.bob);
        return { join };
      }),
    ],
    [
      "with the signing key of somebody else's computer",
      "encoding key-repeated",
      adding((made) => {
        const keys = { ...made.person.keys, signPk: scene.bob.keys.signPk, signKey: scene.bob.keys.signKey };
        return { join: joinOf(made.mine.team, made.guest, { ...made.person, keys }) };
      }),
    ],
    [
      "with the KEM key of somebody else's computer",
      "encoding key-repeated",
      adding((made) => {
        const keys = { ...made.person.keys, kemPk: scene.bob.keys.kemPk };
        return { join: joinOf(made.mine.team, made.guest, { ...made.person, keys }) };
      }),
    ],
    ["with a grant to a personal vault", "role grant", adding(({ mine }) => ({ grants: [grant(mine.bobsPersonal)] }))],
    [
      "of an auditor, with a grant",
      "role auditor-grant",
      adding(({ mine }) => ({ grants: [grant(mine.ops)] }), { invite: { role: "auditor" } }),
    ],
    ["into an unknown group", "role group", adding(() => ({ groups: [newId<GroupId>()] }))],
    [
      "after the invite's end",
      "invite ended",
      (mine) => {
        const guest = invited(mine, { end: mine.team.now + 10 });
        mine.team.now += 11;
        return signed(mine, mine.ada, planAdd(mine.team, guest, newPerson(mine.team)));
      },
    ],
    [
      "at the invite's end",
      "taken",
      (mine) => {
        const guest = invited(mine, { end: mine.team.now + 10 });
        mine.team.now += 10;
        return signed(mine, mine.ada, planAdd(mine.team, guest, newPerson(mine.team)));
      },
    ],
    [
      "under a cancelled invite",
      "invite cancelled",
      (mine) => {
        const guest = invited(mine);
        act(mine.team, mine.ada, planCancel(guest.invite));
        return signed(mine, mine.ada, planAdd(mine.team, guest, newPerson(mine.team)));
      },
    ],
    [
      "under a used invite",
      "invite used",
      (mine) => {
        const guest = invited(mine);
        act(mine.team, mine.ada, planAdd(mine.team, guest, newPerson(mine.team)));
        return signed(mine, mine.ada, planAdd(mine.team, guest, newPerson(mine.team)));
      },
    ],
    [
      "under the invite of somebody who is no admin any more",
      "invite inviter",
      (mine) => {
        const guest = invited(mine);
        const plan = planAdd(mine.team, guest, newPerson(mine.team));
        return [withRole(mine.team.state, mine.ada.user, "member"), signed(mine, mine.cleo, plan)];
      },
    ],
  ]);

  /** Who may open the vaults after Ada let somebody in under an invite with these grants. */
  function accessAfter(
    by: Person,
    vault: VaultId,
    added: Grant[],
    between: (mine: SmallTeam) => void = () => {},
    permission: Permission = "use",
  ) {
    const mine = { ...scene, team: { ...scene.team } };
    const { plan, guest } = planInvite(mine.team, { grants: [{ ...grant(vault), permission }] });
    act(mine.team, by, plan);
    between(mine);
    const person = newPerson(mine.team);
    act(mine.team, mine.cleo, planAdd(mine.team, guest, person, { grants: added }));
    return mine.team.state.vaults.get(vault)?.access.get(person.user)?.permission ?? null;
  }

  it("a grant counts only where its signer manages the vault, at the invite and still now", () => {
    const { ada, cleo, ops, bobs, team, eve } = scene;
    expect(accessAfter(ada, ops, [])).toBe("use");
    expect(accessAfter(cleo, ops, [])).toBe(null);
    expect(accessAfter(ada, bobs, [])).toBe(null);
    expect(accessAfter(cleo, ops, [grant(ops)])).toBe(null);
    const archives = (mine: SmallTeam) => void act(mine.team, ada, planArchive(mine.team, ops));
    expect(accessAfter(ada, ops, [], archives)).toBe(null);
    const handsOn = (mine: SmallTeam) => {
      act(mine.team, ada, planAccess(mine.team, ada, ops, [{ user: mine.bob.user, permission: "manage" }]));
      act(mine.team, mine.bob, planAccess(mine.team, mine.bob, ops, [{ user: ada.user, permission: "edit" }]));
    };
    expect(accessAfter(ada, ops, [], handsOn)).toBe(null);
    const becomes = (mine: SmallTeam) =>
      void act(mine.team, ada, planAccess(mine.team, ada, ops, [{ user: eve.user, permission: "manage" }]));
    // Eve manages only after inviting: that grant was a request, and stays one.
    expect(accessAfter(eve, ops, [], becomes)).toBe(null);
    expect(headAt(team, ops).seq).toBe(0);
  });

  it("the greater of two grants of one vault counts, whichever comes first", () => {
    const manages = (mine: SmallTeam) =>
      void act(
        mine.team,
        mine.ada,
        planAccess(mine.team, mine.ada, scene.ops, [{ user: mine.cleo.user, permission: "manage" }]),
      );
    const { ada, ops } = scene;
    expect(accessAfter(ada, ops, [{ ...grant(ops), permission: "edit" }], manages)).toBe("edit");
    expect(accessAfter(ada, ops, [grant(ops)], manages, "edit")).toBe("edit");
  });

  it.each([
    ["bob", "member"],
    ["dora", "lead"],
    ["cleo", "admin"],
    ["aud", "auditor"],
  ] as const)("gives %s the role that their invite fixed: %s", (person, role) => {
    expect(scene.team.state.users.get(scene[person].user)).toMatchObject({ role, active: true });
  });

  it("names whoever admitted them", () => {
    expect(scene.team.state.users.get(scene.eve.user)?.addedBy).toBe(scene.cleo.user);
  });
});
