/** Letters of one person of a test team: what came, verified as an inbox does, and what they write. Not part of the app. */
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { type Failed, ok } from "../../../shared/failures.ts";
import { parseLetter } from "../../../shared/protocol/letters/letter.ts";
import { readRuns } from "../../../shared/protocol/letters/runs.ts";
import { standingOf, verifyLetter } from "../../../shared/protocol/letters/verify.ts";
import { letter } from "../../../shared/testing/letters.ts";
import { must, type Person, type TestTeam } from "../../../shared/testing/team.ts";
import type { Letters } from "../letters/letters.ts";
import type { Wanted } from "../letters/outgoing.ts";

export type TestPost = {
  letters: Letters;
  /** What came to an inbox, as its bytes. */
  came: { to: VaultId; bytes: Uint8Array }[];
  /** What was written. */
  wrote: Wanted[];
  /** The answer to whoever writes; null where it is taken. */
  refusal: Failed | null;
};

/** An empty inbox. */
export function testPost(team: TestTeam, by: Person): TestPost {
  const written: Uint8Array[] = [];
  const post: TestPost = {
    ...{ came: [], wrote: [], refusal: null },
    letters: {
      written: () => written.map((bytes) => ({ letter: must(parseLetter(bytes)), isSent: false })),
      write(wanted, beside = () => {}) {
        if (post.refusal !== null) return post.refusal;
        beside();
        post.wrote.push(...wanted);
        const made = wanted.map((one) => letter(team, by, one as never));
        written.push(...made.map(({ bytes }) => bytes));
        return ok(made.map(({ hash }) => hash));
      },
      async read(vault) {
        const letters = post.came
          .filter(({ to }) => to === vault)
          .flatMap(({ bytes }) => {
            const verified = verifyLetter(team.state, vault, bytes);
            return verified.ok ? [verified.value] : [];
          });
        const { disputed, ...runs } = readRuns(letters);
        const shown = letters.map((one) => ({
          ...{ letter: one, standing: standingOf(team.state, one), isDisputed: disputed.has(one.hash) },
        }));
        return { letters: shown, ...runs };
      },
      take: async () => {},
      forget: () => {},
      exchange: async () => ok(true),
    },
  };
  return post;
}
