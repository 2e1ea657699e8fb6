/** Two histories of a team: what freezes whoever sees both, what one person or one computer cannot do alone, and what makes nobody go over. */
import type { UserId } from "../../shared/encoding/ids.ts";
import { checkChoice } from "../../shared/protocol/forks/choice.ts";
import { readBranch, readWord, type SignedWord, verdictOn } from "../../shared/protocol/forks/evidence.ts";
import { codeAtEntry } from "../../shared/protocol/forks/team-code.ts";
import { commit as buildOn } from "../../shared/testing/commits.ts";
import { planInvite, act as take } from "../../shared/testing/entries.ts";
import { planRemove, planRole } from "../../shared/testing/leavers.ts";
import { statement } from "../../shared/testing/statements.ts";
import { must as value } from "../../shared/testing/team.ts";
import type { Attack } from "./attack.ts";
import { type Scene, scene } from "./on-protocol.ts";

type Shown = { mine: Scene; other: Scene; branch: Uint8Array[]; words: SignedWord[] };
type Does = (shown: Shown) => void;

/** My history goes on by two entries; what is shown beside it is checked. */
function frozenBy(does: Does): boolean {
  const [mine, other] = [scene(), scene()];
  const common = mine.team.state;
  const shown: Shown = { mine, other, branch: [], words: [] };
  for (let times = 0; times < 2; times++) take(mine.team, mine.ada, planInvite(mine.team).plan);
  does(shown);
  const { state } = mine.team;
  const words = shown.words.map((word) => value(readWord(state, word)));
  return verdictOn(state, { branch: readBranch(common, shown.branch), words }).state === "proven";
}

const builds =
  (who: "ada" | "bob" | "cleo" | "eve"): Does =>
  ({ other, branch }) =>
    void branch.push(take(other.team, other[who], planInvite(other.team).plan).bytes);
const says =
  (who: "ada" | "bob" | "cleo" | "dora"): Does =>
  ({ other, words }) =>
    void words.push({ kind: "statement", bytes: statement(other.team, other[who]) });
const commits =
  (who: "bob" | "ada"): Does =>
  ({ other, words }) =>
    void words.push({ kind: "commit", bytes: buildOn(other.team, other[who], { vault: other.ops }).bytes });
const hidden: Does = ({ branch }) => {
  branch.length = 0;
};
const removed: Does = ({ mine }) => void take(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.cleo.user));
const all =
  (...steps: Does[]): Does =>
  (shown) => {
    for (const step of steps) step(shown);
  };

/** One person's twin must not freeze the team; the same with another person's signature on it does. */
function aloneFreezesNothing(changes: string, evil: Does, honest: Does): Attack {
  return {
    changes,
    code: "no effect",
    run: () => ({
      attack: frozenBy(evil) ? "frozen" : "no effect",
      twin: frozenBy(honest) ? "taken" : "not frozen",
    }),
  };
}

/** Row 139. */
export const signedTwins: Attack[] = [
  aloneFreezesNothing("a lost compare-and-set, shown as a fork", builds("cleo"), all(builds("cleo"), builds("ada"))),
  aloneFreezesNothing(
    "a second entry, with its signer's own entry, statement and commit on it",
    all(builds("ada"), builds("ada"), says("ada"), commits("ada")),
    all(builds("ada"), commits("bob")),
  ),
  aloneFreezesNothing(
    "one person's word of another history, again and again, without the entry",
    all(builds("cleo"), says("bob"), commits("bob"), hidden),
    all(builds("cleo"), says("bob"), says("dora"), hidden),
  ),
  aloneFreezesNothing(
    "a second entry on which somebody built who was removed since",
    all(builds("ada"), builds("cleo"), removed),
    all(builds("ada"), builds("cleo"), builds("eve"), removed),
  ),
];

/** Row 61: whoever sees both writes nothing more. */
export const forked: Attack = {
  changes: "another history on which another person built",
  code: "log-fork",
  run: () => ({
    attack: frozenBy(all(builds("cleo"), says("bob"))) ? "log-fork" : "taken",
    twin: frozenBy(() => {}) ? "log-fork" : "taken",
  }),
};

type Going = { mine: Scene; other: Scene; common: number; user: UserId; text: string };

/** Bob is to go over to a history that goes on beside their own; by Ada's words of it, where nobody changes that. */
function goesOver(does: (going: Going) => void): string {
  const [mine, other] = [scene(), scene()];
  const common = mine.team.state.head.seq;
  take(mine.team, mine.cleo, planInvite(mine.team).plan);
  for (const who of ["ada", "cleo"] as const) take(other.team, other[who], planInvite(other.team).plan);
  const number = common + 1;
  const wordsOf = ({ team }: Scene) => codeAtEntry(team.state, number)?.words.join(" ") ?? "";
  const going: Going = { mine, other, common, user: mine.ada.user, text: wordsOf(other) };
  does(going);
  const checked = checkChoice({
    ...{ mine: mine.team.state, chosen: other.team.state, common },
    self: { user: mine.bob.user, device: mine.bob.device },
    read: { user: going.user, number, text: going.text },
  });
  return checked.ok ? "taken" : checked.failure.code;
}

function goesNowhere(changes: string, code: Attack["code"], evil: (going: Going) => void): Attack {
  return { changes, code, run: () => ({ attack: goesOver(evil), twin: goesOver(() => {}) }) };
}

/** Row 61: what makes nobody go over to another history. */
export const notChosen: Attack[] = [
  goesNowhere("a history that the server alone says goes on", "sas", (going) => {
    going.text = "abacus abdomen";
  }),
  goesNowhere("words of an admin whom my history removed", "not-found", (going) => {
    const { mine } = going;
    take(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.cleo.user));
    going.user = mine.cleo.user;
  }),
  goesNowhere("a history that lacks a removal", "log-fork", ({ mine }) => {
    take(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.cleo.user));
  }),
  goesNowhere("words of somebody whom that history made an admin", "not-found", (going) => {
    const { other, mine } = going;
    take(other.team, other.ada, planRole(other.team, other.ada, { user: other.dora.user, role: "admin" }));
    going.user = mine.dora.user;
  }),
];
