/** What section D changes: entries of the team log by the wrong hand, in the wrong bytes, or in the wrong order. */

import { deviceIdOf, deviceKeys, newMasterKey } from "../../shared/crypto/device-keys.ts";
import { labelsFor, type SignLabel } from "../../shared/crypto/labels.ts";
import { newId, randomBytes } from "../../shared/crypto/random.ts";
import { signBytes, verifyBytes } from "../../shared/crypto/sign.ts";
import { newVaultKey } from "../../shared/crypto/vault-key.ts";
import { type Encodable, encode } from "../../shared/encoding/canonical.ts";
import { idBytes } from "../../shared/encoding/id-bytes.ts";
import type { EpochMs, Hash, UserId, VaultId } from "../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { makeJoin } from "../../shared/protocol/join/join.ts";
import type { RouteResponse } from "../../shared/protocol/routes/routes.ts";
import { createTeamLog } from "../../shared/protocol/team-log/compose-team.ts";
import { firstPolicy } from "../../shared/protocol/team-log/state/policy.ts";
import {
  planAccess,
  planAdd,
  planInvite,
  planKeys,
  planRotate,
  signed,
  signShapeless,
  act as take,
} from "../../shared/testing/entries.ts";
import { newPerson, type Person, must as value } from "../../shared/testing/team.ts";
import { base32Text } from "../../shared/text.ts";
import { readVectors } from "../fixtures/vectors/vector-file.ts";
import { hostileTeam, inStep, readsAll } from "../kit/hostile-team.ts";
import { must, passphrase } from "../kit/must.ts";
import { readyVault, userOf } from "../kit/team.ts";
import type { Attack } from "./attack.ts";
import { lie } from "./on-client.ts";
import { evilMember } from "./on-member.ts";
import { act, entry, type Scene, scene } from "./on-protocol.ts";

/** Whoever is let in, under an invite made in the scene; the plan or the join may be another one. */
export function letsIn(
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
export function by(
  changes: string,
  code: "role" | "signature",
  make: (mine: Scene, by: Person) => Uint8Array,
  who: { evil(mine: Scene): Person; honest(mine: Scene): Person },
): Attack {
  return entry(changes, code, (mine, evil) => make(mine, evil ? who.evil(mine) : who.honest(mine)));
}
export const [bob, ada, cleo, dora] = (["bob", "ada", "cleo", "dora"] as const).map(
  (name) => (mine: Scene) => mine[name],
) as [(mine: Scene) => Person, (mine: Scene) => Person, (mine: Scene) => Person, (mine: Scene) => Person];

/** Gives themselves more than they have. */
export const manages = (mine: Scene, who: Person) =>
  signed(mine, who, planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.bob.user, permission: "manage" }]));

/** A manager whose grant ends changes their own grant. */
export function ownEnd(changes: string, end: number | null): Attack {
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
export const logs = (
  changes: string,
  code: "log-gap" | "log-rollback" | "log-fork",
  tamper: (log: Log) => Log,
): Attack => lie({ changes, code, about: "log", how: (line) => line.tamper("log", tamper) });
type Log = RouteResponse<"log">;
export const randomHash = () => base32Text(randomBytes(32)) as Hash;

/** The group's order, little-endian added to the second half of a signature: the same point, another text. */
export function plusOrder(sig: Uint8Array): Uint8Array {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  let rest = BigInt(`0x${Buffer.from(sig.subarray(32)).reverse().toString("hex")}`) + order;
  const made = sig.slice();
  for (let at = 32; at < 64; at++, rest >>= 8n) made[at] = Number(rest & 255n);
  return made;
}

/** Bundles in the place of those whose hashes stand in the entries. */
export const substituted: Attack = {
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
export const overwritten: Attack = {
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

export const hidden: Attack = {
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
export function exMember(
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
export const keyOf = ({ team, ops }: Scene, epoch: number) => team.keys.get(ops)?.[epoch - 1] as Uint8Array;
/** The first that opens, or why none does. */
export function anyOf(results: Result<unknown>[]): Result<unknown> {
  const byCommitment = results.find((one) => !one.ok && one.failure.code === "commitment");
  return results.find(({ ok: opened }) => opened) ?? byCommitment ?? (results.at(-1) as Result<unknown>);
}

/** One signature of each purpose, shown to the verifier of every other. */
export function crossed(made: SignLabel): Attack {
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
export function shape(
  changes: string,
  change: (shape: { [key: string]: Encodable }) => { [key: string]: Encodable },
  code: "encoding" | "client-too-old" = "encoding",
): Attack {
  return entry(changes, code, (mine, evil) => {
    const honest = shapeOf(mine);
    return signShapeless(evil ? change(honest) : honest, mine.ada);
  });
}
export function bytesOf(changes: string, change: (bytes: Uint8Array) => Uint8Array): Attack {
  return entry(changes, "encoding", (mine, evil) => {
    const bytes = signed(mine, mine.ada, planInvite(mine.team).plan);
    return evil ? change(bytes) : bytes;
  });
}

/** A whole number as a float of eight bytes. */
export function asFloat(bytes: Uint8Array, number: number): Uint8Array {
  const short = Buffer.from(encode(number));
  const at = Buffer.from(bytes).lastIndexOf(short);
  const long = Buffer.alloc(9, 0xfb);
  long.writeDoubleBE(number, 1);
  return Buffer.concat([bytes.subarray(0, at), long, bytes.subarray(at + short.length)]);
}
export const doubleKey = (body: Uint8Array) =>
  Buffer.concat([Uint8Array.of((body[0] as number) + 1), encode("seq"), encode(1), body.subarray(1)]);
/** A body of Ada's whose bytes are changed before it is signed. */
export function reSigned(changes: string, change: (body: Uint8Array, mine: Scene) => Uint8Array): Attack {
  return entry(changes, "encoding", (mine, evil) => {
    const body = encode(shapeOf(mine));
    const bytes = evil ? change(body, mine) : body;
    return encode({ body: bytes, sig: signBytes(mine.ada.keys.signKey, "log", bytes), cosigs: [] });
  });
}

/** A join whose certificate carries this key in the place of the person's own. */
export function withKey(changes: string, keys: { signPk?: Uint8Array; kemPk?: Uint8Array }): Attack {
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
export const { refused } = readVectors<Refused>("keys");
const goodKem = deviceKeys(newMasterKey()).kemPk;
export const patched = ({ at, bytes }: { at: number; bytes: Uint8Array }) => {
  const key = goodKem.slice();
  key.set(bytes, at);
  return key;
};

export const foundLog = () => {
  const keys = deviceKeys(newMasterKey());
  const founder = { user: newId<UserId>(), policy: firstPolicy, time: 5 as EpochMs };
  return value(createTeamLog(founder, { ...keys, newKey: newVaultKey }));
};

export const restarted: Attack = {
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
