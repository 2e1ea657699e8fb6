/** The writer of the log: an act is planned anew after a lost compare-and-set, and is nothing once its reason went away. */
import { beforeAll, describe, expect, it } from "vitest";
import { inviteKeys } from "../../../shared/crypto/device-keys.ts";
import { newId, randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { EpochMs, GroupId, Hash, InviteId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { makeCertificate } from "../../../shared/protocol/join/join.ts";
import type { ComposedType, Intent } from "../../../shared/protocol/team-log/compose-intents.ts";
import { parseEntry } from "../../../shared/protocol/team-log/entry.ts";
import { firstPolicy } from "../../../shared/protocol/team-log/state/policy.ts";
import { act as actIn, type Guest, joinOf, planInvite } from "../../../shared/testing/entries.ts";
import { makeGroup } from "../../../shared/testing/groups.ts";
import { makePaper, openRecovery } from "../../../shared/testing/recoveries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { type Built, must, newComputer, newPerson, takeFirst } from "../../../shared/testing/team.ts";
import { verdict } from "../../../shared/testing/verdicts.ts";
import { numberOf } from "../../../shared/testing/verifications.ts";
import { act } from "./act.ts";
import { testWriter } from "./test-writer.ts";

let scene: SmallTeam & { guest: Guest; join: Uint8Array; group: GroupId; open: Hash };
beforeAll(async () => {
  await cryptoReady();
  const made = smallTeam();
  const { plan, guest } = planInvite(made.team);
  actIn(made.team, made.ada, plan);
  const group = makeGroup(made.team, made.ada, { managers: [made.ada] });
  // Of Bob, whose sheet opened it.
  const open = openRecovery(made.team, makePaper(made.team, made.bob), newComputer(made.team, made.bob));
  scene = { ...made, open, group, guest, join: joinOf(made.team, guest, newPerson(made.team)) };
});
type Scene = typeof scene;
const mineOf = (): Scene => ({ ...scene, ...copyOf(scene) });

const access = (vault: VaultId, user: UserId, permission: "use" | "edit" | null): Intent => ({
  type: "vault-access",
  vault,
  changes: [{ user, group: null, permission, end: null }],
});
const typesOf = ({ entries }: Built) => entries.map((bytes) => must(parseEntry(bytes)).body.type).join(" + ");
const seqOf = ({ entries }: Built) => must(parseEntry(entries[0] as Uint8Array)).body.seq;

type Row = {
  intent: (mine: Scene) => Intent;
  /** The entries of its one post; or what refuses it before anything is posted. */
  gives: string;
  /** What a colleague's app does first, after which there is nothing left to do. */
  overtaken?: (mine: Scene, own: Intent) => void;
};
const byAda = (mine: Scene, own: Intent) => void takeFirst(mine.team, mine.ada, own);
const newInvite = ({ team }: Scene): Intent => ({
  ...{ type: "invite", invite: newId<InviteId>(), invitePk: inviteKeys(randomBytes(16), team.team).signPk },
  ...{ role: "member", roleEnd: null, grants: [], groups: [], end: (team.now + 1000) as EpochMs },
});
const rotation = (vault: VaultId, only: "due" | "all"): Intent => ({ type: "vault-rotate", vaults: [{ vault }], only });

const intents = {
  invite: { intent: newInvite, gives: "invite", overtaken: byAda },
  "invite-cancel": {
    intent: ({ guest }) => ({ type: "invite-cancel", invite: guest.invite }),
    gives: "invite-cancel",
    overtaken: byAda,
  },
  "user-add": { intent: ({ join }) => ({ type: "user-add", join }), gives: "user-add", overtaken: byAda },
  "user-role": {
    intent: ({ dora }) => ({ type: "user-role", id: newId<string>(), user: dora.user, role: "member", end: null }),
    gives: "user-role",
    overtaken: byAda,
  },
  "user-remove": {
    intent: ({ dora }) => ({ type: "user-remove", id: newId<string>(), user: dora.user }),
    gives: "user-remove",
    overtaken: byAda,
  },
  "device-add": {
    intent: ({ team, ada }) => ({
      type: "device-add",
      certificate: makeCertificate(newComputer(team, ada).keys, { team: team.team, user: ada.user }),
    }),
    gives: "device-add",
    overtaken: byAda,
  },
  "device-revoke": {
    intent: ({ dora }) => ({ type: "device-revoke", id: newId<string>(), device: dora.device }),
    gives: "device-revoke",
    overtaken: byAda,
  },
  // The sheet signs its own two entries elsewhere (`paper-writer.ts`).
  "recovery-open": {
    intent: ({ team, ada }) => ({
      type: "recovery-open",
      certificate: makeCertificate(newComputer(team, ada).keys, { team: team.team, user: ada.user }),
    }),
    gives: "role kind",
  },
  "recovery-use": { intent: ({ open }) => ({ type: "recovery-use", open }), gives: "role kind" },
  "recovery-confirm": {
    intent: ({ open }) => ({ type: "recovery-confirm", open }),
    gives: "recovery-confirm",
    overtaken: byAda,
  },
  "recovery-cancel": {
    intent: ({ open }) => ({ type: "recovery-cancel", open }),
    gives: "recovery-cancel",
    overtaken: byAda,
  },
  // Nothing here signs a policy a second time.
  policy: {
    intent: () => ({ type: "policy", id: newId<string>(), policy: { ...firstPolicy, quickUnlock: false } }),
    gives: "cosign missing",
  },
  verify: {
    intent: ({ team, bob }) => ({ type: "verify", user: bob.user, number: numberOf(team, bob.user) }),
    gives: "verify",
    overtaken: byAda,
  },
  "group-create": {
    intent: ({ ada, bob }) => ({
      ...{ type: "group-create", group: newId<GroupId>(), managers: [ada.user], members: [bob.user] },
    }),
    gives: "group-create",
    overtaken: byAda,
  },
  "group-change": {
    intent: ({ group, bob }) => ({ type: "group-change", group, add: [bob.user] }),
    gives: "group-change",
    overtaken: byAda,
  },
  "vault-create": {
    intent: () => ({ type: "vault-create", vault: newId<VaultId>(), kind: "shared" }),
    gives: "vault-create",
    overtaken: byAda,
  },
  "vault-access": {
    intent: ({ ops, cleo }) => access(ops, cleo.user, "use"),
    gives: "vault-access",
    overtaken: byAda,
  },
  "vault-keys": {
    intent: () => ({ type: "vault-keys", to: "everyone-waiting" }),
    gives: "vault-keys",
    overtaken: byAda,
  },
  "vault-rotate": { intent: ({ due }) => rotation(due, "due"), gives: "vault-rotate", overtaken: byAda },
  "vault-archive": {
    intent: ({ ops }) => ({ type: "vault-archive", vault: ops }),
    gives: "vault-archive",
    overtaken: byAda,
  },
} satisfies Record<ComposedType, Row>;
const more: Record<string, Row> = {
  "vault-access that takes a reader away": {
    intent: ({ ops, bob }) => access(ops, bob.user, null),
    gives: "vault-access + vault-rotate",
  },
  "vault-access by which its manager leaves, and names another": {
    intent: ({ ops, ada, bob }) => ({
      ...{ type: "vault-access", vault: ops },
      changes: [
        { user: ada.user, group: null, permission: null, end: null },
        { user: bob.user, group: null, permission: "manage", end: null },
      ],
    }),
    gives: "vault-access",
  },
  "vault-access by which the last manager leaves": {
    intent: ({ ops, ada }) => access(ops, ada.user, null),
    gives: "role last-manager",
  },
  "vault-access that lowers a right": { intent: ({ ops, bob }) => access(ops, bob.user, "use"), gives: "vault-access" },
  "vault-access to a right that is given": { intent: ({ ops, bob }) => access(ops, bob.user, "edit"), gives: "" },
  "vault-access to no vault": { intent: ({ bob }) => access(newId<VaultId>(), bob.user, "edit"), gives: "role vault" },
  "vault-rotate of a vault that is not due": { intent: ({ ops }) => rotation(ops, "due"), gives: "" },
  "vault-rotate of a vault that need not be due": { intent: ({ ops }) => rotation(ops, "all"), gives: "vault-rotate" },
  "vault-rotate without its key": { intent: ({ bobs }) => rotation(bobs, "all"), gives: "key-commit" },
  "vault-archive of an archived vault": {
    intent: ({ archived }) => ({ type: "vault-archive", vault: archived }),
    gives: "",
  },
  "vault-archive of no vault": {
    intent: () => ({ type: "vault-archive", vault: newId<VaultId>() }),
    gives: "not-found",
  },
  "vault-create of a second own vault": {
    intent: () => ({ type: "vault-create", vault: newId<VaultId>(), kind: "personal" }),
    gives: "",
  },
  "invite-cancel of no invite": {
    intent: () => ({ type: "invite-cancel", invite: newId<InviteId>() }),
    gives: "invite",
  },
  "user-role that raises somebody, and sends them the keys that they may have now": {
    intent: ({ bob }) => ({ type: "user-role", id: newId<string>(), user: bob.user, role: "lead", end: null }),
    gives: "user-role",
  },
  "user-role as it is": {
    intent: ({ bob }) => ({ type: "user-role", id: newId<string>(), user: bob.user, role: "member", end: null }),
    gives: "",
  },
  "user-remove of nobody": {
    intent: () => ({ type: "user-remove", id: newId<string>(), user: newId<UserId>() }),
    gives: "role subject",
  },
  "user-add of no join message": { intent: () => ({ type: "user-add", join: randomBytes(64) }), gives: "" },
};
const rows: [string, Row][] = [...Object.entries(intents), ...Object.entries(more)];
const posting = rows.filter(([name, { gives }]) => gives.startsWith(name.split(" ")[0] as string));

describe("an act", () => {
  it.each(rows)("%s posts what its plan says, once, or says by name why not", async (_, { intent, gives }) => {
    const mine = mineOf();
    const { writer, log } = testWriter(mine.team, mine.ada);
    const { seq } = mine.team.state.head;
    const done = await act(writer, intent(mine));
    expect(done.ok ? log.posts.map(typesOf).join() : verdict(done)).toBe(gives);
    expect(mine.team.state.head.seq - seq).toBe(done.ok && gives !== "" ? gives.split(" + ").length : 0);
  });

  it.each(posting)("%s that lost its race is signed on the newer state", async (_, { intent }) => {
    const mine = mineOf();
    const { writer, log } = testWriter(mine.team, mine.ada);
    const own = intent(mine);
    log.meanwhile = () => void takeFirst(mine.team, mine.bob, { type: "vault-archive", vault: mine.bobs });
    const { seq } = mine.team.state.head;
    expect(await act(writer, own)).toEqual(ok(true));
    expect(log.posts.map(seqOf)).toEqual([seq + 1, seq + 2]);
  });

  it.each(Object.entries<Row>(intents).filter(([, { overtaken }]) => overtaken !== undefined))(
    "%s that a colleague did first posts nothing more and is no failure",
    async (_, { intent, overtaken }) => {
      const mine = mineOf();
      const { writer, log } = testWriter(mine.team, mine.ada);
      const own = intent(mine);
      log.meanwhile = () => overtaken?.(mine, own);
      expect(await act(writer, own)).toEqual(ok(true));
      expect(log.posts).toHaveLength(1);
    },
  );

  it("that its signer may no longer do fails by the log's own name", async () => {
    const mine = mineOf();
    const { writer, log } = testWriter(mine.team, mine.ada);
    log.meanwhile = () => void takeFirst(mine.team, mine.ada, { type: "vault-archive", vault: mine.ops });
    expect(verdict(await act(writer, access(mine.ops, mine.cleo.user, "use")))).toBe("role vault");
  });

  it.each([
    ["the server cannot be reached", fail("offline", undefined, "later")],
    ["the server refuses it", fail("limit")],
  ])("leaves the log as it was where %s", async (_, refusal) => {
    const mine = mineOf();
    const { writer, log } = testWriter(mine.team, mine.ada);
    log.refusal = refusal;
    const { head } = mine.team.state;
    expect(await act(writer, newInvite(mine))).toEqual(refusal);
    expect(mine.team.state.head).toEqual(head);
  });

  it("shows what is about to be posted before it is, at each try anew", async () => {
    const mine = mineOf();
    const { writer, log } = testWriter(mine.team, mine.ada);
    log.meanwhile = () => void takeFirst(mine.team, mine.bob, { type: "vault-archive", vault: mine.bobs });
    const seen: number[] = [];
    const done: Result<true> = await act(writer, newInvite(mine), async ({ entries }) => {
      expect(log.posts).toHaveLength(seen.length);
      seen.push(entries[0]?.body.seq as number);
    });
    expect(done).toEqual(ok(true));
    expect(seen).toEqual(log.posts.map(seqOf));
  });
});
