/** Who may go over to another history, by whose words, and what that history must hold: on real logs of a team of six. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../crypto/ready.ts";
import { act, planInvite } from "../../testing/entries.ts";
import { planRemove, planRevoke, planRole } from "../../testing/leavers.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../testing/small-team.ts";
import { headAt } from "../team-log/state/rules.ts";
import { checkChoice } from "./choice.ts";
import { teamCodeWords } from "./team-code.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

/** My history goes on by one entry, the other by three; Ada reads the words of the other to Bob, who asks. */
function asked() {
  const [mine, other] = [copyOf(scene), copyOf(scene)];
  const common = mine.team.state.head.seq;
  act(mine.team, mine.cleo, planInvite(mine.team).plan);
  for (const by of [other.ada, other.cleo, other.ada]) act(other.team, by, planInvite(other.team).plan);
  const number = common + 1;
  const read = { user: mine.ada.user, number, text: wordsOf(other, number) };
  return { mine, other, common, self: { user: mine.bob.user, device: mine.bob.device }, read };
}
type Asked = ReturnType<typeof asked>;

function wordsOf({ team }: SmallTeam, number: number): string {
  const hash = headAt(team.state, number);
  if (hash === null) throw new Error("no such entry");
  return teamCodeWords(team.state.team, { seq: number, hash }).join(", ").toUpperCase();
}

function outcome({ mine, other, common, self, read }: Asked): string {
  const checked = checkChoice({ mine: mine.team.state, chosen: other.team.state, common, self, read });
  if (checked.ok) return "ok";
  const { code, detail } = checked.failure;
  return [code, detail?.reason ?? detail?.field].filter((one) => one !== undefined).join(" ");
}

describe("another history", () => {
  it.each<[string, string, (made: Asked) => void]>([
    ["by an admin's words", "ok", () => {}],
    ["by the words of a later entry of it", "ok", (made) => set(made, made.common + 3)],
    [
      "by my own history's words",
      "sas text",
      (made) => {
        made.read.text = wordsOf(made.mine, made.read.number);
      },
    ],
    [
      "by the words of another of its entries",
      "sas text",
      (made) => {
        made.read.number += 1;
      },
    ],
    ["by the words of the last entry of both", "sas text", (made) => set(made, made.common)],
    [
      "by words above its head",
      "sas text",
      (made) => {
        made.read.number = made.common + 40;
      },
    ],
    [
      "by no words",
      "sas text",
      (made) => {
        made.read.text = "";
      },
    ],
    [
      "by the words of a lead",
      "not-found admin",
      (made) => {
        made.read.user = made.mine.dora.user;
      },
    ],
    [
      "by an admin's own words to themselves",
      "not-found admin",
      (made) => {
        made.self = { user: made.mine.ada.user, device: made.mine.ada.device };
      },
    ],
    [
      "by whom only the other one made an admin",
      "not-found admin",
      (made) => {
        take(
          made.other,
          planRole(made.other.team, made.other.ada, { user: made.other.dora.user, role: "admin", end: null }),
        );
        made.read.user = made.mine.dora.user;
      },
    ],
    [
      "by an admin whom mine took out",
      "not-found admin",
      (made) => {
        take(made.mine, planRemove(made.mine.team, made.mine.ada, made.mine.eve.user));
        made.read.user = made.mine.eve.user;
      },
    ],
    [
      "that has me no more",
      "role other-history",
      ({ other }) => take(other, planRemove(other.team, other.ada, other.bob.user)),
    ],
    [
      "that has this computer no more",
      "role other-history",
      ({ other }) => take(other, planRevoke(other.team, other.ada, other.bob.device)),
    ],
    [
      "that has somebody whom mine took out",
      "log-fork removal",
      ({ mine }) => take(mine, planRemove(mine.team, mine.ada, mine.dora.user)),
    ],
    [
      "that has a computer which mine revoked",
      "log-fork removal",
      ({ mine }) => take(mine, planRevoke(mine.team, mine.ada, mine.dora.device)),
    ],
    [
      "that took out too whom mine took out",
      "ok",
      ({ mine, other }) => {
        for (const one of [mine, other]) take(one, planRemove(one.team, one.ada, one.dora.user));
      },
    ],
    [
      "from another place on",
      "log-gap",
      (made) => {
        made.common += 1;
      },
    ],
  ])("%s: %s", (_what, expected, change) => {
    const made = asked();
    change(made);
    expect(outcome(made)).toBe(expected);
  });
});

const set = (made: Asked, number: number): void => {
  made.read = { ...made.read, number, text: wordsOf(made.other, number) };
};
const take = (one: SmallTeam, plan: Parameters<typeof act>[2]): void => void act(one.team, one.ada, plan);
