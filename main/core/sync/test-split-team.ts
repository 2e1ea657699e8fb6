/** A server that showed two histories from the same number on, two people on each: for tests of what proves it, and of its end. */
import type { Client } from "../../../e2e/drive.ts";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { hostileTeam, inStep } from "../../../e2e/kit/hostile-team.ts";
import { between } from "../../../e2e/kit/tampering.ts";
import { joiner, must } from "../../../e2e/kit/team.ts";

/** Connections to a server that was started anew are found dead first. */
export const created = (person: Client, title: string) =>
  eventually(
    () => person.call("vault.create", { title }),
    ({ ok }) => ok,
  );
/** After a round of syncing. */
export const status = (person: Client) => must(person, "sync.now", {});

/** Ada and Bob saw one history, Carol and Dora another from the same number on; the server now shows the second one. */
export async function splitTeam(
  before: (people: { ada: Client; carol: Client; vault: string }) => Promise<unknown> = async () => {},
) {
  const lines = [between(), between()] as const;
  const adas = between();
  const team = await hostileTeam({ ada: { fetch: adas.fetch } });
  const { ada, bob, line } = team;
  const carol = await joiner(ada, "Carol", { fetch: lines[0].fetch });
  const dora = await joiner(ada, "Dora", { fetch: lines[1].fetch });
  await inStep(bob, 2);
  await before({ ada, carol, vault: team.vault });
  for (const person of [carol, dora]) await status(person);
  const turnTo = await team.snapshot();
  for (const one of lines) one.cut(true);
  await created(ada, "Of Ada");
  await eventually(
    () => status(bob),
    ({ state }) => state === "ok",
  );
  await created(bob, "Of Bob");
  await eventually(
    () => status(ada),
    ({ state, logSeq }) => state === "ok" && logSeq > 0,
  );
  // Nobody who saw it is there to bring it back.
  await must(ada, "account.lock", {});
  line.cut(true);
  await turnTo("copy");
  for (const one of lines) one.cut(false);
  return { ...team, carol, dora, turnTo, adas };
}
