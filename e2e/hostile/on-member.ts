/**
 * A member with a patched client: the keys of Bob's computer in the hands of a test, which signs what no honest program
 * would, and posts it to the real server. Everybody else runs the real core.
 */
import Sqlite from "better-sqlite3";
import { deviceCaller } from "../../server/testing/callers.ts";
import { connect, type TestClient } from "../../server/testing/client.ts";
import { deviceIdOf, deviceKeys } from "../../shared/crypto/device-keys.ts";
import { setRandomSource } from "../../shared/crypto/random.ts";
import type { TeamId, UserId, VaultId } from "../../shared/encoding/ids.ts";
import type { Result } from "../../shared/failures.ts";
import { applyEntry, applyGenesis } from "../../shared/protocol/team-log/verify.ts";
import { readTransferCode } from "../../shared/protocol/transfer-code/transfer-code.ts";
import { emptyChain } from "../../shared/protocol/vault-chain/chain.ts";
import { fold } from "../../shared/testing/commits.ts";
import { type Plan, signed } from "../../shared/testing/entries.ts";
import { type Person, type TestTeam, must as value } from "../../shared/testing/team.ts";
import { type HostileTeam, hostileTeam } from "../kit/hostile-team.ts";
import { profileFile } from "../kit/profile-file.ts";
import { atEnd } from "../kit/scratch.ts";

export type EvilMember = HostileTeam & {
  /** Bob, with their own computer's keys. */
  evil: Person;
  /** What the server shows to Bob, verified; `refresh` reads it anew. */
  seen: TestTeam;
  refresh(): Promise<void>;
  client: TestClient;
  /** Signs a plan as Bob and posts it. */
  post(plan: Plan): Promise<Result<unknown>>;
};

/** Every 32 bytes that anybody drew: one of them is each computer's master key. */
function recordRandom(): Uint8Array[] {
  const drawn: Uint8Array[] = [];
  setRandomSource((length) => {
    const bytes = crypto.getRandomValues(new Uint8Array(length));
    if (length === 32) drawn.push(bytes.slice());
    return bytes;
  });
  atEnd(() => setRandomSource(null));
  return drawn;
}

/** The team of `hostileTeam`, with Bob's keys in hand. */
export async function evilMember(options: Parameters<typeof hostileTeam>[0] = {}): Promise<EvilMember> {
  const drawn = recordRandom();
  const team = await hostileTeam(options);
  setRandomSource(null);
  const evil = personIn(team.bobDir, drawn);
  const { origin, serverKeys } = value(readTransferCode("setup", team.running.setupCode));
  const caller = deviceCaller(evil.team, evil.person);
  const client = await connect({ url: team.running.url, origin, serverKeys }, caller);
  const seen = await readTeam(client, evil);
  return {
    ...team,
    ...{ evil: evil.person, seen, client },
    refresh: async () => void Object.assign(seen, await readTeam(client, evil)),
    async post(plan) {
      const bytes = signed({ team: seen }, evil.person, plan);
      return client.call("append", { entries: [bytes], blobs: plan.blobs, setup: null });
    },
  };
}

export type Taken = { team: TeamId; person: Person };

/** Whose computer a profile is, and its keys: those of the one master key whose public halves give its id. */
function personIn(dataDir: string, drawn: readonly Uint8Array[]): Taken {
  const db = new Sqlite(profileFile(dataDir), { readonly: true });
  const row = db.prepare("SELECT team, user, device FROM profile").get() as {
    team: TeamId;
    user: UserId;
    device: string;
  };
  db.close();
  for (const master of drawn) {
    const keys = deviceKeys(master);
    const device = deviceIdOf({ team: row.team, user: row.user, signPk: keys.signPk, kemPk: keys.kemPk });
    if (device === row.device) return { team: row.team, person: { user: row.user, device, keys } };
  }
  throw new Error("nobody drew this computer's master key");
}

/** The whole log and the chains that this person may read, as the server shows them. */
export async function readTeam(client: TestClient, { team, person }: Taken): Promise<TestTeam> {
  const { entries } = value(await client.call("log", { from: 0 }));
  const [genesis, ...rest] = entries;
  let state = value(applyGenesis(genesis as Uint8Array, team));
  for (const bytes of rest) state = value(applyEntry(state, bytes)).state;
  const chains = new Map([...state.vaults.keys()].map((vault) => [vault, emptyChain(vault)]));
  const seen: TestTeam = { team, state, founder: person, keys: new Map(), chains, now: Date.now() };
  for (const { vault } of value(await client.call("vaults", {})).heads) await readChain(client, seen, vault);
  return seen;
}

async function readChain(client: TestClient, seen: TestTeam, vault: VaultId): Promise<void> {
  const page = await client.call("commits", { from: 1 }, vault);
  for (const bytes of page.ok ? page.value.commits : []) fold(seen, vault, bytes);
}
