/** What leads to a manager's pin, of a server that does not lead there. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { ok } from "../../../shared/failures.ts";
import type { Binding } from "../../../shared/protocol/team-log/state/team-state.ts";
import { emptyChain, manifestRoot } from "../../../shared/protocol/vault-chain/chain.ts";
import { commit, fold } from "../../../shared/testing/commits.ts";
import { type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { fetchToPin } from "./chain-restart.ts";
import type { Transport } from "./transport.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

/** Two commits of Bob's, the pin at the second, and a server that gives only so many of them. */
function pinAtTwo(given: number) {
  const { team, bob, ada, ops } = scene;
  team.chains.set(ops, emptyChain(ops));
  const commits = [1, 2].map(() => {
    const { bytes } = commit(team, bob, { vault: ops });
    fold(team, ops, bytes);
    return bytes;
  });
  const chain = team.chains.get(ops) as ReturnType<typeof emptyChain>;
  const pin = { ...chain.head, by: ada.user, root: manifestRoot(chain) } as Binding;
  let asked = 0;
  const call = async (_: string, { from }: { from: number }) => {
    asked++;
    if (asked > 5) throw new Error("asked for ever");
    return ok({ head: chain.head, commits: commits.slice(from - 1, given) });
  };
  const source = { transport: { call } as unknown as Transport, state: () => team.state, mine: emptyChain(ops) };
  return { ops, ada, chain, asked: () => asked, fetch: () => fetchToPin(source, ops, pin) };
}

describe("the way to a manager's pin", () => {
  it("is taken where the server shows it", async () => {
    const { fetch, chain } = pinAtTwo(2);
    expect(await fetch()).toMatchObject({ ok: true, value: { chain: { head: chain.head } } });
  });

  it.each([0, 1])("that ends after %i commits is named, and is not asked for again and again", async (given) => {
    const { fetch, ops, ada, asked } = pinAtTwo(given);
    expect(await fetch()).toMatchObject({
      failure: { code: "log-rollback", detail: { vault: ops, user: ada.user, reason: "named-head" } },
    });
    expect(asked()).toBe(given + 1);
  });
});
