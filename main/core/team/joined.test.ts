/** The inviter is told when somebody is in, and nobody else is. */
import { beforeAll, expect, it } from "vitest";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { Entry } from "../../../shared/protocol/team-log/entry.ts";
import { act, planAdd, planInvite } from "../../../shared/testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { newPerson } from "../../../shared/testing/team.ts";
import { createSubscriptions } from "../subscriptions.ts";
import type { SyncEvents } from "../sync/vault-events.ts";
import { tellJoined } from "./joined.ts";
import { testArea } from "./test-area.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

it.each<["ada" | "cleo" | "bob", boolean]>([
  ["ada", true],
  ["cleo", false],
  ["bob", false],
])("is told to %s, whose invite it was or was not: %s", (name, isTold) => {
  const mine = copyOf(scene);
  const { area } = testArea(mine, mine[name]);
  const events = createSubscriptions<SyncEvents>();
  const told: unknown[] = [];
  tellJoined({ ...area, events, emit: (event, what) => void told.push([event, what]) });
  const { plan, guest } = planInvite(mine.team);
  const invited = act(mine.team, mine.ada, plan);
  const person = newPerson(mine.team);
  // Another admin's app lets them in.
  const added: Entry = act(mine.team, mine.cleo, planAdd(mine.team, guest, person));
  events.tell("entriesVerified", [invited, added]);
  expect(told).toEqual(isTold ? [["member.joined", { user: person.user }]] : []);
});

it.each([
  { by: "the app of another admin", letsIn: "cleo" as const, isTold: true },
  { by: "their own, after two codes", letsIn: "ada" as const, isTold: false },
])("is told of somebody invited above member whom $by lets in: $isTold", ({ letsIn, isTold }) => {
  const mine = copyOf(scene);
  const { area } = testArea(mine, mine.ada);
  const events = createSubscriptions<SyncEvents>();
  const told: unknown[] = [];
  tellJoined({ ...area, events, emit: (event, what) => void told.push([event, what]) });
  const { plan, guest } = planInvite(mine.team, { role: "lead" });
  act(mine.team, mine.ada, plan);
  const person = newPerson(mine.team);
  const added: Entry = act(mine.team, mine[letsIn], planAdd(mine.team, guest, person));
  events.tell("entriesVerified", [added]);
  expect(told).toEqual(isTold ? [["member.joined", { user: person.user }]] : []);
});
