/** Section D: who is in the team, with which keys and rights, is what the one signed log says. */
import { hostileTeam, inStep, readsAll } from "../../main/core/sync/test-hostile-team.ts";
import { deviceIdOf, deviceKeys, newMasterKey } from "../../shared/crypto/device-keys.ts";
import { openItemSecret, sealItemSecret } from "../../shared/crypto/item-envelopes.ts";
import { openKeyBundle, sealKeyBundle } from "../../shared/crypto/key-bundle.ts";
import { labelsFor, type SignLabel } from "../../shared/crypto/labels.ts";
import { newId, randomBytes } from "../../shared/crypto/random.ts";
import { signBytes, verifyBytes } from "../../shared/crypto/sign.ts";
import { keyCommit, newVaultKey, openKeyHistory } from "../../shared/crypto/vault-key.ts";
import { type Encodable, encode } from "../../shared/encoding/canonical.ts";
import { idBytes } from "../../shared/encoding/id-bytes.ts";
import type { EpochMs, Hash, UserId, VaultId } from "../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { makeCertificate, makeJoin } from "../../shared/protocol/join/join.ts";
import type { RouteResponse } from "../../shared/protocol/routes/routes.ts";
import { createTeamLog } from "../../shared/protocol/team-log/compose-team.ts";
import { firstPolicy } from "../../shared/protocol/team-log/state/policy.ts";
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
  planInvite,
  planKeys,
  planRotate,
  signBody,
  signed,
  signShapeless,
  act as take,
} from "../../shared/testing/entries.ts";
import { admit, invite, joiner } from "../../shared/testing/posts.ts";
import { newPerson, type Person, must as value } from "../../shared/testing/team.ts";
import { base32Text } from "../../shared/text.ts";
import { readVectors } from "../fixtures/vectors/vector-file.ts";
import { must, passphrase } from "../kit/must.ts";
import { readyVault, userOf } from "../kit/team.ts";
import { type Attack, checkSection } from "./attack.ts";
import { flip, lie } from "./on-client.ts";
import { evilMember } from "./on-member.ts";
import { act, commit, entry, type Scene, scene } from "./on-protocol.ts";
import { asked } from "./on-server.ts";

/** Whoever is let in, under an invite made in the scene; the plan or the join may be another one. */
function letsIn(
  changes: string,
  code: "invite" | "signature" | "role" | "encoding" | "unknown-team",
  make: (made: {
    mine: Scene;
    guest: ReturnType<typeof planInvite>["guest"];
    person: Person;
    evil: boolean;
  }) => Uint8Array,
): Attack {
  return entry(changes, code, (mine, evil) => {
    const { plan, guest } = planInvite(mine.team, { end: mine.team.now + 1000 });
    take(mine.team, mine.ada, plan);
    return make({ mine, guest, person: newPerson(mine.team), evil });
  });
}

/** Signed by somebody else than who may. */
function by(
  changes: string,
  code: "role" | "signature",
  make: (mine: Scene, by: Person) => Uint8Array,
  who: { evil(mine: Scene): Person; honest(mine: Scene): Person },
): Attack {
  return entry(changes, code, (mine, evil) => make(mine, evil ? who.evil(mine) : who.honest(mine)));
}
const [bob, ada, cleo, dora] = (["bob", "ada", "cleo", "dora"] as const).map((name) => (mine: Scene) => mine[name]) as [
  (mine: Scene) => Person,
  (mine: Scene) => Person,
  (mine: Scene) => Person,
  (mine: Scene) => Person,
];

/** Gives themselves more than they have. */
const manages = (mine: Scene, who: Person) =>
  signed(mine, who, planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.bob.user, permission: "manage" }]));

