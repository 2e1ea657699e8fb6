/** The writer of the log: an act is planned anew after a lost compare-and-set, and is nothing once its reason went away. */
import { beforeAll, expect, it } from "vitest";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import type { Intent } from "../../../shared/protocol/team-log/compose-intents.ts";
import { parseEntry } from "../../../shared/protocol/team-log/entry.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must, takeFirst } from "../../../shared/testing/team.ts";
import { act, type LogWriter } from "./act.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

/** Ada's app, whose first post loses against what `meanwhile` puts into the log. */
function writerOf(mine: SmallTeam, meanwhile: () => void): { writer: LogWriter; posts: Uint8Array[][] } {
  const { team, ada } = mine;
  const posts: Uint8Array[][] = [];
  const append: LogWriter["log"]["append"] = async (build) => {
    const lost = must(await build(team.state));
    if (lost !== null) posts.push(lost.entries);
    meanwhile();
    const next = await build(team.state);
    if (next.ok && next.value !== null) posts.push(next.value.entries);
    return next.ok ? ok(true) : (next as Result<true>);
  };
  const key = (vault: Parameters<LogWriter["keyring"]["key"]>[0], epoch: number) =>
    team.keys.get(vault)?.[epoch - 1] ?? null;
  const writer = {
    log: { state: () => team.state, append },
    chains: {
      chain: (vault: typeof mine.ops) => team.chains.get(vault),
      ...{ stopped: () => null, isWhole: () => true },
      cutHead: (vault: typeof mine.ops) => team.chains.get(vault)?.head,
    },
    keyring: { key },
    profile: ada,
    keys: ada.keys,
    ports: { clock: { now: () => team.now } },
  } as unknown as LogWriter;
  return { writer, posts };
}

it("an act that lost its race is signed on the newer state", async () => {
  const mine = copyOf(scene);
  const other: Intent = { type: "vault-archive", vault: mine.bobs };
  const { writer, posts } = writerOf(mine, () => void takeFirst(mine.team, mine.bob, other));
  const { seq } = mine.team.state.head;
  expect(await act(writer, { type: "vault-archive", vault: mine.ops })).toEqual(ok(true));
  const numbers = posts.map(([entry]) => must(parseEntry(entry as Uint8Array)).body.seq);
  expect(numbers).toEqual([seq + 1, seq + 2]);
});

it("an act whose reason went away posts nothing more and is no failure", async () => {
  const mine = copyOf(scene);
  const rotation: Intent = { type: "vault-rotate", vaults: [{ vault: mine.due }], only: "due" };
  const { writer, posts } = writerOf(mine, () => void takeFirst(mine.team, mine.ada, rotation));
  expect(await act(writer, rotation)).toEqual(ok(true));
  expect(posts).toHaveLength(1);
});

it("an act that its signer may no longer do fails by the log's own name", async () => {
  const mine = copyOf(scene);
  const { writer } = writerOf(
    mine,
    () => void takeFirst(mine.team, mine.ada, { type: "vault-archive", vault: mine.ops }),
  );
  const change = { user: mine.cleo.user, group: null, permission: "use" as const, end: null };
  const done = await act(writer, { type: "vault-access", vault: mine.ops, changes: [change] });
  expect(done).toMatchObject({ ok: false, failure: { code: "role" } });
});
