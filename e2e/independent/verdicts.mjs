/** Recorded messages, good and bad, checked by this reader; of each what it says, `taken` or a code. */
import { readCode } from "./codes.mjs";
import { open } from "./envelope.mjs";
import { checkStatement } from "./heads.mjs";
import { checkLetter } from "./letters.mjs";
import { applyEntry, beginLog } from "./log.mjs";
import { verdictOf } from "./refused.mjs";
import { standingOf } from "./standing.mjs";
import { applyCommit, emptyChain } from "./vault-chain.mjs";

const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** The log after each of its entries, and a vault's chain after each commit, all taken [protocol: Team log]. */
function replayed({ log, chain }) {
  const states = [];
  for (const bytes of log.map(bytesOf))
    states.push(states.length === 0 ? beginLog(bytes) : applyEntry(states.at(-1), bytes));
  const whole = states.at(-1);
  const chains = [emptyChain(chain.vault)];
  for (const bytes of chain.commits.map(bytesOf)) chains.push(applyCommit(whole, chains.at(-1), bytes));
  return { states, whole, chains };
}

/** What this reader says of every message, in the order in which they are recorded [protocol: Codes]. */
export function checkAll(recorded) {
  const { states, whole, chains } = replayed(recorded);
  let said = null;
  const checks = {
    entries: ({ on, bytes }) => {
      if (on === 0) return beginLog(bytesOf(bytes));
      said = standingOf(applyEntry(states[on - 1], bytesOf(bytes)));
    },
    commits: ({ vault, on, bytes }) => applyCommit(whole, on === 0 ? emptyChain(vault) : chains[on], bytesOf(bytes)),
    letters: ({ to, bytes }) => checkLetter(whole, to, bytesOf(bytes)),
    statements: ({ bytes }) => checkStatement(whole, bytesOf(bytes)),
    envelopes: ({ key, context, padded, bytes }) => open(bytesOf(key), JSON.parse(context), bytesOf(bytes), padded),
    codes: ({ purpose, text }) => readCode(purpose, text),
  };
  return Object.entries(checks).flatMap(([kind, check]) =>
    recorded[kind].map((message) => {
      said = null;
      const verdict = verdictOf(() => check(message));
      return {
        what: `${kind}: ${message.what}`,
        recorded: message.verdict,
        says: said === null ? verdict : `${verdict} ${said}`,
      };
    }),
  );
}
