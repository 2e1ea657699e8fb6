/** Indexes of the state say what a pass over its tables says, after every kind of entry that moves them. */
import { beforeAll, expect, it } from "vitest";
import { cryptoReady } from "../../../crypto/ready.ts";
import { admit, build, createVault, invite, joiner } from "../../../testing/posts.ts";
import { createTestTeam, type TestTeam, takeFirst } from "../../../testing/team.ts";
import type { TeamState } from "./team-state.ts";

beforeAll(cryptoReady);

const indexed = ({ inviteByEntry, personalVaults, liveShared, liveSharedBy }: TeamState) => ({
  inviteByEntry: new Map(inviteByEntry),
  personalVaults: new Map(personalVaults),
  liveShared,
  liveSharedBy: new Map([...liveSharedBy].filter(([, count]) => count > 0)),
});

function counted({ invites, vaults }: TeamState): ReturnType<typeof indexed> {
  const live = [...vaults.values()].filter(({ kind, archived }) => kind === "shared" && !archived);
  const makers = new Set(live.map(({ createdBy }) => createdBy));
  const personal = [...vaults.values()].filter(({ kind }) => kind === "personal");
  return {
    inviteByEntry: new Map([...invites.values()].map(({ hash, invite }) => [hash, invite])),
    personalVaults: new Map(personal.map(({ createdBy, vault }) => [createdBy, vault])),
    liveShared: live.length,
    liveSharedBy: new Map(
      [...makers].map((maker) => [maker, live.filter(({ createdBy }) => createdBy === maker).length]),
    ),
  };
}

it("the indexes of a state are what its tables say, at every entry of a team's life", () => {
  const { team } = createTestTeam();
  const ada = team.founder;
  const check = (at: TestTeam) => expect(indexed(at.state)).toEqual(counted(at.state));
  check(team);
  const used = invite(team, ada);
  const cancelled = invite(team, ada);
  check(team);
  const bob = joiner(team.team, used);
  admit(team, ada, bob);
  check(team);
  expect(team.state.invites.get(used.id)).toMatchObject({ state: "used", usedBy: bob.user });
  build(team, ada, { type: "invite-cancel", payload: { invite: cancelled.id } });
  check(team);
  createVault(team, bob, "personal");
  createVault(team, bob);
  const { vault } = createVault(team, ada);
  check(team);
  expect(team.state.liveShared).toBe(2);
  takeFirst(team, ada, { type: "vault-archive", vault });
  check(team);
  expect(team.state.liveShared).toBe(1);
});
