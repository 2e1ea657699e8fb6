/**
 * Eve, whose computer's keys a test holds: signs whatever they like and posts it to the real server. What breaks the rules, a
 * server that helps Eve shows to the others all the same (`forged`); what only lost a race would be a fork, which people have to end.
 */
import { deviceCaller, inviteCaller } from "../../../server/testing/callers.ts";
import { connect } from "../../../server/testing/client.ts";
import { type Dice, tamper } from "../../../server/testing/tamper.ts";
import { inviteKeys } from "../../../shared/crypto/device-keys.ts";
import { randomBytes } from "../../../shared/crypto/random.ts";
import type { ItemId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { makeCertificate, makeJoin } from "../../../shared/protocol/join/join.ts";
import { rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import { applyEntry } from "../../../shared/protocol/team-log/verify.ts";
import { readTransferCode } from "../../../shared/protocol/transfer-code/transfer-code.ts";
import { type VaultChain, verifyCommit } from "../../../shared/protocol/vault-chain/chain.ts";
import { commit as buildOn } from "../../../shared/testing/commits.ts";
import {
  bodyOf,
  type Plan,
  planAccess,
  planArchive,
  planCancel,
  planInvite,
  planKeys,
  planRotate,
  planVault,
  signBody,
} from "../../../shared/testing/entries.ts";
import { planRemove } from "../../../shared/testing/leavers.ts";
import { statement } from "../../../shared/testing/statements.ts";
import { newPerson, must as value } from "../../../shared/testing/team.ts";
import { must } from "../../kit/must.ts";
import { readTeam } from "../on-member.ts";
import type { EvilMember, RandomTeam } from "./random-team.ts";

/** Another computer's keys in Eve's hands, where the server serves those before them nothing any more. */
export async function renewEve(team: RandomTeam, dice: Dice): Promise<void> {
  if (team.eve !== null && (await look(team, team.eve))) return;
  team.eve = await letEveIn(team, dice);
}

/** Invited and let in as everybody is, with keys that the test made, and with some rights. */
async function letEveIn(team: RandomTeam, dice: Dice): Promise<EvilMember> {
  const [ada] = team.members;
  if (ada === undefined) throw new Error("nobody is there");
  const { code } = await must(ada.client, "invite.create", { name: "Eve" });
  const { seed, invite, origin, serverKeys, team: id } = value(readTransferCode("join", code));
  const person = newPerson({ team: id });
  const { signKey } = inviteKeys(seed, id);
  const place = { url: team.running.url, origin, serverKeys };
  const guest = await connect(place, inviteCaller(id, { invite, seed, signKey }));
  const certificate = makeCertificate(person.keys, { team: id, user: person.user });
  const join = makeJoin({ certificate, invite, inviteKey: signKey, deviceKey: person.keys.signKey });
  value(await guest.call("join", { join }));
  await must(ada.client, "sync.now", {});
  await must(ada.client, "sync.now", {});
  const client = await connect(place, deviceCaller(id, person));
  const rights = dice.pick([
    ["edit", "use"],
    ["manage", "edit"],
    ["use", "manage"],
  ] as const);
  for (const [at, permission] of rights.entries())
    await ada.client.call("vault.setAccess", { vault: team.vaults[at] as string, user: person.user, permission });
  const seen = await readTeam(client, { team: id, person });
  team.evils.add(person.user);
  return { person, place, client, seen };
}

/** Reads the team anew, under a new session where the old one ended; false where the server serves Eve nothing any more. */
async function look(team: RandomTeam, eve: EvilMember): Promise<boolean> {
  eve.place = { ...eve.place, url: team.running.url };
  return (await lookOnce(team, eve)) || (await lookOnce(team, eve));
}

async function lookOnce(team: RandomTeam, eve: EvilMember): Promise<boolean> {
  const own = { team: eve.seen.team, person: eve.person };
  try {
    eve.client ??= await connect(eve.place, deviceCaller(own.team, own.person));
    const { keys } = eve.seen;
    eve.seen = { ...(await readTeam(eve.client, own)), now: team.clock.now(), keys };
    return true;
  } catch {
    eve.client = null;
    return false;
  }
}

/** What Eve may try, whether it is theirs to do or not. */
function anyPlan(eve: EvilMember, dice: Dice): Plan {
  const { seen, person } = eve;
  const vaults = [...seen.state.vaults.keys()];
  const own = vaults.filter((one) => rightOf(seen.state, person.user, one) === "manage");
  const vault = dice.pick(own.length > 0 && dice.chance(0.7) ? own : vaults);
  const others = [...seen.state.users.keys()];
  const user = dice.chance(0.4) ? person.user : dice.pick(others);
  const device = dice.pick([...seen.state.devices.keys()]);
  const permission = dice.pick([null, "use", "edit", "manage"] as const);
  return dice.pick<() => Plan>([
    () => planAccess(seen, person, vault, [{ user, permission }]),
    () => planKeys(seen, vault, [device]),
    () => planRotate(seen, [vault]),
    () => planRotate(seen, [vault], { voids: 1 + dice.below(3) }),
    () => planArchive(seen, vault),
    () => planVault(seen, person, dice.pick(["shared", "personal", "directory"])).plan,
    () => planInvite(seen, { role: dice.pick(["member", "admin"]) }).plan,
    () => planCancel(dice.pick([...seen.state.invites.keys()])),
    () => planRemove(seen, person, user as UserId) as Plan,
  ])();
}

async function postEntry(team: RandomTeam, eve: EvilMember, dice: Dice): Promise<void> {
  const known = [...eve.seen.state.vaults.keys(), ...eve.seen.state.users.keys(), ...eve.seen.state.devices.keys()];
  let bytes: Uint8Array;
  let blobs: Uint8Array[];
  try {
    const plan = anyPlan(eve, dice);
    const parts = { payload: plan.payload, attached: plan.attached };
    const changed = dice.chance(0.3) ? tamper(dice, parts, known) : parts;
    blobs = dice.chance(0.4) ? plan.blobs.map((one) => randomBytes(one.length)) : plan.blobs;
    bytes = signBody(bodyOf(eve.seen, eve.person, { ...plan, ...changed } as Plan), eve.person);
  } catch {
    // It cannot even be written.
    return;
  }
  const posted = await eve.client?.call("append", { entries: [bytes], blobs, setup: null });
  if (posted?.ok === true) team.happened.taken += 1;
  else if (!applyEntry(eve.seen.state, bytes).ok) team.forged.entries.push(bytes);
}

/** A version that claims a newer format hides its item from everybody (docs/threat-model.md): not tried here before that ends. */
const schema = 1;

async function postCommit(team: RandomTeam, eve: EvilMember, dice: Dice): Promise<void> {
  const { seen, person } = eve;
  const vault = dice.pick([...seen.chains.keys()]) as VaultId;
  const items = [...(seen.chains.get(vault)?.items.keys() ?? [])] as ItemId[];
  const known = [...items, ...seen.chains.keys()];
  let built: ReturnType<typeof buildOn>;
  try {
    built = buildOn(seen, person, {
      vault,
      ...(dice.chance(0.7) && items.length > 0 ? { items: [dice.pick(items)] } : {}),
      ...(dice.chance(0.3) ? { logSeq: dice.below(seen.state.head.seq + 1) } : {}),
      ...(dice.chance(0.4) ? { tamper: (change) => ({ ...tamper(dice, change, known), schema }) } : {}),
    });
  } catch {
    return;
  }
  const envelopes = dice.chance(0.1) ? [] : built.envelopes;
  const pushed = await eve.client?.call("push", { commits: [built.bytes], envelopes }, vault);
  if (pushed?.ok === true) team.happened.taken += 1;
  else if (!verifyCommit(seen.state, seen.chains.get(vault) as VaultChain, built.bytes).ok)
    team.forged.commits.push({ vault, bytes: built.bytes });
}

/** Something that was taken before, once more. */
async function postAgain(eve: EvilMember, dice: Dice): Promise<void> {
  const log = await eve.client?.call("log", { from: 0 });
  if (log?.ok !== true) return;
  await eve.client?.call("append", { entries: [dice.pick(log.value.entries)], blobs: [], setup: null });
  const vault = dice.pick([...eve.seen.chains.keys()]);
  const page = await eve.client?.call("commits", { from: 1 }, vault);
  if (page?.ok === true && page.value.commits.length > 0)
    await eve.client?.call("push", { commits: [dice.pick(page.value.commits)], envelopes: [] }, vault);
}

async function postStatement(eve: EvilMember, dice: Dice): Promise<void> {
  const change = dice.pick([
    {},
    { logSeq: dice.below(eve.seen.state.head.seq + 1) },
    { counter: 2 ** 40 },
    { time: 2 ** 45 },
  ]);
  await eve.client?.call("stateHeads", { statement: statement(eve.seen, eve.person, change as never) });
}

/** One act of Eve's; nothing of it may throw, whatever the server answers. */
export async function evilAct(team: RandomTeam, dice: Dice): Promise<void> {
  const { eve } = team;
  if (eve === null) return;
  // Whoever is served nothing any more still signs on what they saw last.
  await look(team, eve);
  const act = dice.pick([postEntry, postEntry, postEntry, postCommit, postCommit, postAgain, postStatement]);
  if (act === postEntry || act === postCommit) await act(team, eve, dice);
  else await (act as typeof postAgain)(eve, dice);
}
