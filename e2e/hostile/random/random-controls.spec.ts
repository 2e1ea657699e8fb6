/** What the random acts look for is found where it is there: each invariant goes red. */
import { describe, expect, it } from "vitest";
import { dice as diceOf } from "../../../server/testing/tamper.ts";
import { must } from "../../kit/must.ts";
import { differences, openEnds, settle, viewsOf } from "./convergence.ts";
import { renewEve } from "./evil-member.ts";
import { forgeries, keysOf, leaks, trespassesIn, typedSecrets } from "./invariants.ts";
import { canary, drawActs } from "./random-acts.ts";
import { type Run, shrink } from "./random-run.ts";
import { type Member, randomTeam } from "./random-team.ts";

describe("the invariants of the random acts", () => {
  it("hold of a team to which nothing happened, and none does where it was broken", async () => {
    const team = await randomTeam(diceOf(1));
    await renewEve(team, diceOf(1));
    const [ada, bob] = team.members as [Member, Member];
    const [{ item, vault }] = team.items as [{ item: string; vault: string }];
    const seenBy = async () => [...(await viewsOf(team)).values()].flatMap((of) => of.map(({ seen }) => seen));
    expect(await settle(team, false)).toEqual([]);
    expect(differences(team, await viewsOf(team))).toEqual([]);
    expect(forgeries(team, await seenBy())).toEqual([]);
    expect([...leaks(team, typedSecrets), ...trespassesIn(team, ada)]).toEqual([]);

    bob.line.trouble("cut", 1000);
    await must(ada.client, "item.save", { vault, item, changes: { username: "forged" } });
    await must(bob.client, "sync.now", {});
    expect(differences(team, await viewsOf(team)).join()).toContain(`${vault}/${item}: Ada sees`);
    expect((await openEnds(team)).join()).toContain("Bob: ");
    expect(forgeries(team, await seenBy())).toEqual([`${item} shows forged`]);
    bob.line.honest();

    team.typed.push({ value: "never sent", by: "Ada", item, vault });
    expect(differences(team, await viewsOf(team)).join()).toContain("never sent, typed by Ada");
    // As if Ada had not been an admin when Bob's role changed.
    await must(ada.client, "member.setRole", { user: bob.user, role: "lead" });
    team.evils.add(ada.user);
    expect(trespassesIn(team, ada)).toContain(`${bob.user}: a role`);
    team.logged.push(canary);
    expect(leaks(team, typedSecrets)).toEqual(["a typed value is in a log"]);
    const secrets = await keysOf(team);
    expect(leaks(team, secrets)).toEqual([]);
    for (const [, secret] of secrets) ada.line.sent.push(Buffer.from(secret as Uint8Array));
    expect(leaks(team, secrets).length).toBe(secrets.length);
    await team.close();
  });

  it("are shown by the fewest acts that break them", async () => {
    const run: Run = { seed: 1, rounds: [0, 1, 2].map(() => ({ before: "nothing", acts: drawActs(diceOf(7), 40) })) };
    const [first, last] = [run.rounds[0]?.acts[3], run.rounds[2]?.acts[39]];
    const acts = (one: Run) => one.rounds.flatMap((round) => round.acts);
    const short = await shrink(
      run,
      async (one) => [first, last].every((act) => acts(one).includes(act as never)),
      () => false,
    );
    expect(acts(short)).toEqual([first, last]);
  });
});
