/** Attacks on the letters by which a second signature is asked for and given: what is signed is what is shown, by who may, once. */
import { signsIfLet } from "../../main/core/team/test-cosigner.ts";
import { newId } from "../../shared/crypto/random.ts";
import { type CosignedAct, cosignedByPolicy } from "../../shared/protocol/team-log/cosigned-types.ts";
import type { Policy } from "../../shared/protocol/team-log/state/policy.ts";
import { act, planVault } from "../../shared/testing/entries.ts";
import { planRevoke } from "../../shared/testing/leavers.ts";
import { letter } from "../../shared/testing/letters.ts";
import { type SmallTeam, smallTeam } from "../../shared/testing/small-team.ts";
import type { Person } from "../../shared/testing/team.ts";
import type { Attack, Verdict } from "./attack.ts";

type Request = { by: Person; act: CosignedAct };
const decidedIn = ({ team }: SmallTeam) => ({ id: newId<string>(), baseSeq: team.state.head.seq });
const removal = (mine: SmallTeam, { user }: Person): CosignedAct => ({
  type: "user-remove",
  payload: { ...decidedIn(mine), user, heirs: [] },
});
const rules = (mine: SmallTeam, more: Partial<Policy> = {}): CosignedAct => {
  const policy = { ...mine.team.state.policy, serverTotp: { newSessions: true, from: null }, ...more };
  return { type: "policy", payload: { ...decidedIn(mine), policy } };
};

/** Eve, who may sign what Ada does, signs whatever the app takes; the twin is the request as Ada's app makes it. */
function asking(
  changes: string,
  code: Verdict,
  evil: (mine: SmallTeam) => Partial<Request>,
  wanted: (mine: SmallTeam) => CosignedAct = rules,
): Attack {
  async function signed(isEvil: boolean): Promise<string> {
    const mine = smallTeam();
    const { team, eve } = mine;
    const { plan, vault } = planVault(team, eve, "personal");
    act(team, eve, plan);
    name(mine, cosignedByPolicy);
    const { by, act: asked } = { by: mine.ada, act: wanted(mine), ...(isEvil ? evil(mine) : {}) };
    const { bytes, hash } = letter(team, by, { to: vault, type: "cosign-request", content: { act: asked } });
    const { answer, asks, wrote } = await signsIfLet(mine, { by: eve, to: vault, bytes, hash });
    if (!answer.ok) return answer.failure.code;
    return asks === 0 && wrote === 1 ? "taken" : "signed, and asked again";
  }
  return { changes, code, run: async () => ({ attack: await signed(true), twin: await signed(false) }) };
}

/** The rules ask two people for these. */
function name({ team }: SmallTeam, cosigned: readonly string[]): Partial<Request> {
  team.state = { ...team.state, policy: { ...team.state.policy, cosigned: [...cosigned] } };
  return {};
}

const ofBob = (mine: SmallTeam) => removal(mine, mine.bob);

/** Against whoever signs second. */
export const cosignRequests: Attack[] = [
  asking("a request whose rules change more than is shown", "client-too-old", (mine) => ({
    act: rules(mine, { exports: "all" }),
  })),
  asking("a request that adds a type which this version does not show", "client-too-old", (mine) => ({
    act: rules(mine, { cosigned: [...cosignedByPolicy, "vault-access"].sort() }),
  })),
  asking("a request of a member", "not-found", ({ bob }) => ({ by: bob })),
  asking("a request of an admin who let the signer in", "not-found", ({ cleo }) => ({ by: cleo })),
  asking("a request on a state that is still to come", "not-found", (mine) => {
    const { team } = mine;
    const asked = rules(mine);
    return { act: { ...asked, payload: { ...asked.payload, baseSeq: team.state.head.seq + 1 } } as CosignedAct };
  }),
  asking("a removal of the signer", "not-found", (mine) => ({ act: removal(mine, mine.eve) }), ofBob),
  asking("a removal that a lead wants", "not-found", ({ dora }) => ({ by: dora }), ofBob),
  asking("a removal that needs no second signature", "not-found", (mine) => name(mine, []), ofBob),
  asking(
    "a removal that a revoked computer asks for",
    "not-found",
    (mine) => {
      name(mine, []);
      act(mine.team, mine.cleo, planRevoke(mine.team, mine.cleo, mine.ada.device));
      return name(mine, cosignedByPolicy);
    },
    ofBob,
  ),
  asking(
    "a role for the signer",
    "not-found",
    (mine) => ({
      act: {
        type: "user-role",
        payload: { ...decidedIn(mine), user: mine.eve.user, role: "lead", end: null, heirs: [] },
      },
    }),
    ofBob,
  ),
  asking(
    "the end of the signer's own computer",
    "not-found",
    (mine) => ({ act: { type: "device-revoke", payload: { ...decidedIn(mine), device: mine.eve.device, heirs: [] } } }),
    ofBob,
  ),
];
