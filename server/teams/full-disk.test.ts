/** A full disk: refused by name, nothing half done in memory or on disk, and work goes on when there is space again. */
import { describe, expect, it } from "vitest";
import { hashText } from "../../shared/crypto/hash.ts";
import type { VaultId } from "../../shared/encoding/ids.ts";
import { manifestRoot, type VaultChain } from "../../shared/protocol/vault-chain/chain.ts";
import { commit, fold } from "../../shared/testing/commits.ts";
import { createVault } from "../../shared/testing/posts.ts";
import { createTestTeam, must } from "../../shared/testing/team.ts";
import { storageFailure } from "../store/database.ts";
import { addSetupToken } from "../store/identity-store.ts";
import { createTestContext, type TestContext } from "../testing/context.ts";
import { appendEntries } from "./append-entries.ts";
import { createTeam } from "./create-team.ts";
import { pushCommits } from "./push-commits.ts";
import { loadTeams, type Team } from "./team.ts";

/** Leaves no space for another page, or makes space again. */
function setDisk({ database }: TestContext, state: "full" | "free"): void {
  const most = state === "full" ? database.pragma("page_count") : 1_000_000;
  database.pragma(`max_page_count = ${most}`);
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "taken",
    (thrown) => {
      const failure = storageFailure(thrown);
      return failure === null || failure.ok ? String(thrown) : failure.failure.code;
    },
  );

describe("a full disk", () => {
  it("refuses entries and commits by name and forgets nothing", async () => {
    const context = await createTestContext();
    const { team: own, post } = createTestTeam();
    const { user, device, keys } = own.founder;
    const setup = new Uint8Array(16).fill(7);
    await addSetupToken(context.db, hashText("setup-token", setup));
    const founder = { kind: "founder" as const, user, device, signPk: keys.signPk };
    setDisk(context, "full");
    const big = { ...post, setup };
    expect(await codeOf(createTeam(context, founder, own.team, big))).toBe("storage-full");
    expect(context.teams.size).toBe(0);
    setDisk(context, "free");
    must(await createTeam(context, founder, own.team, big));
    const team = context.teams.get(own.team) as Team;
    const vault = [...own.state.vaults.values()].find(({ kind }) => kind === "personal")?.vault as VaultId;
    const first = commit(own, own.founder, { vault, count: 20 });
    must(
      await pushCommits(
        context,
        { team, vault },
        { user, device },
        { commits: [first.bytes], envelopes: first.envelopes },
      ),
    );
    fold(own, vault, first.bytes);
    setDisk(context, "full");
    const [seen, head, root] = [
      team.state,
      team.vaults.get(vault)?.head,
      manifestRoot(team.chains.get(vault) as VaultChain),
    ];
    const more = commit(own, own.founder, { vault, items: [...first.items], count: 0 });
    const push = { commits: [more.bytes], envelopes: more.envelopes };
    expect(await codeOf(pushCommits(context, { team, vault }, { user, device }, push))).toBe("storage-full");
    const entries = Array.from({ length: 10 }, () => createVault(own, own.founder).built);
    const entryPost = { entries: entries.flatMap((one) => one.entries), blobs: entries.flatMap((one) => one.blobs) };
    expect(await codeOf(appendEntries(context, team, { user, device }, entryPost))).toBe("storage-full");
    expect([team.state, team.vaults.get(vault)?.head]).toEqual([seen, head]);
    expect(manifestRoot(team.chains.get(vault) as VaultChain)).toBe(root);
    setDisk(context, "free");
    must(await pushCommits(context, { team, vault }, { user, device }, push));
    must(await appendEntries(context, team, { user, device }, entryPost));
    const again = must(await loadTeams(context.db, context.log)).get(own.team) as Team;
    expect(again.state.head).toEqual(own.state.head);
    expect(again.vaults.get(vault)?.head.seq).toBe(2);
    expect(again.storedBytes).toBe(team.storedBytes);
    expect(again.shares).toEqual(team.shares);
    expect([...team.shares.values()][0]?.entries).toBe(own.state.head.seq + 1);
  });
});
