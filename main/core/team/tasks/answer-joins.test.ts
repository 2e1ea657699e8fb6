/** Join messages: whose app looks for them, which are let in, and what the list of invites shows meanwhile. */
import { beforeAll, describe, expect, it } from "vitest";
import { inviteKeys } from "../../../../shared/crypto/device-keys.ts";
import { newId, randomBytes } from "../../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../../shared/crypto/ready.ts";
import type { InviteId, TeamId } from "../../../../shared/encoding/ids.ts";
import { fail, ok } from "../../../../shared/failures.ts";
import type { Role } from "../../../../shared/protocol/team-log/state/parts.ts";
import { act, type Guest, joinOf, planAdd, planCancel, planInvite } from "../../../../shared/testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../../shared/testing/small-team.ts";
import { newPerson, type Person } from "../../../../shared/testing/team.ts";
import { testArea } from "../test-area.ts";
import { answerJoins } from "./answer-joins.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

type Invited = { mine: SmallTeam; guest: Guest; person: Person; join: Uint8Array };

/** A team with one more invite that Ada signed, and its holder's message. */
function invited(role: Role = "member", mine = copyOf(scene), end?: number): Invited {
  const { plan, guest } = planInvite(mine.team, { role, ...(end === undefined ? {} : { end }) });
  act(mine.team, mine.ada, plan);
  const person = newPerson(mine.team);
  return { mine, guest, person, join: joinOf(mine.team, guest, person) };
}

describe("looking for join messages", () => {
  it.each<[keyof SmallTeam, boolean]>([
    ["ada", true],
    ["cleo", true],
    ["eve", true],
    ["dora", false],
    ["bob", false],
    ["aud", false],
  ])("of an open invite is for %s: %s", (name, isDue) => {
    const { mine } = invited();
    expect(answerJoins.isDue(testArea(mine, mine[name] as Person).area)).toBe(isDue);
  });

  it.each<[string, (made: Invited) => void]>([
    ["is cancelled", ({ mine, guest }) => void act(mine.team, mine.ada, planCancel(guest.invite))],
    ["is used", ({ mine, guest, person }) => void act(mine.team, mine.ada, planAdd(mine.team, guest, person))],
  ])("ends once the last invite %s", (_, end) => {
    const made = invited();
    end(made);
    expect(answerJoins.isDue(testArea(made.mine, made.mine.ada).area)).toBe(false);
  });

  it("that ended shows nobody waiting any more, and tells it once", () => {
    const { mine, guest } = invited();
    const { area, events } = testArea(mine, mine.ada);
    area.joining.add(guest.invite);
    act(mine.team, mine.ada, planCancel(guest.invite));
    for (let times = 0; times < 2; times++) answerJoins.isDue(area);
    expect([...area.joining]).toEqual([]);
    expect(events).toEqual(["invite.changed"]);
  });
});

