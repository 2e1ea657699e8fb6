/** Attacks on what people's computers send each other as letters: what is withheld is missed, what comes late decides nothing. */
import { computer, does, hands, takes } from "../../main/core/activity/test-computer.ts";
import { correspondent } from "../../main/core/letters/test-correspondent.ts";
import { addPerson, post, testServerWithTeam } from "../../server/testing/test-server.ts";
import { act } from "../../shared/testing/entries.ts";
import { planRemove } from "../../shared/testing/leavers.ts";
import { must, vaultOfKind } from "../../shared/testing/team.ts";
import type { Attack } from "./attack.ts";

type Page = { letters: unknown[] };

/** Bob's computer sends three batches; this server gives Ada all of them, or all but one. */
function withheld(changes: string, drop: (letters: unknown[]) => unknown[], missing: [number, number]): Attack {
  async function seen(evil: boolean): Promise<string> {
    const testServer = await testServerWithTeam();
    const { team, founder } = testServer;
    const bob = await addPerson(testServer);
    const ada = computer(correspondent(team, team.founder, founder));
    const bobs = computer(correspondent(team, bob.person, bob.client));
    must(await ada.letters.exchange());
    for (let time = 0; time < 3; time++) {
      does(bobs, 2);
      await hands(bobs);
    }
    if (evil) ada.line.lie = (name, answer) => (name === "letters" ? dropped(answer as Page, drop) : answer);
    const { seqs, gaps } = await takes(ada);
    const told = gaps.map(({ device, from, to, why }) => `${device === bob.person.device} ${from}-${to} ${why}`);
    if (!evil) return seqs.length === 6 && gaps.length === 0 ? "taken" : `${seqs} ${told}`;
    return told.join() === `true ${missing.join("-")} missing`
      ? "no effect"
      : `Ada is told: ${told.join() || "nothing"}`;
  }
  return { changes, code: "no effect", run: async () => ({ attack: await seen(true), twin: await seen(false) }) };
}

const dropped = ({ letters }: Page, drop: (letters: unknown[]) => unknown[]): Page => ({
  letters: letters.length === 3 ? drop(letters) : letters,
});

/** Every event that did not come is a gap with computer and numbers. */
export const withheldBatches: Attack[] = [
  withheld("the first batch of a computer's activity is withheld", (letters) => letters.slice(1), [1, 2]),
  withheld("one in the middle is withheld", (letters) => letters.toSpliced(1, 1), [3, 4]),
];

/** Cleo, an admin, declines a request; the letter comes before the removal of Cleo, or after. */
export const lateDecision: Attack = {
  changes: "a decision that was signed before its author's removal is delivered after it",
  code: "no effect",
  run: async () => {
    const standing = async (evil: boolean): Promise<string> => {
      const testServer = await testServerWithTeam();
      const { team, founder } = testServer;
      const governance = vaultOfKind(team.state, "governance").vault;
      const cleo = await addPerson(testServer, { role: "admin" });
      const bob = await addPerson(testServer);
      const [adas, cleos, bobs] = [
        correspondent(team, team.founder, founder),
        correspondent(team, cleo.person, cleo.client),
        correspondent(team, bob.person, bob.client),
      ];
      must(await adas.letters.exchange());
      const asked = must(bobs.letters.write([{ to: governance, type: "name-request", content: { name: "Bo" } }]));
      must(await bobs.letters.exchange());
      const content = { request: asked[0] as never, name: "Bo", reason: null };
      must(cleos.letters.write([{ to: governance, type: "name-decline", content }]));
      must(await cleos.letters.exchange());
      if (evil) {
        const removed = act(team, team.founder, planRemove(team, team.founder, cleo.person.user));
        await post(founder, { entries: [removed.bytes], blobs: [] });
      }
      must(await adas.letters.exchange());
      const { letters } = await adas.letters.read(governance);
      return letters.find(({ letter }) => letter.body.type === "name-decline")?.standing ?? "not there";
    };
    const [attack, twin] = [await standing(true), await standing(false)];
    return { attack: attack === "late" ? "no effect" : attack, twin: twin === "counts" ? "taken" : twin };
  },
};
