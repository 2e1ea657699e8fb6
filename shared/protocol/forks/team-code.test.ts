/** The team code: as the vectors have it, the same for one history and another for each other one. */
import { beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../../../e2e/fixtures/vectors/vector-file.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import type { Hash, TeamId } from "../../encoding/ids.ts";
import { effLargeWords } from "../../model/eff-large-words.ts";
import { act, planInvite } from "../../testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../testing/small-team.ts";
import { compareTeamCode, type TeamCode, teamCode, teamCodeWords } from "./team-code.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const said = ({ number, words }: TeamCode) => ({ number, text: words.join(" ") });
const grow = ({ team, ada }: SmallTeam, entries: number): void => {
  for (let times = 0; times < entries; times++) act(team, ada, planInvite(team).plan);
};

describe("a team code", () => {
  it("is what the vectors say", () => {
    type Vector = { team: TeamId; seq: number; hash: Hash; words: string[] };
    for (const { team, words, ...head } of readVectors("team-code") as Vector[])
      expect(teamCodeWords(team, head)).toEqual(words);
  });

  it("carries 155 bits", () => {
    expect(new Set(effLargeWords).size).toBe(7776);
    expect(Math.floor(12 * Math.log2(effLargeWords.length))).toBe(155);
  });

  it("is another one for another team, number and hash", () => {
    const head = { seq: 16, hash: "1".padEnd(52, "0") as Hash };
    const [team, other] = ["0", "2"].map((sign) => sign.padEnd(52, "0") as TeamId) as [TeamId, TeamId];
    const codes = [
      teamCodeWords(team, head),
      teamCodeWords(other, head),
      teamCodeWords(team, { ...head, seq: 32 }),
      teamCodeWords(team, { ...head, hash: "3".padEnd(52, "0") as Hash }),
    ];
    expect(new Set(codes.map((words) => words.join(" "))).size).toBe(4);
  });

  it("is at the last multiple of 16 and stays there until the next", () => {
    const mine = copyOf(scene);
    const { number, words } = teamCode(mine.team.state) as TeamCode;
    expect(number).toBe(Math.floor(mine.team.state.head.seq / 16) * 16);
    expect(teamCode(mine.team.state, number + 1)).toBeNull();
    grow(mine, 15 - (mine.team.state.head.seq % 16));
    expect(teamCode(mine.team.state)?.words).toEqual(words);
    grow(mine, 1);
    expect(teamCode(mine.team.state)).toMatchObject({ number: number + 16 });
    expect(teamCode(mine.team.state, number)).toEqual({ number, words });
  });

  it("that is read out is the same, different, above mine, or none", () => {
    const [mine, other] = [copyOf(scene), copyOf(scene)];
    const early = teamCode(mine.team.state) as TeamCode;
    grow(mine, 40);
    grow(other, 24);
    const compared = (from: SmallTeam, to: SmallTeam) =>
      compareTeamCode(to.team.state, said(teamCode(from.team.state) as TeamCode));
    const [later, earlier] = [mine, other].map(({ team }) => (teamCode(team.state) as TeamCode).number);
    expect(compared(mine, mine)).toEqual({ result: "same", number: later });
    expect(compared(mine, other)).toEqual({ result: "later", number: earlier });
    expect(compared(other, mine)).toEqual({ result: "different", number: earlier });
    expect(compareTeamCode(other.team.state, said(early))).toEqual({ result: "same", number: early.number });
    expect(compareTeamCode(mine.team.state, { number: 7, text: "" }).result).toBe("none");
    const spoken = early.words.map((word) => word.replace("-", " ").toUpperCase()).join(", ");
    expect(compareTeamCode(mine.team.state, { number: early.number, text: spoken }).result).toBe("same");
    const short = early.words.slice(1).join(" ");
    expect(compareTeamCode(mine.team.state, { number: early.number, text: short }).result).toBe("different");
  });
});
