/** A newest version that its author signed and that opens for nobody, on the real server. */
import { readCommits } from "../../main/core/store/vault-rows.ts";
import { postDamaged } from "../../main/core/vaults/test-damaged.ts";
import { connect } from "../../server/testing/client.ts";
import type { VaultId } from "../../shared/encoding/ids.ts";
import { readTransferCode } from "../../shared/protocol/transfer-code/transfer-code.ts";
import { emptyChain, foldCommit } from "../../shared/protocol/vault-chain/chain.ts";
import { parseCommit } from "../../shared/protocol/vault-chain/commit.ts";
import { must as valueIn } from "../../shared/testing/team.ts";
import type { Client, RunningServer } from "../drive.ts";
import { withKeysOf } from "./closed-client.ts";

/** Closes `client`, whose computer's keys sign it. */
export async function pushDamaged(
  client: Client,
  dataDir: string,
  at: { running: RunningServer; vault: string; item: string },
): Promise<void> {
  const { origin, serverKeys } = valueIn(readTransferCode("setup", at.running.setupCode));
  await withKeysOf(client, dataDir, async ({ db, log, keyring, profile, keys, ports }) => {
    const vault = at.vault as VaultId;
    const chain = emptyChain(vault);
    for (const bytes of readCommits(db, vault, 0)) foldCommit(chain, valueIn(parseCommit(bytes)));
    const place = { chain, state: log.state(), commits: [] as Uint8Array[], envelopes: new Map() };
    postDamaged(place, { now: ports.clock.now(), unlocked: { keyring, profile, keys } }, at.item, null);
    const { team, user, device } = profile;
    const identity = { kind: "device" as const, user, device };
    const line = await connect({ url: at.running.url, origin, serverKeys }, { team, identity, signKey: keys.signKey });
    valueIn(await line.call("push", { commits: place.commits, envelopes: [...place.envelopes.values()] }, vault));
  });
}