/** A manager whose grant ends changes their own grant. */
function ownEnd(changes: string, end: number | null): Attack {
  return entry(`a manager ${changes}`, "role", (mine, evil) => {
    const given = planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.cleo.user, permission: "manage" }]);
    const until = (plan: typeof given, at: number | null) => ({
      ...plan,
      payload: { ...plan.payload, changes: plan.payload.changes.map((one) => ({ ...one, end: at as EpochMs | null })) },
    });
    take(mine.team, mine.ada, until(given, 2_000_000_000_000));
    const subject = evil ? mine.cleo : mine.dora;
    const again = planAccess(mine.team, mine.cleo, mine.ops, [{ user: subject.user, permission: "manage" }]);
    return signed(mine, mine.cleo, until(again, end));
  });
}

/** A lie about the team's log. */
const logs = (changes: string, code: "log-gap" | "log-rollback" | "log-fork", tamper: (log: Log) => Log): Attack =>
  lie({ changes, code, about: "log", how: (line) => line.tamper("log", tamper) });
type Log = RouteResponse<"log">;
const randomHash = () => base32Text(randomBytes(32)) as Hash;

/** The group's order, little-endian added to the second half of a signature: the same point, another text. */
function plusOrder(sig: Uint8Array): Uint8Array {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  let rest = BigInt(`0x${Buffer.from(sig.subarray(32)).reverse().toString("hex")}`) + order;
  const made = sig.slice();
  for (let at = 32; at < 64; at++, rest >>= 8n) made[at] = Number(rest & 255n);
  return made;
}

/** Bundles in the place of those whose hashes stand in the entries. */
const substituted: Attack = {
  changes: "bundles with keys of the server's own",
  code: "no effect",
  run: async () => {
    const team = await hostileTeam();
    const { ada: giver, bob: reader, line } = team;
    line.tamper("bundles", ({ blobs, next }) => ({ blobs: blobs.map((blob) => randomBytes(blob.length)), next }));
    const { vault } = await must(giver, "vault.create", { title: "Fresh" });
    await must(giver, "item.save", { vault, kind: "login", changes: { title: "Inside", password: "i" } });
    await must(giver, "vault.setAccess", { vault, user: await userOf(reader), permission: "edit" });
    await must(reader, "sync.now", {});
    const state = async () => (await must(reader, "vault.list", {})).find((one) => one.vault === vault)?.state;
    const attack = (await state()) === "key-pending" ? "no effect" : "a foreign key was taken";
    await readsAll(team);
    line.honest();
    await must(reader, "sync.now", {});
    await readyVault(reader, vault);
    return { attack, twin: "taken" };
  },
};

/** Bob, who may only use the vault, lists Ada's computer again with a bundle of junk. */
const overwritten: Attack = {
  changes: "a reader lists the manager's computer again, with junk for a bundle",
  code: "no effect",
  run: async () => {
    const team = await evilMember();
    const { ada: victim, other } = team;
    const device = [...team.seen.state.devices.values()].find(({ user }) => user !== team.evil.user);
    const posted = await team.post(planKeys(team.seen, other as VaultId, [device?.device as never]));
    await must(victim, "sync.now", {});
    await must(victim, "account.lock", {});
    await must(victim, "account.unlock", { passphrase });
    await must(victim, "sync.now", {});
    const state = (await must(victim, "vault.list", {})).find(({ vault }) => vault === other)?.state;
    const attack = state === "ready" ? "no effect" : `${posted.ok ? "posted" : posted.failure.code}, then ${state}`;
    const saved = await victim.call("item.save", {
      vault: other,
      kind: "login",
      changes: { title: "After", password: "a" },
    });
    return { attack, twin: saved.ok && !saved.value.draft ? "taken" : "the victim cannot write" };
  },
};

