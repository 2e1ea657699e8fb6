/** Somebody's letters on a real server: the test's log and keys, SQLite in memory, the server's own client as the way to it. Not part of the app. */
import type { TestClient } from "../../../server/testing/client.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { ProfileId } from "../../../shared/encoding/ids.ts";
import { fail } from "../../../shared/failures.ts";
import type { RouteName } from "../../../shared/protocol/routes/routes.ts";
import { rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import type { Person, TestTeam } from "../../../shared/testing/team.ts";
import { testDatabase } from "../store/test-database.ts";
import { createLetters, type Letters } from "./letters.ts";
import type { LettersArea } from "./letters-area.ts";

export type Correspondent = {
  letters: Letters;
  /** What else stands on the same file. */
  area: LettersArea;
  db: LettersArea["db"];
  /** The calls so far, by route. */
  asked: RouteName[];
  /** As kill -9 and a new start on the same file. */
  restart(wasBehind?: boolean): Letters;
  line: {
    /** The server is not reached. */
    isCut: boolean;
    /** The server takes the next letter, and its answer is lost. */
    losesNext: boolean;
    /** What the server answers instead. */
    lie: ((name: RouteName, answer: unknown) => unknown) | null;
  };
};

/** The letters of this person. */
export function correspondent(team: TestTeam, person: Person, client: TestClient): Correspondent {
  const { db } = testDatabase();
  const line: Correspondent["line"] = { isCut: false, losesNext: false, lie: null };
  const asked: RouteName[] = [];
  const profile = { profile: newId<ProfileId>(), team: team.team, user: person.user, device: person.device };
  const call = async (name: RouteName, request: never, vault: string) => {
    if (line.isCut) return fail("offline", undefined, "later");
    asked.push(name);
    const answer = await client.call(name as "inbox", request, vault);
    if (name === "sendLetter" && line.losesNext) {
      line.losesNext = false;
      return fail("offline", undefined, "later");
    }
    if (line.lie === null || !answer.ok) return answer;
    return { ok: true as const, value: line.lie(name, answer.value) };
  };
  const area = {
    ...{ db, profile, keys: person.keys, transport: { call }, emit: () => undefined },
    log: { state: () => team.state },
    keyring: {
      key: (vault: never, epoch: number) =>
        rightOf(team.state, person.user, vault) === null ? null : (team.keys.get(vault)?.[epoch - 1] ?? null),
    },
    ports: {
      clock: { now: () => team.now },
      timers: { after: (_ms: number, then: () => void) => void setTimeout(then, 0) },
    },
  } as unknown as LettersArea;
  const open = (wasBehind = false) => createLetters({ ...area, wasBehind });
  const made: Correspondent = {
    ...{ db, line, asked, area, letters: open() },
    restart(wasBehind) {
      made.letters = open(wasBehind);
      return made.letters;
    },
  };
  return made;
}
