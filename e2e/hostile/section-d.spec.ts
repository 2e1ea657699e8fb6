/** Section D: who is in the team, with which keys and rights, is what the one signed log says. */
import { deviceIdOf, deviceKeys, newMasterKey } from "../../shared/crypto/device-keys.ts";
import { openItemSecret, sealItemSecret } from "../../shared/crypto/item-envelopes.ts";
import { openKeyBundle, sealKeyBundle } from "../../shared/crypto/key-bundle.ts";
import { labelsFor } from "../../shared/crypto/labels.ts";
import { newId, randomBytes } from "../../shared/crypto/random.ts";
import { signBytes, verifyBytes } from "../../shared/crypto/sign.ts";
import { keyCommit, newVaultKey, openKeyHistory } from "../../shared/crypto/vault-key.ts";
import type { VaultId } from "../../shared/encoding/ids.ts";
import { fail, ok } from "../../shared/failures.ts";
import { makeCertificate, makeJoin } from "../../shared/protocol/join/join.ts";
import { applyGenesis } from "../../shared/protocol/team-log/verify.ts";
import type { VaultChain } from "../../shared/protocol/vault-chain/chain.ts";
import { buildCommit, parseCommit } from "../../shared/protocol/vault-chain/commit.ts";
import { commit as buildOn } from "../../shared/testing/commits.ts";
import {
  bodyOf,
  joinOf,
  planAccess,
  planAdd,
  planCancel,
  planDevice,
  planInvite,
  planKeys,
  planRotate,
  signBody,
  signed,
  act as take,
} from "../../shared/testing/entries.ts";
import { planRevoke } from "../../shared/testing/leavers.ts";
import { admit, invite, joiner } from "../../shared/testing/posts.ts";
import { newComputer, newPerson, must as value } from "../../shared/testing/team.ts";
import { checkSection } from "./attack.ts";
import { flip, lie } from "./on-client.ts";
import { compared, withCode } from "./on-compare.ts";
import { forked, notChosen } from "./on-forks.ts";
import { changedKeys } from "./on-names-and-keys.ts";
import { act, commit, entry } from "./on-protocol.ts";
import { asked } from "./on-server.ts";
import {
  ada,
  anyOf,
  asFloat,
  bob,
  by,
  bytesOf,
  cleo,
  crossed,
  dora,
  doubleKey,
  exMember,
  foundLog,
  hidden,
  keyOf,
  letsIn,
  logs,
  manages,
  overwritten,
  ownEnd,
  patched,
  plusOrder,
  randomHash,
  refused,
  reSigned,
  restarted,
  shape,
  substituted,
  withKey,
} from "./on-team-log.ts";