const hidden: Attack = {
  changes: "a lowering of Bob's right is hidden from Bob, who edits",
  code: "no effect",
  run: async () => {
    const team = await hostileTeam();
    const { ada: manager, bob: lowered, line, vault, item } = team;
    line.cut(true);
    await must(manager, "vault.setAccess", { vault, user: await userOf(lowered), permission: "use" });
    const honest = { seq: 0, hash: "" };
    line.tamper("log", ({ head, entries }) => {
      Object.assign(honest, head);
      return entries.length <= 1 ? { head, entries } : new Response(new Uint8Array());
    });
    line.cut(false);
    const saved = await must(lowered, "item.save", { vault, item, changes: { password: "late" } });
    await must(lowered, "sync.now", {});
    await must(manager, "sync.now", {});
    const seen = (await must(manager, "item.reveal", { item, field: "password" })).value;
    line.honest();
    await must(lowered, "sync.resume", {});
    const { pending } = await must(lowered, "sync.now", {});
    const attack = seen === "first" && saved.draft ? "no effect" : `Ada reads ${seen}`;
    return { attack, twin: pending > 0 ? "taken" : "the edit was lost" };
  },
};

/** Bob's old keys and computer, against everything that the server has after their right was taken and the key changed. */
function exMember(
  changes: string,
  opens: (held: { mine: Scene; blobs: Uint8Array[]; evil: boolean }) => Result<unknown>,
): Attack {
  return act(changes, "commitment", (evil) => {
    const mine = scene();
    take(mine.team, mine.ada, planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.bob.user, permission: null }]));
    const plan = planRotate(mine.team, [mine.ops]);
    take(mine.team, mine.ada, plan);
    return opens({ mine, blobs: plan.blobs, evil });
  });
}
const keyOf = ({ team, ops }: Scene, epoch: number) => team.keys.get(ops)?.[epoch - 1] as Uint8Array;
/** The first that opens, or why none does. */
function anyOf(results: Result<unknown>[]): Result<unknown> {
  const byCommitment = results.find((one) => !one.ok && one.failure.code === "commitment");
  return results.find(({ ok: opened }) => opened) ?? byCommitment ?? (results.at(-1) as Result<unknown>);
}

/** One signature of each purpose, shown to the verifier of every other. */
function crossed(made: SignLabel): Attack {
  const others = labelsFor("sign").filter((label) => label !== made);
  return act(`a signature made under ${made}, shown as ${others.length} other kinds`, "signature", (evil) => {
    const { signKey, signPk } = deviceKeys(newMasterKey());
    const bytes = encode(["latchkey/1/log", randomBytes(40)]);
    const sig = signBytes(signKey, made, bytes);
    const taken = (evil ? others : [made]).some((label) => verifyBytes(signPk, label, bytes, sig));
    return taken ? ok(true) : fail("signature");
  });
}

/** The value on the wire of a good entry of Ada's, to be put out of shape. */
function shapeOf({ team, ada: founder }: Scene): { [key: string]: Encodable } {
  const { plan, guest } = planInvite(team);
  take(team, founder, plan);
  const { head } = team.state;
  return {
    suite: 1,
    team: idBytes(team.team),
    seq: head.seq + 1,
    prev: idBytes(head.hash),
    type: "invite-cancel",
    actor: { user: idBytes(founder.user), device: idBytes(founder.device) },
    time: team.now,
    payload: { invite: idBytes(guest.invite) },
    attached: { cuts: [], heads: [], bundles: [] },
  };
}
function shape(
  changes: string,
  change: (shape: { [key: string]: Encodable }) => { [key: string]: Encodable },
  code: "encoding" | "client-too-old" = "encoding",
): Attack {
  return entry(changes, code, (mine, evil) => {
    const honest = shapeOf(mine);
    return signShapeless(evil ? change(honest) : honest, mine.ada);
  });
}
function bytesOf(changes: string, change: (bytes: Uint8Array) => Uint8Array): Attack {
  return entry(changes, "encoding", (mine, evil) => {
    const bytes = signed(mine, mine.ada, planInvite(mine.team).plan);
    return evil ? change(bytes) : bytes;
  });
}

