/** From whom an entry takes something is read off the states, also of entries that no version makes yet. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../shared/crypto/ready.ts";
import type { DeviceId, UserId, VaultId } from "../../shared/encoding/ids.ts";
import type { EntryBody } from "../../shared/protocol/team-log/entry.ts";
import type { TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import { act, letIn, planAccess } from "../../shared/testing/entries.ts";
import { createVault } from "../../shared/testing/posts.ts";
import { createTestTeam, type Person, type TestTeam } from "../../shared/testing/team.ts";
import { takenFrom } from "./taken-from.ts";

let team: TestTeam;
let bob: Person;
let vault: VaultId;

beforeAll(async () => {
  await cryptoReady();
  team = createTestTeam().team;
  bob = letIn(team, team.founder);
  vault = createVault(team, team.founder).vault;
});

/** A body with these cuts, by Ada unless said. */
const bodyWith = (vaults: VaultId[], user: UserId = team.founder.user) =>
  ({ actor: { user }, attached: { cuts: vaults.map((one) => ({ vault: one })) } }) as unknown as EntryBody;

function without(part: "users" | "devices", id: UserId | DeviceId): TeamState {
  const table = new Map(team.state[part] as unknown as Map<string, { active: boolean }>);
  table.set(id, { ...(table.get(id) as { active: boolean }), active: false });
  return { ...team.state, [part]: table };
}

describe("from whom an entry takes something", () => {
  it("is nobody where the states are the same", () => {
    expect(takenFrom(team.state, team.state, bodyWith([vault]))).toEqual([]);
  });

  it("is whose right falls", () => {
    const change = (permission: "edit" | "use" | null) => {
      const before = team.state;
      const entry = act(team, team.founder, planAccess(team, team.founder, vault, [{ user: bob.user, permission }]));
      return takenFrom(before, team.state, entry.body);
    };
    expect(change("edit")).toEqual([]);
    expect(change("use")).toEqual([bob.user]);
    expect(change(null)).toEqual([bob.user]);
  });

  it("is the person who is removed, also without any vault", () => {
    expect(takenFrom(team.state, without("users", bob.user), bodyWith([]))).toEqual([bob.user]);
  });

  it("is whose device is revoked", () => {
    expect(takenFrom(team.state, without("devices", bob.device), bodyWith([]))).toEqual([bob.user]);
  });

  it("is nobody where somebody gives up their own device", () => {
    expect(takenFrom(team.state, without("devices", bob.device), bodyWith([], bob.user))).toEqual([]);
  });
});
