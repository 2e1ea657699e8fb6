/** A server's folder with a row of every kind in it: what copies, checks and restores have to carry over. */
import { scratchDir } from "../../e2e/kit/scratch.ts";
import { inboxKeys } from "../../shared/crypto/device-keys.ts";
import { newId, randomBytes } from "../../shared/crypto/random.ts";
import type { LetterId, VaultId } from "../../shared/encoding/ids.ts";
import type { VaultChain } from "../../shared/protocol/vault-chain/chain.ts";
import { commit, fold } from "../../shared/testing/commits.ts";
import { createVault, grant, invite, joiner, rotate } from "../../shared/testing/posts.ts";
import { statement } from "../../shared/testing/statements.ts";
import { must, type Person, type TestTeam, vaultOfKind } from "../../shared/testing/team.ts";
import { inviteCaller } from "./callers.ts";
import { connect, type TestClient } from "./client.ts";
import { sealedFile, sendFile } from "./files.ts";
import { enrol } from "./second-factors.ts";
import { addPerson, post, type TestServer, testServerWithTeam } from "./test-server.ts";

export type Filled = TestServer & { dataDir: string; vault: VaultId; bob: Person; asBob: TestClient };

/** A running server with two people, a rotated vault with voided commits and an envelope that is owed, a file, a letter, an inbox's key, a statement of heads, somebody who waits. */
export async function filledServer(): Promise<Filled> {
  const dataDir = scratchDir();
  const testServer = await testServerWithTeam({ dataDir });
  const { team, founder } = testServer;
  const { vault, built } = createVault(team, team.founder);
  await post(founder, built);
  const { person: bob, client: asBob } = await addPerson(testServer);
  await post(founder, grant(team, team.founder, { vault, to: bob, permission: "edit" }));
  const filled = { ...testServer, dataDir, vault, bob, asBob };
  await pushOne(filled, 3);
  const pinned = structuredClone(team.chains.get(vault) as VaultChain);
  await pushOne(filled, 1);
  team.chains.set(vault, pinned);
  await post(founder, rotate(team, team.founder, { vault, voids: 1 }));
  const file = sealedFile(1_500_000);
  await sendFile(asBob, vault, file);
  await bringOne(filled, [file.named]);
  const governance = vaultOfKind(team.state, "governance").vault;
  const letter = { epoch: 1, id: newId<LetterId>(), bytes: randomBytes(2000) };
  must(await asBob.call("sendLetter", letter, governance));
  const { kemPk } = inboxKeys(team.keys.get(governance)?.[0] as Uint8Array);
  must(await founder.call("openInbox", { epoch: 1, kemPk }, governance));
  must(await founder.call("stateHeads", { statement: statement(team, team.founder) }));
  await enrol(asBob);
  await waitOutside(testServer);
  return filled;
}

type Named = Parameters<typeof sendFile>[2]["named"];

/** One more commit by Bob, with these files. */
export async function pushOne(
  { team, asBob, bob, vault }: Omit<Filled, "dataDir" | "server" | "founder">,
  count: number,
  blobs: Named[] = [],
): Promise<number> {
  const made = commit(team, bob, {
    vault,
    count,
    tamper: (change) => (blobs.length === 0 ? change : { ...change, blobs }),
  });
  const { head } = must(await asBob.call("push", { commits: [made.bytes], envelopes: made.envelopes }, vault));
  fold(team, vault, made.bytes);
  return head.seq;
}

/** The same, brought back as after a restore, with one envelope that is still owed. */
async function bringOne(
  { team, asBob, bob, vault }: Omit<Filled, "dataDir" | "server" | "founder">,
  blobs: Named[],
): Promise<void> {
  const made = commit(team, bob, { vault, tamper: (change) => ({ ...change, blobs }) });
  const request = { commits: [made.bytes], envelopes: made.envelopes.slice(1) };
  must(await asBob.call("restoreVault", request, vault));
  fold(team, vault, made.bytes);
}

async function waitOutside({ server, team, founder }: TestServer): Promise<void> {
  const invited = invite(team, team.founder);
  await post(founder, invited.built);
  const waiting = await connect(server, inviteCaller(team.team, invited));
  must(await waiting.call("join", { join: joiner(team.team, invited).join }));
}

/** Where the log and Bob's vault stand on a server. */
export async function headsOn(client: TestClient, { vault }: { vault: VaultId; team: TestTeam }) {
  const log = must(await client.call("log", { from: 0 }));
  const commits = must(await client.call("commits", { from: 1 }, vault));
  return { log: log.head, chain: commits.head };
}
