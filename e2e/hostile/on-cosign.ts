/** Attacks on the letters by which a second signature is asked for and given: what is signed is what is shown, by who may, once. */
import { signsIfLet } from "../../main/core/team/test-cosigner.ts";
import { newId } from "../../shared/crypto/random.ts";
import type { Policy } from "../../shared/protocol/team-log/state/policy.ts";
import { act, planVault } from "../../shared/testing/entries.ts";
import { letter } from "../../shared/testing/letters.ts";
import { type SmallTeam, smallTeam } from "../../shared/testing/small-team.ts";
import type { Person } from "../../shared/testing/team.ts";
import type { Attack, Verdict } from "./attack.ts";

type Evil = (mine: SmallTeam) => { by?: Person; baseSeq?: number; more?: Partial<Policy> };

/** Eve, who may sign what Ada does, signs whatever the app takes; the twin is the request as Ada's app makes it. */
function asking(changes: string, code: Verdict, evil: Evil): Attack {
  async function signed(isEvil: boolean): Promise<string> {
    const mine = smallTeam();
    const { team, eve } = mine;
    const { plan, vault } = planVault(team, eve, "personal");
    act(team, eve, plan);
    const { by = mine.ada, baseSeq = team.state.head.seq, more = {} } = isEvil ? evil(mine) : {};
    const policy = { ...team.state.policy, serverTotp: { newSessions: true, from: null }, ...more };
    const content = { act: { type: "policy" as const, payload: { id: newId<string>(), baseSeq, policy } } };
    const { bytes, hash } = letter(team, by, { to: vault, type: "cosign-request", content });
    const { answer, asks, wrote } = await signsIfLet(mine, { by: eve, to: vault, bytes, hash });
    if (!answer.ok) return answer.failure.code;
    return asks === 0 && wrote === 1 ? "taken" : "signed, and asked again";
  }
  return { changes, code, run: async () => ({ attack: await signed(true), twin: await signed(false) }) };
}

/** Against whoever signs second. */
export const cosignRequests: Attack[] = [
  asking("a request whose rules change more than is shown", "client-too-old", () => ({
    more: { cosigned: ["user-add"] },
  })),
  asking("a request of a member", "not-found", ({ bob }) => ({ by: bob })),
  asking("a request of an admin who let the signer in", "not-found", ({ cleo }) => ({ by: cleo })),
  asking("a request on a state that is still to come", "not-found", ({ team }) => ({
    baseSeq: team.state.head.seq + 1,
  })),
];
