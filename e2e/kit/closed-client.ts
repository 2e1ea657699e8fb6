/** Signing with the keys of a closed scripted client, for what no command does: the real profile, opened past its app. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { openSecrets } from "../../main/core/account/profile-secrets.ts";
import { createEmitter } from "../../main/core/emitter.ts";
import { readKeptHeads } from "../../main/core/local/kept-heads.ts";
import type { LogWriter } from "../../main/core/log/act.ts";
import { openProfile } from "../../main/core/open-profile.ts";
import type { Database } from "../../main/core/ports.ts";
import { openProfileStore } from "../../main/core/store/open-profile-store.ts";
import { findProfile, type StoredProfile } from "../../main/core/store/profile-row.ts";
import { createKeyring } from "../../main/core/sync/keyring.ts";
import { ownRights } from "../../main/core/sync/own-rights.ts";
import { ok } from "../../shared/failures.ts";
import { must as valueIn } from "../../shared/testing/team.ts";
import type { Client } from "../drive.ts";
import { builtInServer, scriptPorts } from "./drive-ports.ts";
import { passphrase } from "./must.ts";

/** What a test has of it; the chains are the test's own to give. */
export type ClosedClient = Omit<LogWriter, "chains" | "profile"> & { db: Database; profile: StoredProfile["profile"] };

/** Closes `client`, lets `work` sign with what its folder holds, and lets go of it. */
export async function withKeysOf(
  client: Client,
  dataDir: string,
  work: (own: ClosedClient) => Promise<void>,
): Promise<void> {
  await client.close();
  const { keychain, clipboard } = client;
  const ports = scriptPorts({ dataDir, keychain, clipboard }, builtInServer(dataDir), () => {});
  // What the profile still loads beside `work` breaks off with it: nothing to tell.
  ports.log = { event: () => {} };
  const db = valueIn(openProfileStore(ports.profiles, readdirSync(join(dataDir, "profiles"))[0] as string));
  const stored = findProfile(db) as StoredProfile;
  const { profile } = stored;
  const { keys } = valueIn(await openSecrets(ports, stored, { passphrase }));
  const kept = await readKeptHeads(keychain, { profile, localStateKey: keys.localStateKey });
  const opened = valueIn(
    openProfile({ ports, db, profile, keys, kept, isMarked: true, emitter: createEmitter(() => {}) }),
  );
  const keyring = createKeyring({ db, profile, keys, state: opened.log.state, refused: () => {} });
  const rights = ownRights({ state: opened.log.state, user: profile.user, now: ports.clock.now });
  // A changed app asks no gate.
  await work({ log: opened.log, keyring, rights, profile, keys, ports, db, mayOpen: async () => ok(true) });
  opened.close();
  db.close();
}
