/** Apps of people of a test team that ask each other for second signatures: letters arrive when `mail` is called. Not part of the app. */
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { act, letIn, planVault } from "../../../shared/testing/entries.ts";
import { letter } from "../../../shared/testing/letters.ts";
import type { SmallTeam } from "../../../shared/testing/small-team.ts";
import type { Person } from "../../../shared/testing/team.ts";
import { listRequests, signRequest } from "./cosign-requests.ts";
import { type CosignedActs, createCosignedActs } from "./cosigned-acts.ts";
import { type TestArea, testArea } from "./test-area.ts";

export type App = {
  who: Person;
  made: TestArea;
  sent: number;
  open(wasBehind?: boolean): CosignedActs;
  recorded: string[];
};

/** Apps of these people, whose letters arrive when `mail` is called. */
export function cosignApps(mine: SmallTeam) {
  const open = (who: Person): App => {
    const made = testArea(mine, who);
    const recorded: string[] = [];
    return {
      ...{ who, made, recorded, sent: 0 },
      open: (wasBehind = false) =>
        createCosignedActs({
          ...made.area,
          ...{ wasBehind, noted: () => undefined },
          recorded: (name, _input, does) => {
            recorded.push(name);
            return does();
          },
        }),
    };
  };
  const all = { ada: open(mine.ada), cleo: open(mine.cleo), eve: open(mine.eve), dora: open(mine.dora) };
  const mail = (): void => {
    for (const app of Object.values(all)) {
      for (const wanted of app.made.post.wrote.slice(app.sent)) {
        mine.team.now += 1;
        const { bytes } = letter(mine.team, app.who, wanted as never);
        for (const { made } of Object.values(all)) made.post.came.push({ to: wanted.to, bytes });
      }
      app.sent = app.made.post.wrote.length;
    }
  };
  return { ...all, mail, isOn: () => mine.team.state.policy.serverTotp.newSessions };
}
/** Finn, whom Cleo lets in as an admin meanwhile: they may sign what Ada does. */
export function finnsInbox({ team, cleo }: SmallTeam): VaultId {
  const finn = letIn(team, cleo, { role: "admin" });
  const { plan, vault } = planVault(team, finn, "personal");
  act(team, finn, plan);
  return vault;
}

export const requestsOf = async ({ made }: App) => {
  const listed = await listRequests(made.area);
  return listed.ok ? listed.value : [];
};
export const first = async (app: App) => (await requestsOf(app))[0]?.request ?? "";
export const signs = async (app: App) => signRequest(app.made.area, await first(app));
export const code = (answer: { ok: boolean; failure?: { code: string } }) => (answer.ok ? "ok" : answer.failure?.code);
