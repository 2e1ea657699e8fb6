/** What an entry costs follows from what it touches, not from how large the team is: counted, not timed. */
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { newId, randomBytes } from "../../crypto/random.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import type { DeviceId, Hash, InviteId, UserId, VaultId } from "../../encoding/ids.ts";
import { admit, createVault, grant, invite, joiner } from "../../testing/posts.ts";
import { createTestTeam, must, type Person, type TestTeam } from "../../testing/team.ts";
import { base32Text } from "../../text.ts";
import type { Device, InviteInLog, Member, TeamState, VaultInLog } from "./state/team-state.ts";
import { applyEntry } from "./verify.ts";

beforeAll(cryptoReady);

const rounds = 20;
/** After so many entries the indexes of a large table are made, once. */
const settling = 5;

/** The same team beside `count` people with a computer each as many vaults, each read by one of them, and as many invites. */
function crowded(state: TeamState, model: Person, vault: VaultId, count: number): TeamState {
  const users = new Map(state.users);
  const devices = new Map(state.devices);
  const vaults = new Map(state.vaults);
  const invites = new Map(state.invites);
  const inviteByEntry = new Map(state.inviteByEntry);
  const [someInvite] = state.invites.values();
  for (let at = 0; at < count; at += 1) {
    const user = newId<UserId>();
    const device = newId() as string as DeviceId;
    const other = newId<VaultId>();
    const access = new Map([[user, { permission: "manage" as const, end: null, entrySeq: 0 }]]);
    users.set(user, { ...(state.users.get(model.user) as Member), user });
    devices.set(device, { ...(state.devices.get(model.device) as Device), user, device });
    const made = {
      ...(someInvite as InviteInLog),
      invite: newId<InviteId>(),
      hash: base32Text(randomBytes(32)) as Hash,
    };
    invites.set(made.invite, made);
    inviteByEntry.set(made.hash, made.invite);
    vaults.set(other, { ...(state.vaults.get(vault) as VaultInLog), vault: other, access });
  }
  return { ...state, users, devices, vaults, invites, inviteByEntry };
}

type Scene = { team: TestTeam; vault: VaultId; bob: Person };

function scene(): Scene {
  const { team } = createTestTeam();
  const { vault } = createVault(team, team.founder);
  const bob = joiner(team.team, invite(team, team.founder));
  admit(team, team.founder, bob);
  return { team, vault, bob };
}

/** Counts rows of every map that are read, written or passed over, until mocks are restored. */
function countRows(): { rows: number } {
  const count = { rows: 0 };
  for (const name of ["get", "has", "set"] as const) {
    const original = Map.prototype[name] as (this: unknown, ...of: unknown[]) => unknown;
    vi.spyOn(Map.prototype, name).mockImplementation(function (this: unknown, ...of: unknown[]) {
      count.rows += 1;
      return original.apply(this, of) as never;
    });
  }
  for (const name of ["keys", "values", "entries", Symbol.iterator] as "keys"[]) {
    const original = Map.prototype[name] as (this: unknown) => MapIterator<unknown>;
    vi.spyOn(Map.prototype, name).mockImplementation(function (this: unknown) {
      const rows = original.call(this);
      const { next } = rows;
      return Object.assign(rows, {
        next: () => {
          count.rows += 1;
          return next.call(rows);
        },
      }) as never;
    });
  }
  return count;
}

/** Rows that the verifier touches while it takes these entries one after the other. */
function rowsTouched(state: TeamState, entries: readonly Uint8Array[]): number {
  let now = state;
  const count = countRows();
  try {
    for (const bytes of entries) now = must(applyEntry(now, bytes)).state;
    return count.rows;
  } finally {
    vi.restoreAllMocks();
  }
}

/** What people of the small team do again and again, by name. */
const acts: [string, (scene: Scene, round: number) => Uint8Array[]][] = [
  [
    "a right that rises and falls",
    ({ team, vault, bob }, round) =>
      grant(team, team.founder, { vault, to: bob, permission: round % 2 === 0 ? "edit" : "use" }).entries,
  ],
  ["a vault", ({ team, bob }) => createVault(team, bob).built.entries],
  ["an invite", ({ team }) => invite(team, team.founder).built.entries],
  [
    "an invite and the new member",
    ({ team }) => {
      const made = invite(team, team.founder);
      return [...made.built.entries, ...admit(team, team.founder, joiner(team.team, made)).entries];
    },
  ],
];

afterEach(() => vi.restoreAllMocks());

describe("the rows that an entry touches", () => {
  it.each(acts)("do not grow with the team: %s", (_, act) => {
    const at = scene();
    const { state } = at.team;
    const entries = Array.from({ length: rounds }, (__, round) => act(at, round)).flat();
    const cost = (people: number) => {
      const touched = (upTo: number) => rowsTouched(crowded(state, at.bob, at.vault, people), entries.slice(0, upTo));
      return touched(entries.length) - touched(settling);
    };
    // Rather less: a larger table joins its two layers later.
    expect(cost(1000)).toBeLessThanOrEqual(cost(100));
  });

  it("are counted: a pass over a table and a copy of it count all of its rows", () => {
    const table = new Map(Array.from({ length: 100 }, (_, at) => [at, at] as const));
    const count = countRows();
    for (const _ of table.values());
    const passed = count.rows;
    new Map(table);
    const copied = count.rows - passed;
    vi.restoreAllMocks();
    expect([passed >= 100, copied >= 100]).toEqual([true, true]);
  });
});
