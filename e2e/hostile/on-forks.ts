/** Two histories of a team: what freezes whoever sees both, and what one person or one computer cannot do alone. */
import { readBranch, readWord, type SignedWord, verdictOn } from "../../shared/protocol/forks/evidence.ts";
import { commit as buildOn } from "../../shared/testing/commits.ts";
import { planInvite, act as take } from "../../shared/testing/entries.ts";
import { planRemove } from "../../shared/testing/leavers.ts";
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
