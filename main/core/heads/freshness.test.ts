/** Whose word makes a view fresh: another person's, of the last day, that knows every removal; of large teams two, one of them an admin. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { zeroHash } from "../../../shared/encoding/fields.ts";
import type { EpochMs } from "../../../shared/encoding/ids.ts";
import type { Role } from "../../../shared/protocol/team-log/state/parts.ts";
import { act, letIn } from "../../../shared/testing/entries.ts";
import { planRemove } from "../../../shared/testing/leavers.ts";
import { createTestTeam, type Person, type TestTeam } from "../../../shared/testing/team.ts";
import { freshness, sameHistory } from "./freshness.ts";
import type { Stated } from "./stated-book.ts";

const now = 1_700_000_000_000;
const hourMs = 3_600_000;
beforeAll(cryptoReady);

/** Ada, an admin, and others with these roles. */
function teamOf(...roles: Role[]): { team: TestTeam; others: Person[] } {
  const { team } = createTestTeam(now);
  return { team, others: roles.map((role) => letIn(team, team.founder, { role })) };
}

const said = (team: TestTeam, { user, device }: Person, more: Partial<Stated> = {}): Stated => ({
  ...{ user, device, time: now as EpochMs, logSeq: team.state.head.seq },
  activity: { seq: 0, hash: zeroHash },
  ...more,
});
const asked = (team: TestTeam, stated: Stated[]) =>
  freshness({ state: team.state, self: team.founder.user, stated, now });

/** Who of the others has to be seen still, by their places; `fresh` where nobody has. */
function seen({ team, others }: ReturnType<typeof teamOf>, places: number[]): number[] | "fresh" {
  const { isFresh, waitsFor } = asked(
    team,
    places.map((place) => said(team, others[place] as Person)),
  );
  return isFresh ? "fresh" : waitsFor.map((user) => others.findIndex((other) => other.user === user)).sort();
}

describe("a view is fresh", () => {
  const rows: [string, Role[], number[], number[] | "fresh"][] = [
    ["alone", [], [], "fresh"],
    ["of two, by the other", ["member"], [0], "fresh"],
    ["of two, not without the other", ["member"], [], [0]],
    ["of three, by any of the others", ["member", "admin"], [0], "fresh"],
    ["of four, by two", ["member", "member", "member"], [0, 2], "fresh"],
    ["of four, not by one", ["member", "member", "member"], [1], [0, 2]],
    ["of four with another admin, by a member and the admin", ["member", "member", "admin"], [0, 2], "fresh"],
    ["of four with another admin, not by two members", ["member", "member", "admin"], [0, 1], [2]],
    ["of four with another admin, after one member by the admin alone", ["member", "member", "admin"], [0], [2]],
    ["of four with another admin, after the admin by anybody", ["member", "member", "admin"], [2], [0, 1]],
    ["of four, not by nobody", ["member", "auditor", "admin"], [], [0, 1, 2]],
  ];
  it.each(rows)("%s", (_name, roles, places, expected) => {
    expect(seen(teamOf(...roles), places)).toEqual(expected);
  });

  const words: [string, Partial<Stated>, boolean][] = [
    ["of this hour", {}, true],
    ["of almost a day ago", { time: (now - 24 * hourMs + 1) as EpochMs }, true],
    ["of a day ago", { time: (now - 24 * hourMs) as EpochMs }, false],
    ["by a clock that goes some hours ahead", { time: (now + 3 * hourMs) as EpochMs }, true],
    ["from a day ahead", { time: (now + 24 * hourMs) as EpochMs }, false],
    ["on an older entry", { logSeq: 1 }, true],
  ];
  it.each(words)("by a word %s: %#", (_name, more, isFresh) => {
    const { team, others } = teamOf("member");
    expect(asked(team, [said(team, others[0] as Person, more)]).isFresh).toBe(isFresh);
  });

  it("never by one's own other computer, nor twice by one person", () => {
    const { team, others } = teamOf("member", "member", "member");
    const [bob] = others as [Person];
    const twice = [said(team, bob), said(team, { ...bob, device: team.founder.device })];
    expect(asked(team, [...twice, said(team, team.founder)]).isFresh).toBe(false);
  });

  it("by nobody who has not heard of the last removal, and by nobody who is out", () => {
    const { team, others } = teamOf("member", "member");
    const [bob, cleo] = others as [Person, Person];
    const before = [said(team, bob), said(team, cleo)];
    expect(asked(team, before).isFresh).toBe(true);
    act(team, team.founder, planRemove(team, team.founder, cleo.user));
    expect(asked(team, before)).toEqual({ isFresh: false, waitsFor: [bob.user] });
    expect(asked(team, [said(team, cleo)]).isFresh).toBe(false);
    expect(asked(team, [said(team, bob)]).isFresh).toBe(true);
  });

  it("of whoever is left alone by a removal", () => {
    const { team, others } = teamOf("member");
    const [bob] = others as [Person];
    act(team, team.founder, planRemove(team, team.founder, bob.user));
    expect(asked(team, []).isFresh).toBe(true);
  });
});

describe("the same history", () => {
  it("is that of people who said so within a day, with the time of the last, and never one's own", () => {
    const { team, others } = teamOf("member", "member", "member");
    const [bob, cleo, dora] = others as [Person, Person, Person];
    const stated = [
      said(team, bob, { time: (now - 5 * hourMs) as EpochMs }),
      said(team, { ...bob, device: dora.device }, { time: (now - 2 * hourMs) as EpochMs }),
      said(team, cleo, { time: (now - 30 * hourMs) as EpochMs }),
      said(team, team.founder),
    ];
    expect(sameHistory({ state: team.state, self: team.founder.user, stated, now })).toEqual({
      people: 1,
      at: now - 2 * hourMs,
    });
    expect(sameHistory({ state: team.state, self: team.founder.user, stated: [], now })).toEqual({
      people: 0,
      at: null,
    });
  });
});
