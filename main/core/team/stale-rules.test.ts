/** An entry holds all the rules: a change that was made of older ones overwrites nothing, before a post, in its race, and before it waits. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { Failed } from "../../../shared/failures.ts";
import { act, planPolicy, planVault } from "../../../shared/testing/entries.ts";
import { planRemove } from "../../../shared/testing/leavers.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { createCosignedActs } from "./cosigned-acts.ts";
import { setTeamRules, teamRules } from "./team-rules.ts";
import { testArea } from "./test-area.ts";

/** `scene`: Eve has to sign what Ada changes. `alone`: they have left, and nobody has to. */
let scene: SmallTeam;
let alone: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
  for (const who of [scene.cleo, scene.eve]) act(scene.team, who, planVault(scene.team, who, "personal").plan);
  alone = copyOf(scene);
  act(alone.team, alone.cleo, planRemove(alone.team, alone.cleo, alone.eve.user));
});

const sessions = { asked: true };
/** Another admin's change of another rule, taken from the same computer here: the log does not ask whose it is. */
const another = ({ team, ada }: SmallTeam) =>
  void act(team, ada, planPolicy(team, { ...team.state.policy, quickUnlock: !team.state.policy.quickUnlock }));
const rulesOf = ({ team }: SmallTeam) => [team.state.policy.quickUnlock, team.state.policy.serverTotp.newSessions];
const said = (answer: { ok: true } | Failed | null) =>
  answer === null || answer.ok ? "ok" : [answer.failure.code, answer.failure.detail?.reason].join(" ");

type Row = [of: string, base: (shown: number, now: number) => { base?: number }, answer: string];
const rows: Row[] = [
  ["the rules that are", (_shown, base) => ({ base }), "ok"],
  ["no named ones: the newest that are known", () => ({}), "ok"],
  ["older rules", (base) => ({ base }), "stale-view rules"],
  ["rules that are not there yet", (_shown, now) => ({ base: now + 1 }), "stale-view rules"],
];

describe("a change of the rules", () => {
  it.each(rows)("that was made of %s", async (_of, baseOf, answer) => {
    const mine = copyOf(alone);
    const { area, log } = testArea(mine, mine.ada);
    const { base: shown } = teamRules(area);
    const [quickUnlock] = rulesOf(mine);
    another(mine);
    expect(said(await setTeamRules(area, { sessions, ...baseOf(shown, teamRules(area).base) }))).toBe(answer);
    expect(rulesOf(mine)).toEqual([!quickUnlock, answer === "ok"]);
    expect(log.posts.length).toBe(answer === "ok" ? 1 : 0);
  });

  it.each(rows)("that somebody has to sign too, made of %s", async (_of, baseOf, answer) => {
    const mine = copyOf(scene);
    const { area } = testArea(mine, mine.ada);
    const { base: shown } = teamRules(area);
    // As after a change of theirs that took that place.
    mine.team.state = { ...mine.team.state, policySeq: mine.team.state.head.seq };
    const acts = createCosignedActs({
      ...{ ...area, wasBehind: false, noted: () => undefined },
      recorded: (_name, _input, does) => does(),
    });
    const held = await acts.hold("policy.set", { sessions, ...baseOf(shown, teamRules(area).base) });
    // What the log would not take is no proposal: the handler says why.
    const set = held ?? (await setTeamRules(area, { sessions, ...baseOf(shown, teamRules(area).base) }));
    expect([held === null, said(set)]).toEqual([answer !== "ok", answer]);
    expect((await acts.list()).length).toBe(answer === "ok" ? 1 : 0);
  });

  it("is not made of the newer rules where its post lost to them", async () => {
    const mine = copyOf(alone);
    const { area, log } = testArea(mine, mine.ada);
    const [quickUnlock] = rulesOf(mine);
    log.meanwhile = () => another(mine);
    expect(said(await setTeamRules(area, { sessions }))).toBe("stale-view rules");
    expect(rulesOf(mine)).toEqual([!quickUnlock, false]);
  });

  it("is done where it is so by then, whatever it was made of", async () => {
    const mine = copyOf(alone);
    const { area, log } = testArea(mine, mine.ada);
    const { base } = teamRules(area);
    for (let times = 0; times < 2; times++) expect(said(await setTeamRules(area, { sessions, base }))).toBe("ok");
    expect([rulesOf(mine)[1], log.posts.length]).toEqual([true, 1]);
  });
});
