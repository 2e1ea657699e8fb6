/**
 * Clients and server agree: a team of five walks at random; at every step an honest entry or commit, or one tampered at random,
 * goes to both. They take or refuse it alike, by the same name, and say the same of the team afterwards. What only the
 * server can judge (is a named head the head of this moment, is a listed blob there) is checked here once more.
 */
import { describe, expect, it } from "vitest";
import { hashText } from "../../shared/crypto/hash.ts";
import { setRandomSource } from "../../shared/crypto/random.ts";
import type { Hash, VaultId } from "../../shared/encoding/ids.ts";
import type { Result } from "../../shared/failures.ts";
import { cosign, cosigners } from "../../shared/protocol/team-log/cosign.ts";
import { type Entry, type EntryBody, type EntryBodyOf, encodeBody } from "../../shared/protocol/team-log/entry.ts";
import { permissions, roles, type VaultHead } from "../../shared/protocol/team-log/state/parts.ts";
import { firstPolicy } from "../../shared/protocol/team-log/state/policy.ts";
import type { TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import { applyEntry } from "../../shared/protocol/team-log/verify.ts";
import {
  emptyChain,
  foldCommit,
  manifestRoot,
  type VaultChain,
  verifyCommit,
} from "../../shared/protocol/vault-chain/chain.ts";
import { commit } from "../../shared/testing/commits.ts";
import {
  bodyOf,
  type Guest,
  type Plan,
  planAccess,
  planAdd,
  planArchive,
  planCancel,
  planInvite,
  planKeys,
  planPolicy,
  planRotate,
  planVault,
  signBody,
} from "../../shared/testing/entries.ts";
import { stateHash } from "../../shared/testing/state-hash.ts";
import { createTestTeam, must, newPerson, type Person, type TestTeam } from "../../shared/testing/team.ts";
import type { ServerContext } from "../context.ts";
import { addSetupToken } from "../store/identity-store.ts";
import { createTestContext } from "../testing/context.ts";
import { type Dice, dice, tamper } from "../testing/tamper.ts";
import { appendEntries } from "./append-entries.ts";
import { createTeam } from "./create-team.ts";
import { pushCommits } from "./push-commits.ts";
import { loadTeams, type Team } from "./team.ts";

const seeds = [1, 2, 3, 4];
const steps = 250;
const most = 5;

type World = {
  dice: Dice;
  context: ServerContext;
  clock: { at: number };
  server: Team;
  /** What a client made of everything that was taken. */
  mine: TestTeam;
  people: Person[];
  guests: { guest: Guest; person: Person }[];
  blobs: Map<Hash, Uint8Array>;
  counts: Map<string, number>;
  commitsMade: number;
};

/** Random bytes that repeat: a walk repeats by its seed. */
function seededBytes(of: Dice): (length: number) => Uint8Array {
  return (length) => Uint8Array.from({ length }, () => of.below(256));
}

async function begin(seed: number): Promise<World> {
  // Every step is a minute after the last: no pause for an act that lost its race reaches into the next.
  const clock = { at: Date.now(), now: () => clock.at };
  const context = await createTestContext(clock.now);
  const cast = dice(seed);
  setRandomSource(seededBytes(cast));
  const { team, post } = createTestTeam();
  const { entries, blobs } = post;
  const { user, device, keys } = team.founder;
  const setup = new Uint8Array(16).fill(7);
  await addSetupToken(context.db, hashText("setup-token", setup));
  const founder = { kind: "founder" as const, user, device, signPk: keys.signPk };
  must(await createTeam(context, founder, team.team, { entries, blobs, setup }));
  const server = context.teams.get(team.team) as Team;
  const people = [team.founder];
  return {
    dice: cast,
    context,
    clock,
    server,
    mine: team,
    people,
    guests: [],
    blobs: new Map(),
    counts: new Map(),
    commitsMade: 0,
  };
}

/** An entry that somebody might sign next, with the right or without. */
function planNext(world: World, by: Person): Plan {
  const { dice: cast, mine, people, guests } = world;
  const vaults = [...mine.state.vaults.values()];
  const shared = vaults.filter(({ kind }) => kind === "shared");
  const vault = cast.pick(shared.length > 0 ? shared : vaults).vault;
  const subject = cast.pick(people);
  const waiting = guests.filter(({ guest }) => mine.state.invites.get(guest.invite)?.state === "open");
  const acts: (() => Plan)[] = [
    () => planVault(mine, by, cast.chance(0.2) ? "personal" : "shared").plan,
    () => planAccess(mine, by, vault, [{ user: subject.user, permission: cast.pick([...permissions, null]) }]),
    () =>
      planAccess(
        mine,
        by,
        vault,
        people.map(({ user }) => ({ user, permission: cast.pick(permissions) })),
      ),
    () => planRotate(mine, [vault]),
    () => planRotate(mine, [cast.pick(vaults).vault]),
    () => planKeys(mine, cast.pick(vaults).vault, [subject.device]),
    () => planPolicy(mine, { ...firstPolicy, vaultCreation: cast.pick(["all", "leads"]) }),
  ];
  if (cast.chance(0.05)) return planArchive(mine, vault);
  if (people.length + waiting.length < most && cast.chance(0.5)) return planGuest(world, vault);
  if (waiting.length > 0 && cast.chance(0.5)) {
    const { guest, person } = cast.pick(waiting);
    if (cast.chance(0.1)) return planCancel(guest.invite);
    return planAdd(mine, guest, person, { grants: [{ vault, permission: "edit", end: null }] });
  }
  return cast.pick(acts)();
}

function planGuest({ dice: cast, mine, guests }: World, vault: VaultId): Plan {
  const role = cast.pick(roles);
  const grants =
    role === "auditor" || cast.chance(0.5) ? [] : [{ vault, permission: cast.pick(permissions), end: null }];
  const { plan, guest } = planInvite(mine, { role, grants });
  guests.push({ guest, person: newPerson(mine) });
  return plan;
}

/** Ids and hashes of this team, so that a tampered one may be somebody's. */
function known({ mine, people }: World): string[] {
  const { state } = mine;
  const ids = [...people.map(({ user }) => user), ...state.vaults.keys(), ...state.invites.keys()];
  const heads = [...mine.chains.values()].map(({ head }) => head.hash);
  return [
    ...ids,
    ...people.map(({ device }) => device),
    ...heads,
    state.head.hash,
    state.team,
    hashText("text", "other"),
  ];
}

/** The next entry's bytes: honest, tampered before it was signed, signed by another, or spoilt on the way. */
function nextEntry(world: World): { bytes: Uint8Array; by: Person; body: EntryBody } {
  const { dice: cast, people, mine } = world;
  let by = cast.pick(people);
  let plan = planNext(world, by);
  // Mostly something that may be done, so that what is tampered is tampered in one place alone.
  for (let more = 0; more < 4 && !applyEntry(mine.state, signBody(bodyOf(mine, by, plan), by)).ok; more++) {
    by = cast.pick(people);
    plan = planNext(world, by);
  }
  for (const blob of plan.blobs) world.blobs.set(hashText("bundle", blob), blob).set(hashText("history", blob), blob);
  const of = known(world);
  let body = bodyOf(mine, by, plan);
  if (cast.chance(0.55)) {
    const frame = cast.chance(0.25);
    const wrong = (frame ? tamper(cast, body, of) : { ...body, ...tamperInside(cast, body, of) }) as EntryBody;
    if (isShaped(wrong)) body = wrong;
  }
  const signer = cast.chance(0.04) ? cast.pick(people) : by;
  const bytes = signBody(body, signer, secondSignatures(world, body));
  if (cast.chance(0.06)) bytes[cast.below(bytes.length)] = cast.below(256);
  return { bytes, by, body };
}

/** Tampers with what the entry does, which goes deeper than its frame. */
function tamperInside(cast: Dice, { payload, attached }: EntryBody, of: readonly string[]): Partial<EntryBody> {
  const part = cast.chance(0.6) ? { payload: tamper(cast, payload, of) } : { attached: tamper(cast, attached, of) };
  return part as Partial<EntryBody>;
}

function isShaped(body: EntryBody): boolean {
  try {
    return encodeBody(body).length > 0;
  } catch {
    return false;
  }
}

function secondSignatures({ dice: cast, mine, people }: World, body: EntryBody): Entry["cosigs"] {
  if (body.type !== "policy") return [];
  const able = cosigners(mine.state, body);
  const second = people.find(({ user }) => able.includes(user)) ?? cast.pick(people);
  const wanted = able.length > 0 ? cast.chance(0.8) : cast.chance(0.2);
  return wanted ? [cosign(body as EntryBodyOf<"policy">, second.device, second.keys.signKey)] : [];
}

const codeOf = (result: Result<unknown>) => (result.ok ? "taken" : result.failure.code);

/** The codes that the server may give to an entry which every client would take, each with its reason. */
function serverAlone({ mine, blobs, server }: World, { body }: Entry): string[] {
  const found: string[] = [];
  const chain = (vault: VaultId) => mine.chains.get(vault) ?? emptyChain(vault);
  const isHead = ({ vault, seq, hash }: VaultHead) => chain(vault).head.seq === seq && chain(vault).head.hash === hash;
  const isOn = ({ vault, seq, hash }: VaultHead) =>
    chain(vault).hashes[seq] === hash && (server.vaults.has(vault) || body.type === "vault-create");
  const { cuts, heads, bundles } = body.attached;
  if (!cuts.every(isHead)) found.push("recipient-set");
  if (![...heads, ...bundles.flatMap(({ given }) => given)].every(isOn)) found.push("recipient-set");
  const hashes = bundles.map(({ hash }) => hash);
  if (body.type === "vault-rotate") {
    for (const { vault, pin, voids, root, history } of body.payload.vaults) {
      hashes.push(history);
      const { head } = chain(vault);
      if (pin.seq + voids !== head.seq || (voids === 0 && pin.hash !== head.hash)) found.push("recipient-set");
      else if (pin.hash !== chain(vault).hashes[pin.seq]) found.push("manifest");
      else if (voids === 0 && root !== manifestRoot(chain(vault))) found.push("manifest");
      // A pin below the head is folded by the server alone; the walk does not keep older folds.
      else if (voids > 0) found.push("manifest", "taken");
    }
  }
  if (hashes.some((hash) => !blobs.has(hash))) found.push("recipient-set");
  return found;
}

async function stepEntry(world: World): Promise<void> {
  const { mine, server, context, blobs, counts, dice: cast } = world;
  const { bytes, by, body } = nextEntry(world);
  const before = stateHash(server.state);
  const wanted = [
    ...body.attached.bundles.map(({ hash }) => hash),
    ...(body.type === "vault-rotate" ? body.payload.vaults.map(({ history }) => history) : []),
  ];
  const post = { entries: [bytes], blobs: [...new Set(wanted)].flatMap((hash) => blobs.get(hash) ?? []) };
  const client = applyEntry(mine.state, bytes);
  const answer = await appendEntries(context, server, by, post);
  const verdict = codeOf(client);
  count(counts, `${body.type} ${verdict}`);
  const alone = client.ok ? serverAlone(world, client.value.entry) : [];
  if (alone.length === 0) expect(codeOf(answer)).toBe(verdict);
  else expect(alone).toContain(codeOf(answer));
  if (client.ok && answer.ok) take(world, client.value);
  else expect(stateHash(server.state)).toBe(before);
  expect(stateHash(server.state)).toBe(stateHash(mine.state));
  // The same bytes again are no second entry.
  if (answer.ok && cast.chance(0.1)) {
    expect(codeOf(await appendEntries(context, server, by, post))).toBe("taken");
    expect(codeOf(applyEntry(mine.state, bytes))).toBe("log-gap");
    expect(stateHash(server.state)).toBe(stateHash(mine.state));
  }
}

function take(world: World, { state, entry }: { state: TeamState; entry: Entry }): void {
  const { mine, people, guests } = world;
  mine.state = state;
  for (const { person } of guests) if (state.users.has(person.user) && !people.includes(person)) people.push(person);
  if (entry.body.type === "vault-create")
    mine.chains.set(entry.body.payload.vault, emptyChain(entry.body.payload.vault));
  if (entry.body.type !== "vault-rotate") return;
  for (const { vault, pin, voids } of entry.body.payload.vaults) if (voids > 0) cutBack(world, vault, pin.seq);
}

/** What a manager voided is no chain any more: the walk folds the rest again. */
function cutBack({ mine }: World, vault: VaultId, seq: number): void {
  const had = mine.chains.get(vault) as VaultChain & { commits?: Uint8Array[] };
  const chain = emptyChain(vault) as typeof had;
  chain.commits = had.commits?.slice(0, seq) ?? [];
  for (const bytes of chain.commits) foldCommit(chain, must(verifyCommit({ ...mine.state }, chain, bytes)));
  mine.chains.set(vault, chain);
}

/** One that no schema takes is never signed: then it is the honest one. */
function tamperedCommit(world: World, by: Person, options: Parameters<typeof commit>[2]): ReturnType<typeof commit> {
  try {
    return commit(world.mine, by, { ...options, tamper: (change) => tamper(world.dice, change, known(world)) });
  } catch {
    return commit(world.mine, by, options);
  }
}

async function stepCommit(world: World): Promise<void> {
  const { dice: cast, mine, people, server, context, counts } = world;
  const writable = [...mine.state.vaults.values()].filter(({ archived }) => !archived);
  const by = cast.pick(people);
  const vault = cast.pick(writable).vault;
  const chain = mine.chains.get(vault) as VaultChain & { commits?: Uint8Array[] };
  const items = cast.chance(0.4) ? [...chain.items.keys()].slice(0, 1 + cast.below(2)) : [];
  const logSeq = cast.chance(0.15) ? cast.below(mine.state.head.seq + 1) : mine.state.head.seq;
  const options = { vault, logSeq, count: 1 + cast.below(3), ...(items.length > 0 ? { items } : {}) };
  const isBent = cast.chance(0.3);
  const made = isBent ? tamperedCommit(world, by, options) : commit(mine, by, options);
  if (cast.chance(0.06)) made.bytes[cast.below(made.bytes.length)] = cast.below(256);
  const client = verifyCommit(mine.state, chain, made.bytes);
  const push = { commits: [made.bytes], envelopes: made.envelopes };
  const answer = await pushCommits(context, { team: server, vault }, by, push);
  count(counts, `commit ${codeOf(client)}`);
  if (!client.ok) expect(codeOf(answer)).toBe(codeOf(client));
  else if (!answer.ok) expect(["step-up", "manifest"]).toContain(codeOf(answer));
  if (client.ok && answer.ok) {
    foldCommit(chain, client.value);
    chain.commits = [...(chain.commits ?? []), made.bytes];
    world.commitsMade += 1;
  }
  if (client.ok && !isBent) expect(codeOf(answer)).toBe("taken");
  expect(server.vaults.get(vault)?.head).toEqual(chain.head);
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

describe("clients and server", () => {
  it.each(seeds)("agree on every step of the walk with seed %i", async (seed) => {
    const world = await begin(seed);
    try {
      for (let step = 0; step < steps; step++) {
        try {
          world.clock.at += 60_001;
          await (world.dice.chance(0.3) ? stepCommit(world) : stepEntry(world));
        } catch (error) {
          throw new Error(`seed ${seed}, step ${step}: ${error instanceof Error ? error.message : error}`, {
            cause: error,
          });
        }
      }
    } finally {
      setRandomSource(null);
    }
    const { context, mine, counts } = world;
    // And whoever starts the server again finds the same team on disk.
    const again = must(await loadTeams(context.db, context.log)).get(mine.team) as Team;
    expect(stateHash(again.state)).toBe(stateHash(mine.state));
    const taken = [...counts].filter(([name]) => name.endsWith("taken")).reduce((sum, [, times]) => sum + times, 0);
    expect(taken).toBeGreaterThan(steps / 8);
    expect(steps - taken).toBeGreaterThan(steps / 4);
    expect(world.commitsMade).toBeGreaterThan(5);
    expect(world.people.length).toBeGreaterThan(2);
    process.stdout.write(
      `seed ${seed}: ${[...counts]
        .sort()
        .map(([name, times]) => `${name} ${times}`)
        .join(", ")}\n`,
    );
  });
});