/** A whole number as a float of eight bytes. */
function asFloat(bytes: Uint8Array, number: number): Uint8Array {
  const short = Buffer.from(encode(number));
  const at = Buffer.from(bytes).lastIndexOf(short);
  const long = Buffer.alloc(9, 0xfb);
  long.writeDoubleBE(number, 1);
  return Buffer.concat([bytes.subarray(0, at), long, bytes.subarray(at + short.length)]);
}
const doubleKey = (body: Uint8Array) =>
  Buffer.concat([Uint8Array.of((body[0] as number) + 1), encode("seq"), encode(1), body.subarray(1)]);
/** A body of Ada's whose bytes are changed before it is signed. */
function reSigned(changes: string, change: (body: Uint8Array, mine: Scene) => Uint8Array): Attack {
  return entry(changes, "encoding", (mine, evil) => {
    const body = encode(shapeOf(mine));
    const bytes = evil ? change(body, mine) : body;
    return encode({ body: bytes, sig: signBytes(mine.ada.keys.signKey, "log", bytes), cosigs: [] });
  });
}

/** A join whose certificate carries this key in the place of the person's own. */
function withKey(changes: string, keys: { signPk?: Uint8Array; kemPk?: Uint8Array }): Attack {
  return letsIn(changes, "encoding", ({ mine, guest, person, evil }) => {
    const both = { signPk: person.keys.signPk, kemPk: person.keys.kemPk, ...(evil ? keys : {}) };
    const device = deviceIdOf({ team: mine.team.team, user: person.user, ...both });
    const own = { suite: 1, team: idBytes(mine.team.team), user: idBytes(person.user), device: idBytes(device) };
    const body = encode({ ...own, ...both, kind: "computer" });
    const certificate = encode({ body, sig: signBytes(person.keys.signKey, "certificate", body) });
    const known = mine.team.state.invites.get(guest.invite)?.hash as never;
    const join = makeJoin({ certificate, invite: known, inviteKey: guest.signKey, deviceKey: person.keys.signKey });
    const plan = planAdd(mine.team, guest, person);
    return signed(mine, mine.ada, { ...plan, payload: { ...plan.payload, join } });
  });
}

type Refused = { refused: { kem: { at: number; bytes: Uint8Array }[]; sign: { name: string; key: Uint8Array }[] } };
const { refused } = readVectors<Refused>("keys");
const goodKem = deviceKeys(newMasterKey()).kemPk;
const patched = ({ at, bytes }: { at: number; bytes: Uint8Array }) => {
  const key = goodKem.slice();
  key.set(bytes, at);
  return key;
};

const foundLog = () => {
  const keys = deviceKeys(newMasterKey());
  const founder = { user: newId<UserId>(), policy: firstPolicy, time: 5 as EpochMs };
  return value(createTeamLog(founder, { ...keys, newKey: newVaultKey }));
};

const restarted: Attack = {
  changes: "the log's tail withheld, after the app was closed and unlocked again",
  code: "log-rollback",
  run: async () => {
    const { bob: reader, line } = await hostileTeam();
    const { logSeq } = await must(reader, "sync.status", {});
    await must(reader, "account.lock", {});
    await must(reader, "account.unlock", { passphrase });
    line.tamper("log", ({ head }) => ({ head: { ...head, seq: logSeq - 2 }, entries: [] }));
    const { failures, logSeq: now } = await must(reader, "sync.now", {});
    line.honest();
    await must(reader, "sync.resume", {});
    await inStep(reader, 2);
    return { attack: now === logSeq ? (failures[0]?.code ?? "taken") : "the head went back", twin: "taken" };
  },
};

checkSection("D", {
  49: [substituted],
  50: [
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
  51: { later: "second computers (`device-add`)" },
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
  60: { later: "heads statements of other people" },
  61: [
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
  73: { later: "a test: only seeds are stored, both public halves are compared with the log at each unlock" },
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