describe("answering join messages", () => {
  it("lets a member in, with the keys of what they may open", async () => {
    const { mine, person, join } = invited();
    const { area, joins, log } = testArea(mine, mine.ada);
    joins.answer = () => ok([join]);
    expect(await answerJoins.run(area)).toEqual(ok(true));
    expect(mine.team.state.users.get(person.user)).toMatchObject({ role: "member", active: true });
    expect(mine.team.state.devices.get(person.device)?.active).toBe(true);
    expect(log.posts).toHaveLength(1);
    expect(log.posts[0]?.blobs.length).toBeGreaterThan(0);
  });

  it.each<Role>(["lead", "admin", "auditor"])("lets no %s in: that is for a person to do", async (role) => {
    const { mine, guest, join } = invited(role);
    const { area, joins, log, events } = testArea(mine, mine.ada);
    joins.answer = () => ok([join]);
    expect(await answerJoins.run(area)).toEqual(ok(true));
    expect(log.posts).toEqual([]);
    expect([...area.joining]).toEqual([guest.invite]);
    expect(events).toEqual(["invite.changed"]);
  });

  const worthless: [string, (made: Invited) => Uint8Array][] = [
    ["bytes that are no message", () => randomBytes(80)],
    ["no bytes", () => new Uint8Array()],
    ["a message cut short", ({ join }) => join.slice(0, -1)],
    ["a message with one byte changed", ({ join }) => join.with(-1, (join.at(-1) as number) ^ 1)],
    [
      "a message under another seed",
      ({ mine, guest, person }) =>
        joinOf(mine.team, { ...guest, signKey: inviteKeys(randomBytes(16), mine.team.team).signKey }, person),
    ],
    [
      "the certificate of another team",
      ({ mine, guest }) => {
        const other = newId<string>().padEnd(52, "0") as TeamId;
        return joinOf({ ...mine.team, team: other }, guest, newPerson({ team: other }));
      },
    ],
    [
      "a message under a cancelled invite",
      ({ mine, guest, join }) => {
        act(mine.team, mine.ada, planCancel(guest.invite));
        return join;
      },
    ],
    [
      "a message under an invite that is used",
      ({ mine, guest, join }) => {
        act(mine.team, mine.ada, planAdd(mine.team, guest, newPerson(mine.team)));
        return join;
      },
    ],
    [
      "a message under an invite that ended",
      ({ mine }) => {
        const late = invited("member", mine, mine.team.now + 10);
        mine.team.now += 11;
        return late.join;
      },
    ],
  ];

  it.each(worthless)("passes over %s, and lets in who comes after it", async (_, make) => {
    const made = invited();
    const { mine } = made;
    const bad = make(made);
    const other = invited("member", mine);
    const { area, joins, log } = testArea(mine, mine.ada);
    joins.answer = () => ok([bad, other.join]);
    expect(await answerJoins.run(area)).toEqual(ok(true));
    expect(log.posts).toHaveLength(1);
    expect(mine.team.state.users.has(other.person.user)).toBe(true);
    const isOpen = (invite: InviteId) => (mine.team.state.invites.get(invite)?.end ?? 0) >= mine.team.now;
    expect([...area.joining].filter(isOpen)).toEqual([other.guest.invite]);
  });

  it.each<[string, Role, number, string]>([
    ["a moment after its end", "member", 1, "open"],
    ["two days after it", "member", 2 * 86_400_000, "open"],
    ["later than that", "member", 2 * 86_400_000 + 1, "cancelled"],
    ["later than that, of another role,", "admin", 2 * 86_400_000 + 1, "cancelled"],
  ])("an invite on which somebody waits %s (%s, %i ms) is %s", async (_, role, pastMs, state) => {
    const { mine, guest, join } = invited(role);
    const idle = invited(role, mine);
    mine.team.now = (mine.team.state.invites.get(guest.invite)?.end as number) + pastMs;
    const { area, joins } = testArea(mine, mine.ada);
    joins.answer = () => ok([join, join.with(-1, (join.at(-1) as number) ^ 1)]);
    expect(await answerJoins.run(area)).toEqual(ok(true));
    expect(mine.team.state.invites.get(guest.invite)?.state).toBe(state);
    expect(mine.team.state.invites.get(idle.guest.invite)?.state).toBe("open");
    // People see that somebody waits in vain.
    expect([...area.joining]).toEqual([guest.invite]);
  });

  it("lets two holders of one invite's code in once: the first", async () => {
    const { mine, guest, person, join } = invited();
    const { area, joins } = testArea(mine, mine.ada);
    const second = newPerson(mine.team);
    joins.answer = () => ok([join, joinOf(mine.team, guest, second)]);
    expect(await answerJoins.run(area)).toEqual(ok(true));
    expect(mine.team.state.users.has(person.user)).toBe(true);
    expect(mine.team.state.users.has(second.user)).toBe(false);
  });

  it("does nothing where a colleague's app was faster", async () => {
    const { mine, guest, person, join } = invited();
    const { area, joins, log } = testArea(mine, mine.ada);
    joins.answer = () => ok([join]);
    log.meanwhile = () => void act(mine.team, mine.cleo, planAdd(mine.team, guest, person));
    expect(await answerJoins.run(area)).toEqual(ok(true));
    expect(log.posts).toHaveLength(1);
  });

  it.each([
    ["cannot be reached", fail("offline", undefined, "later")],
    ["refuses", fail("role")],
  ])("answers why where the server %s, and keeps what it knew of who waits", async (_, failure) => {
    const { mine, guest } = invited();
    const { area, joins } = testArea(mine, mine.ada);
    area.joining.add(guest.invite);
    joins.answer = () => failure;
    expect(await answerJoins.run(area)).toEqual(failure);
    expect([...area.joining]).toEqual([guest.invite]);
  });
});
