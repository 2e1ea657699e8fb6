/** A recovery by two people of whom one gives a share that is not the right one: the new computer says whose it is. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client, RunningServer } from "../../../e2e/drive.ts";
import { keep } from "../../../e2e/kit/scratch.ts";
import { type Between, between } from "../../../e2e/kit/tampering.ts";
import { client, founder, joiner, refusal, server, userOf } from "../../../e2e/kit/team.ts";
import { canHelp, chosenBy, giveShare } from "../../../e2e/kit/two-people.ts";
import { randomBytes } from "../../../shared/crypto/random.ts";
import { sealShare } from "../../../shared/crypto/share-envelope.ts";
import { parseWith } from "../../../shared/encoding/canonical.ts";
import type { TeamId, UserId } from "../../../shared/encoding/ids.ts";
import { helpExchange, readHelpAnswer, readHelpReveal } from "../../../shared/protocol/recovery/help.ts";
import { encodeShare, type HeldShare, type Share, splitSeed } from "../../../shared/protocol/recovery/shares.ts";
import { routes } from "../../../shared/protocol/routes/routes.ts";
import { must as value } from "../../../shared/testing/team.ts";

let running: RunningServer;
const people = {} as Record<"ada" | "bob" | "cleo", Client>;
const idOf = {} as Record<keyof typeof people, UserId>;
let end = async (): Promise<void> => {};
beforeAll(async () => {
  running = await server();
  people.ada = await founder(running);
  people.bob = await joiner(people.ada, "Bob");
  people.cleo = await joiner(people.ada, "Cleo");
  for (const name of ["ada", "bob", "cleo"] as const) idOf[name] = (await userOf(people[name])) as UserId;
  await chosenBy(people.ada, [idOf.bob, idOf.cleo]);
  for (const name of ["bob", "cleo"] as const) await canHelp(people[name], idOf.ada);
  end = keep();
}, 60_000);
afterAll(() => end());

/** Whatever this holder's app gives, this comes in its place, sealed as theirs would be. */
function gives(line: Between, shareIn: (team: TeamId) => Share): void {
  line.forget();
  line.tamper("linkNew", ({ messages: [answer, sealed] }) => {
    if (answer === undefined || sealed === undefined) return { messages: answer === undefined ? [] : [answer] };
    const puts = line.asked
      .filter(({ route }) => route === "linkNew")
      .map(({ body }) => value(parseWith(routes.linkNew.request, body as Uint8Array, 1 << 20)).put);
    const said = (at: number) => puts.find((put) => put?.at === at)?.bytes as Uint8Array;
    const [commitment, reveal] = [said(0), said(1)];
    const { team, sheet, holder } = value(readHelpAnswer(answer));
    const place = { team, sheet, holder, exchange: helpExchange({ commitment, answer, reveal }) };
    const { kemPk } = value(readHelpReveal(reveal, commitment));
    return { messages: [answer, sealShare(kemPk, place, encodeShare(shareIn(team)))] };
  });
}

/** With other halves, of which the other holder was told nothing. */
const altered = (share: Share): Share => ({
  ...share,
  halves: share.halves.map((one) => ({ ...one, half: randomBytes(32) })),
});
const same = (share: Share): Share => share;

describe("two shares of one sheet", () => {
  it.each<[string, (share: Share) => Share, (share: Share) => Share, { isEnough: boolean; wrong: string | null }]>([
    ["that fit", same, same, { isEnough: true, wrong: null }],
    ["of which the first is another than the second was told", altered, same, { isEnough: false, wrong: "Bob" }],
    ["of which the second is another than the first was told", same, altered, { isEnough: false, wrong: "Cleo" }],
    ["that are both others", altered, altered, { isEnough: false, wrong: null }],
  ])("%s", async (_which, first, second, told) => {
    const line = between();
    const fresh = await client({ fetch: line.fetch });
    const [seed, holders] = [randomBytes(32), [idOf.bob, idOf.cleo].sort()];
    let held: HeldShare[] | null = null;
    const shareOf = (user: UserId) => (team: TeamId) => {
      held ??= splitSeed({ team, user: idOf.ada }, seed, holders);
      return (held.find(({ holder }) => holder === user) as HeldShare).share;
    };
    gives(line, (team) => first(shareOf(idOf.bob)(team)));
    const [from, to] = [{ user: idOf.ada }, { fresh, address: running.url }];
    expect(await giveShare({ ...from, holder: people.bob }, to, true)).toMatchObject({ isEnough: false, wrong: null });
    gives(line, (team) => second(shareOf(idOf.cleo)(team)));
    expect(await giveShare({ ...from, holder: people.cleo }, to, false)).toMatchObject({ given: 2, ...told });
    // A seed that fits and is of no sheet in force opens nothing.
    expect(await refusal(fresh, "recovery.askOpen", {})).toBe(told.isEnough ? "not-found" : "commitment");
  });
});