checkSection("D", {
  49: [substituted],
  50: [
    compared("another's join message, with the leaked code, to the admin who compares", "sas", (scene) => {
      const { commitment, reveal } = withCode(scene.code);
      scene.toAdmin.tamper("linkOld", ({ messages }) => ({
        messages: messages.map((one, at) => [commitment, reveal][at] ?? one),
      }));
    }),
    compared("the joiner's word that the admin's code was typed, by the server", "sas", (scene) => {
      scene.toAdmin.tamper("linkOld", ({ messages }) => ({
        messages: messages.map((one, at) => (at === 2 ? randomBytes(64) : one)),
      }));
    }),
    letsIn("a join signed by somebody who has not the code", "invite", ({ mine, guest, person, evil }) => {
      const join = joinOf(mine.team, evil ? { ...guest, signKey: mine.bob.keys.signKey } : guest, person);
      const plan = planAdd(mine.team, guest, person);
      return signed(mine, mine.ada, { ...plan, payload: { ...plan.payload, join } });
    }),
    letsIn("a join not signed by the computer in it", "signature", ({ mine, guest, person, evil }) => {
      const other = evil ? { ...person, keys: { ...person.keys, signKey: mine.bob.keys.signKey } } : person;
      const certificate = makeCertificate(person.keys, { team: mine.team.team, user: person.user });
      const known = mine.team.state.invites.get(guest.invite)?.hash as never;
      const join = makeJoin({ certificate, invite: known, inviteKey: guest.signKey, deviceKey: other.keys.signKey });
      const plan = planAdd(mine.team, guest, person);
      return signed(mine, mine.ada, { ...plan, payload: { ...plan.payload, join } });
    }),
    letsIn("a used invite again", "invite", ({ mine, guest, person, evil }) => {
      const plan = planAdd(mine.team, guest, person);
      if (evil) take(mine.team, mine.ada, planAdd(mine.team, guest, newPerson(mine.team)));
      return signed(mine, mine.ada, plan);
    }),
    letsIn("an ended invite", "invite", ({ mine, guest, person, evil }) => {
      mine.team.now += evil ? 1001 : 1000;
      return signed(mine, mine.ada, planAdd(mine.team, guest, person));
    }),
    letsIn("a cancelled invite", "invite", ({ mine, guest, person, evil }) => {
      const plan = planAdd(mine.team, guest, person);
      if (evil) take(mine.team, mine.ada, planCancel(guest.invite));
      return signed(mine, mine.ada, plan);
    }),
    letsIn("in the name of a person who is there", "encoding", ({ mine, guest, person, evil }) => {
      const user = evil ? mine.bob.user : person.user;
      const device = deviceIdOf({ team: mine.team.team, user, ...person.keys });
      return signed(mine, mine.ada, planAdd(mine.team, guest, { ...person, user, device }));
    }),
  ],
  51: [
    entry("a computer that an admin brings in another person's name", "role", (mine, evil) =>
      signed(mine, evil ? mine.ada : mine.bob, planDevice(mine.team, mine.bob, newComputer(mine.team, mine.bob))),
    ),
    entry("a computer that the person's own revoked one brings", "signature", (mine, evil) => {
      const second = newComputer(mine.team, mine.bob);
      take(mine.team, mine.bob, planDevice(mine.team, mine.bob, second));
      if (evil) take(mine.team, mine.bob, planRevoke(mine.team, mine.bob, second.device));
      return signed(mine, second, planDevice(mine.team, second, newComputer(mine.team, mine.bob)));
    }),
    ...changedKeys(),
  ],
  52: [
    act("another team's whole log, consistent in itself", "unknown-team", (evil) => {
      const [pinned, other] = [foundLog(), foundLog()];
      return applyGenesis((evil ? other : pinned).entries[0]?.bytes as Uint8Array, pinned.team);
    }),
    lie({
      changes: "another team's log in the place of mine",
      code: "log-gap",
      about: "log",
      how: (line) => {
        const other = foundLog().entries.map(({ bytes }) => bytes);
        line.tamper("log", ({ head, entries }) => ({ head, entries: entries.map((_, at) => other[at] as Uint8Array) }));
      },
    }),
    entry("an entry of another team", "unknown-team", (mine, evil) => {
      const body = bodyOf(mine.team, mine.ada, planInvite(mine.team).plan);
      return signBody(evil ? { ...body, team: foundLog().team } : body, mine.ada);
    }),
  ],
  53: [
    overwritten,
    act("a bundle that holds another key than the entry commits to", "key-commit", (evil) => {
      const { kemKey, kemPk } = deviceKeys(newMasterKey());
      const me = { team: foundLog().team, device: newPerson({ team: foundLog().team }).device };
      const [vault, key] = [newId<VaultId>(), newVaultKey()];
      const bundle = sealKeyBundle(kemPk, me, [{ vault, epoch: 1, key: evil ? newVaultKey() : key }]);
      const opened = value(openKeyBundle(kemKey, me, bundle.bytes))[0];
      const expected = keyCommit({ team: me.team, vault, epoch: 1, key });
      const given = keyCommit({ team: me.team, vault, epoch: 1, key: opened?.key as Uint8Array });
      return given === expected ? ok(true) : fail("key-commit");
    }),
  ],
  55: [
    letsIn("a new person whose entry nobody signed", "signature", ({ mine, guest, person, evil }) => {
      const bytes = signed(mine, mine.ada, planAdd(mine.team, guest, person));
      return evil ? flip(bytes, 10) : bytes;
    }),
    letsIn("a new person, by a member", "role", ({ mine, guest, person, evil }) =>
      signed(mine, evil ? mine.bob : mine.ada, planAdd(mine.team, guest, person)),
    ),
    letsIn("a new person, by a computer that the log does not know", "signature", ({ mine, guest, person, evil }) =>
      signed(mine, evil ? newPerson(mine.team) : mine.ada, planAdd(mine.team, guest, person)),
    ),
  ],
  56: [
    by("a member gives themselves management", "role", manages, { evil: bob, honest: ada }),
    by(
      "a manager of one vault changes another's readers",
      "role",
      (mine, who) =>
        signed(mine, who, planAccess(mine.team, mine.bob, mine.bobs, [{ user: mine.dora.user, permission: "use" }])),
      { evil: ada, honest: bob },
    ),
    by(
      "an admin takes a vault that they do not manage",
      "role",
      (mine, who) =>
        signed(mine, who, planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.cleo.user, permission: "manage" }])),
      { evil: cleo, honest: ada },
    ),
    by(
      "a lead invites an admin",
      "role",
      (mine, who) => signed(mine, who, planInvite(mine.team, { role: "admin" }).plan),
      {
        evil: dora,
        honest: cleo,
      },
    ),
    ownEnd("takes the end off their own grant", null),
    ownEnd("moves the end of their own grant", 4_000_000_000_000),
  ],
  57: [
    entry("an entry left out", "log-gap", (mine, evil) => {
      const body = bodyOf(mine.team, mine.ada, planInvite(mine.team).plan);
      return signBody(evil ? { ...body, seq: body.seq + 1 } : body, mine.ada);
    }),
    entry("built on another entry", "log-gap", (mine, evil) => {
      const body = bodyOf(mine.team, mine.ada, planInvite(mine.team).plan);
      return signBody(evil ? { ...body, prev: randomHash() } : body, mine.ada);
    }),
    logs("an entry withheld", "log-gap", ({ head, entries: [own, , ...rest] }) => ({
      head,
      entries: [own, ...rest] as Uint8Array[],
    })),
    logs("all that is new withheld under an honest head", "log-gap", ({ head, entries }) => ({
      head,
      entries: entries.slice(0, 1),
    })),
    logs("two entries swapped", "log-gap", ({ head, entries: [own, one, two, ...rest] }) => ({
      head,
      entries: [own, two, one, ...rest] as Uint8Array[],
    })),
  ],
  59: [
    logs("the newest entries hidden again", "log-rollback", ({ head }) => ({ head: { ...head, seq: 3 }, entries: [] })),
    restarted,
  ],
  60: {
    shownBy: "main/core/heads/freshness.test.ts, main/core/heads/statements.test.ts, main/core/heads/held-acts.test.ts",
  },
  61: [
    forked,
    ...notChosen,
    logs("another entry at my head's number", "log-fork", ({ head, entries: [own, ...rest] }) => ({
      head,
      entries: [flip(own as Uint8Array, 10), ...rest],
    })),
    logs("another head at my number", "log-fork", ({ head, entries }) => ({
      head: { seq: head.seq - 2, hash: head.hash },
      entries: entries.slice(0, 1),
    })),
    commit("a commit that knows another log", "log-fork", (mine, evil) => {
      const { bytes } = buildOn(mine.team, mine.bob, { vault: mine.ops });
      const { body } = value(parseCommit(bytes));
      return evil ? buildCommit({ ...body, logHead: randomHash() }, mine.bob.keys).bytes : bytes;
    }),
  ],
  63: [hidden],
  64: [
    commit("a write while the new key is due", "epoch-stale", (mine, evil) => {
      if (!evil) take(mine.team, mine.dora, planRotate(mine.team, [mine.due]));
      const chain = mine.team.chains.get(mine.due) as VaultChain;
      return { chain, bytes: buildOn(mine.team, mine.dora, { vault: mine.due }).bytes };
    }),
    entry("a rotation that skips an epoch", "epoch-stale", (mine, evil) => {
      const plan = planRotate(mine.team, [mine.due]);
      const vaults = plan.payload.vaults.map((one) => ({ ...one, epoch: one.epoch + (evil ? 1 : 0) }));
      return signed(mine, mine.dora, { ...plan, payload: { vaults } });
    }),
  ],
  66: [
    exMember("old vault keys on a version written after the rotation", ({ mine, evil }) => {
      const place = { team: mine.team.team, vault: mine.ops, epoch: 2, item: mine.login, version: 2, schema: 1 };
      const context = { ...place, author: { user: mine.ada.user, device: mine.ada.device } };
      return openItemSecret(
        keyOf(mine, evil ? 1 : 2),
        context,
        sealItemSecret(keyOf(mine, 2), context, randomBytes(40)),
      );
    }),
    exMember("old vault keys on every key history of the server", ({ mine, blobs, evil }) => {
      const of = { team: mine.team.team, vault: mine.ops, epoch: 2 };
      return anyOf(blobs.map((blob) => openKeyHistory(keyOf(mine, evil ? 1 : 2), of, blob)));
    }),
    exMember("their computer on every bundle of the server", ({ mine, blobs, evil }) => {
      const { keys, device } = evil ? mine.bob : mine.ada;
      return anyOf(blobs.map((blob) => openKeyBundle(keys.kemKey, { team: mine.team.team, device }, blob)));
    }),
  ],
  69: [
    entry("a reader left out of a rotation", "recipient-set", (mine, evil) => {
      const plan = planRotate(mine.team, [mine.ops]);
      const bundles = evil ? plan.attached.bundles.slice(1) : plan.attached.bundles;
      return signed(mine, mine.ada, { ...plan, attached: { ...plan.attached, bundles } });
    }),
    entry("keys supplied to somebody without a right", "recipient-set", (mine, evil) =>
      signed(mine, mine.ada, planKeys(mine.team, mine.ops, [evil ? mine.cleo.device : mine.bob.device])),
    ),
    entry("keys supplied by somebody who was not sent them", "recipient-set", (mine, evil) =>
      signed(mine, evil ? mine.cleo : mine.dora, planKeys(mine.team, mine.ops, [mine.bob.device])),
    ),
    entry("a cut left out where a right falls", "recipient-set", (mine, evil) => {
      const plan = planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.bob.user, permission: "use" }]);
      return signed(mine, mine.ada, evil ? { ...plan, attached: { ...plan.attached, cuts: [] } } : plan);
    }),
  ],
  70: labelsFor("sign").map(crossed),
  71: [
    bytesOf("a byte behind", (bytes) => Buffer.concat([bytes, Uint8Array.of(0)])),
    bytesOf("a byte cut off", (bytes) => bytes.subarray(0, -1)),
    bytesOf("a longer head than needed", (bytes) =>
      Buffer.concat([Uint8Array.of(0xb8, (bytes[0] as number) & 31), bytes.subarray(1)]),
    ),
    bytesOf("nested 17 deep", () => Uint8Array.from([...Array(17).fill(0x81), 0])),
    shape("one key more", (of) => ({ ...of, more: 1 })),
    shape("one key less", ({ time: _gone, ...rest }) => rest),
    shape("an id of 15 bytes", (of) => ({ ...of, payload: { invite: new Uint8Array(15) } })),
    shape("a number as text", (of) => ({ ...of, time: "1" })),
    reSigned("a whole number written as a float", (body, { team }) => asFloat(body, team.now)),
    reSigned("a key twice", doubleKey),
    reSigned("a byte behind the signed body", (body) => Buffer.concat([body, Uint8Array.of(0)])),
  ],
  72: [
    ...refused.kem.map((one) =>
      withKey(`a KEM key with ${Buffer.from(one.bytes).toString("hex").slice(0, 16)} at ${one.at}`, {
        kemPk: patched(one),
      }),
    ),
    ...refused.sign.map(({ name, key }) => withKey(`a signing key: ${name}`, { signPk: key })),
    letsIn("the signing key of somebody else's computer", "encoding", ({ mine, guest, person, evil }) => {
      const keys = evil
        ? { ...person.keys, signPk: mine.bob.keys.signPk, signKey: mine.bob.keys.signKey }
        : person.keys;
      return signed(mine, mine.ada, planAdd(mine.team, guest, { ...person, keys }));
    }),
    act("a signature with L added to its S", "signature", (evil) => {
      const { signKey, signPk } = deviceKeys(newMasterKey());
      const sig = signBytes(signKey, "log", new Uint8Array(8));
      return verifyBytes(signPk, "log", new Uint8Array(8), evil ? plusOrder(sig) : sig) ? ok(true) : fail("signature");
    }),
  ],
  73: { shownBy: "main/core/open-profile.test.ts, each public half against the log; only seeds are stored" },
  75: [
    asked("two admins write the same number", "log-gap", async ({ team, founder }) => {
      const other = { ...team };
      const [first, second] = [invite(team, team.founder), invite(other, team.founder)];
      value(await founder.call("append", { ...first.built, setup: null }));
      const next = () => invite(team, team.founder).built;
      return (evil) => founder.call("append", { ...(evil ? second.built : next()), setup: null });
    }),
    entry("the last manager of a vault lowers themselves", "role", (mine, evil) =>
      signed(
        mine,
        mine.ada,
        planAccess(mine.team, mine.ada, mine.ops, [{ user: (evil ? mine.ada : mine.bob).user, permission: "use" }]),
      ),
    ),
    asked("one invite answered by two people", "invite", async (fixture) => {
      const { team, founder } = fixture;
      const invited = invite(team, team.founder);
      value(await founder.call("append", { ...invited.built, setup: null }));
      const [one, two] = [joiner(team.team, invited), joiner(team.team, invited)];
      const late = planAdd(team, { invite: invited.id, signKey: invited.signKey }, two);
      value(await founder.call("append", { ...admit(team, team.founder, one), setup: null }));
      const again = () => ({ entries: [signed({ team }, team.founder, late)], blobs: late.blobs });
      return (evil) => founder.call("append", { ...(evil ? again() : invite(team, team.founder).built), setup: null });
    }),
  ],
});
