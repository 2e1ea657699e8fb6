/** Going over to another history: what the server shows instead, what came in between, and a disk that fails in the middle. */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { ProfileId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { codeAtEntry } from "../../../shared/protocol/forks/team-code.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { emptyChain } from "../../../shared/protocol/vault-chain/chain.ts";
import { act, planInvite } from "../../../shared/testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { readEntries } from "../store/log-rows.ts";
import { testDatabase } from "../store/test-database.ts";
import { chooseHistory } from "./choose-history.ts";
import { createForkWatch } from "./fork-watch.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const invites = ({ team }: SmallTeam, by: SmallTeam["ada"]): Uint8Array => act(team, by, planInvite(team).plan).bytes;

/** Bob's log went on by one entry; Ada's and Cleo's by two others, which the server shows from the last common one on. */
function going() {
  const before = copyOf(scene);
  // The last entry of both, with which a page begins.
  const last = invites(before, before.ada);
  const [mine, other, third] = [copyOf(before), copyOf(before), copyOf(before)];
  const start = mine.team.state;
  const common = start.head.seq;
  const own = invites(mine, mine.cleo);
  const branch = [invites(other, other.ada), invites(other, other.cleo)];
  const elsewhere = [invites(third, third.eve)];
  const { db } = testDatabase();
  const rows = [
    ...Array.from({ length: common + 1 }, (_, seq) => ({ seq, bytes: new Uint8Array([seq]) })),
    { seq: common + 1, bytes: own },
  ];
  for (const { seq, bytes } of rows)
    db.prepare("INSERT INTO log_entries (seq, hash, bytes) VALUES (?, ?, ?)").run(seq, "", bytes);
  const held = { state: mine.team.state };
  const holder = {
    ...{ db, keys: mine.bob.keys },
    profile: { profile: newId<ProfileId>(), team: start.team, user: mine.bob.user, device: mine.bob.device } as never,
  };
  const fork = createForkWatch({
    ...holder,
    ports: { clock: { now: () => mine.team.now } as never },
    state: () => held.state,
    stateAt: (seq) => (seq === common ? start : null),
    noted: () => undefined,
    tell: () => undefined,
  });
  fork.sawBranch(common, branch);
  const words = codeAtEntry(other.team.state, common + 1)?.words.join(" ") ?? "";
  const made = {
    ...{ common, branch, elsewhere, own, db, held, isBehind: false, isTorn: false, isFactorAsked: false, ends: 0 },
    /** What the server has above the common entry. */
    shows: [] as Uint8Array[],
    /** The whole page, where it is another one. */
    page: null as Uint8Array[] | null,
    meanwhile: () => undefined as unknown,
    beside: () => undefined as unknown,
  };
  made.shows = branch;
  const call = async (name: string, { from }: { from: number }): Promise<Result<unknown>> => {
    if (name === "checkSecondFactor") return made.isFactorAsked ? fail("step-up") : ok({});
    made.meanwhile();
    return ok({
      head: { seq: common + made.shows.length, hash: "" },
      entries: made.page ?? [last, ...made.shows].slice(from - common),
    });
  };
  const choose = () =>
    chooseHistory(
      {
        ...{ ...holder, fork, transport: { call } as never },
        log: { state: () => held.state },
        stateAt: (seq: number): TeamState | null => (seq === common && !made.isTorn ? start : null),
        vaults: { chain: emptyChain } as never,
        isBehind: () => made.isBehind,
        noteLog: () => undefined,
        over: () => void made.ends++,
      },
      { user: mine.ada.user, number: common + 1, text: words },
      () => void made.beside(),
    );
  return { made, choose };
}
type Made = ReturnType<typeof going>["made"];

describe("going over to another history", () => {
  it.each<[string, string, (made: Made) => void]>([
    ["that is served whole", "ok", () => {}],
    [
      "from an older file",
      "local-rollback",
      (made) => {
        made.isBehind = true;
      },
    ],
    [
      "without the second factor that the server asks for",
      "step-up",
      (made) => {
        made.isFactorAsked = true;
      },
    ],
    [
      "while the server shows the own one",
      "log-fork elsewhere",
      (made) => {
        made.shows = [made.own];
      },
    ],
    [
      "while the server shows a third one",
      "log-fork elsewhere",
      (made) => {
        made.shows = made.elsewhere;
      },
    ],
    [
      "while the server shows nothing",
      "log-fork elsewhere",
      (made) => {
        made.page = [];
      },
    ],
    [
      "while the server shows another beginning",
      "log-fork elsewhere",
      (made) => {
        made.page = [...made.branch];
      },
    ],
    [
      "of which an entry is another one than was signed",
      "encoding schema",
      (made) => {
        made.shows = made.branch.map((bytes, at) =>
          at === 0 ? bytes : bytes.with(bytes.length - 5, (bytes.at(-5) ?? 0) ^ 1),
        );
      },
    ],
    [
      "from a file that does not reach the place",
      "log-gap",
      (made) => {
        made.isTorn = true;
      },
    ],
    [
      "while the own log goes on",
      "busy log",
      (made) => {
        made.meanwhile = () => {
          made.held.state = { ...made.held.state };
        };
      },
    ],
  ])("%s: %s", async (_what, expected, change) => {
    const { made, choose } = going();
    const before = readEntries(made.db);
    change(made);
    const chosen = await choose();
    const said = chosen.ok ? ["ok"] : [chosen.failure.code, chosen.failure.detail?.reason];
    expect(said.filter((one) => one !== undefined).join(" ")).toBe(expected);
    const after = chosen.ok ? [...before.slice(0, made.common + 1), ...made.branch] : before;
    expect([readEntries(made.db), made.ends]).toEqual([after, chosen.ok ? 1 : 0]);
  });

  it("changes nothing in the file where the disk fails at the end, and locks, since memory is neither", async () => {
    const { made, choose } = going();
    const before = readEntries(made.db);
    made.beside = () => {
      throw new Error("disk");
    };
    await expect(choose()).rejects.toThrow("disk");
    expect([readEntries(made.db), made.ends]).toEqual([before, 1]);
  });
});
