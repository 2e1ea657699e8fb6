/** Signing with the keys of a closed scripted client, for what no command does: the real profile, opened past its app. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "../../e2e/drive.ts";
import { builtInServer, scriptPorts } from "../../e2e/kit/drive-ports.ts";
import { passphrase } from "../../e2e/kit/must.ts";
import { must as valueIn } from "../../shared/testing/team.ts";
import { openSecrets } from "./account/profile-secrets.ts";
import { createEmitter } from "./emitter.ts";
import { readRollbackGuard } from "./local/rollback-guard.ts";
import type { LogWriter } from "./log/act.ts";
import { openProfile } from "./open-profile.ts";
import type { Database } from "./ports.ts";
import { openProfileStore } from "./store/open-profile-store.ts";
import { findProfile, type StoredProfile } from "./store/profile-row.ts";
import { createKeyring } from "./sync/keyring.ts";

/** What a test has of it; the chains are the test's own to give. */
export type ClosedClient = Omit<LogWriter, "chains"> & { db: Database };

/** Closes `client`, lets `work` sign with what its folder holds, and lets go of it. */
export async function withKeysOf(
  client: Client,
  dataDir: string,
  work: (own: ClosedClient) => Promise<void>,
): Promise<void> {
  await client.close();
  const { keychain, clipboard } = client;
  const ports = scriptPorts({ dataDir, keychain, clipboard }, builtInServer(dataDir), () => {});
  const db = valueIn(openProfileStore(ports.profiles, readdirSync(join(dataDir, "profiles"))[0] as string));
  const stored = findProfile(db) as StoredProfile;
  const { profile } = stored;
  const { keys } = valueIn(await openSecrets(ports, stored, { passphrase }));
  const kept = await readRollbackGuard(keychain, profile.profile);
  const opened = valueIn(openProfile({ ports, db, profile, keys, kept, emitter: createEmitter(() => {}) }));
  const keyring = createKeyring({ db, profile, keys, state: opened.log.state, refused: () => {} });
  await work({ log: opened.log, keyring, profile, keys, ports, db });
  opened.close();
  db.close();
}
