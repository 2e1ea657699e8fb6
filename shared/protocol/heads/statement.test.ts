/** Statements of heads: verified by everybody in the same way, in every byte, and true of the log on which they stand. */
import { beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../../../e2e/fixtures/vectors/vector-file.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import { signingKeys } from "../../crypto/sign.ts";
import type { DeviceId, Hash, TeamId, VaultId } from "../../encoding/ids.ts";
import { act, planAccess, planVault } from "../../testing/entries.ts";
import { planRemove } from "../../testing/leavers.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../testing/small-team.ts";
import { statement, statementBody } from "../../testing/statements.ts";
import type { Person } from "../../testing/team.ts";
import { verdict } from "../../testing/verdicts.ts";
import { buildStatement, lastRemoval, type StatementBody, verifyStatement } from "./statement.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const verdictOf = ({ team }: SmallTeam, bytes: Uint8Array) => verdict(verifyStatement(team.state, bytes));

describe("a statement", () => {
  it("is taken of each person of the team, on the newest entry and on older ones", () => {
    const { team, ada, bob, aud } = scene;
    for (const by of [ada, bob, aud]) expect(verdictOf(scene, statement(team, by))).toBe("taken");
    expect(verdictOf(scene, statement(team, ada, { logSeq: 3 }))).toBe("taken");
  });

  const own = (mine: SmallTeam, tamper: Partial<StatementBody>, by: Person = mine.bob) =>
    statement(mine.team, by, tamper);
  const hash = "1".padEnd(52, "0") as Hash;
  const rows: [string, string, (mine: SmallTeam) => Uint8Array][] = [
    ["of another team", "unknown-team", (mine) => own(mine, { team: "0".repeat(52) as TeamId })],
    ["in another person's name", "signature author", (mine) => own(mine, { user: mine.ada.user })],
    ["of a computer that nobody has", "signature author", (mine) => own(mine, { device: "0".repeat(52) as DeviceId })],
    [
      "signed by somebody else",
      "signature",
      (mine) => buildStatement(statementBody(mine.team, mine.bob), mine.ada.keys.signKey),
    ],
    [
      "whose vaults do not ascend",
      "encoding vaults",
      (mine) => own(mine, { vaults: statementBody(mine.team, mine.bob).vaults.reverse() }),
    ],
    [
      "that names a vault twice",
      "encoding vaults",
      (mine) => own(mine, { vaults: statementBody(mine.team, mine.bob).vaults.flatMap((one) => [one, one]) }),
    ],
    ["above my log", "log-gap", (mine) => own(mine, { logSeq: mine.team.state.head.seq + 1, logHead: hash })],
    ["on another log", "log-fork", (mine) => own(mine, { logHead: hash })],
    ["on an entry from before its computer", "role place", (mine) => own(mine, { logSeq: 1, vaults: [] })],
    ["that names a vault which its person cannot open", "role vault", (mine) => own(mine, { vaults: [at(mine.due)] })],
    ["that names a vault which nobody made", "role vault", (mine) => own(mine, { vaults: [at("0".repeat(26))] })],
    ["that names their own vault", "role vault", (mine) => own(mine, { vaults: [at(mine.bobsPersonal)] })],
  ];
  const at = (vault: string) => ({ vault: vault as VaultId, seq: 0, hash });

  it.each(rows)("%s is refused: %s", (_name, expected, make) => {
    expect(verdictOf(scene, make(scene))).toBe(expected);
  });

  it("of whoever was taken out stands where they still were, and nowhere after that", () => {
    const mine = copyOf(scene);
    const { team, ada, bob } = mine;
    const before = statement(team, bob);
    act(team, ada, planRemove(team, ada, bob.user));
    expect(verdictOf(mine, before)).toBe("taken");
    expect(verdictOf(mine, statement(team, bob, { vaults: [] }))).toBe("role place");
  });

  it("names by whom it is refused once the signature holds, and nobody before", () => {
    const { team, bob, ada } = scene;
    const failed = (bytes: Uint8Array) => {
      const read = verifyStatement(team.state, bytes);
      return read.ok ? null : (read.failure.detail?.device ?? null);
    };
    expect(failed(statement(team, bob, { logHead: hash }))).toBe(bob.device);
    expect(failed(buildStatement(statementBody(team, bob, { logHead: hash }), ada.keys.signKey))).toBe(null);
  });
});

describe("the last removal", () => {
  it("is that of a person or a computer, and of nothing else", () => {
    const mine = copyOf(scene);
    const { team, ada, bob, dora, ops } = mine;
    expect(lastRemoval(team.state)).toBe(0);
    act(team, ada, planAccess(team, ada, ops, [{ user: bob.user, permission: null }]));
    act(team, ada, planVault(team, ada, "shared").plan);
    expect(lastRemoval(team.state)).toBe(0);
    act(team, ada, planRemove(team, ada, dora.user));
    const { seq } = team.state.head;
    act(team, ada, planVault(team, ada, "shared").plan);
    expect(lastRemoval(team.state)).toBe(seq);
  });
});

describe("the recorded statement", () => {
  it("is signed in the recorded bytes", () => {
    const { body, seed, bytes } = readVectors<{ body: StatementBody; seed: Uint8Array; bytes: Uint8Array }>("heads");
    expect(buildStatement(body, signingKeys(seed).signKey)).toEqual(bytes);
  });
});
