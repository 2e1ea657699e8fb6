/** A vault that two people manage, of which one was sent a key that does not open: somebody rotated past them. */
import { circumstances } from "../../main/core/log/act.ts";
import { readCommits } from "../../main/core/store/vault-rows.ts";
import { deviceKeys, inboxHash, inboxKeys, newMasterKey } from "../../shared/crypto/device-keys.ts";
import { randomBytes } from "../../shared/crypto/random.ts";
import type { SigningKey } from "../../shared/crypto/sign.ts";
import type { DeviceId, VaultId } from "../../shared/encoding/ids.ts";
import { limits } from "../../shared/encoding/limits.ts";
import { ok } from "../../shared/failures.ts";
import type { Intent } from "../../shared/protocol/team-log/compose-intents.ts";
import { plan, type Recipient } from "../../shared/protocol/team-log/compose-plan.ts";
import { sealPlan, signBody } from "../../shared/protocol/team-log/compose-seal.ts";
import { type EntryBodyOf, parseEntry } from "../../shared/protocol/team-log/entry.ts";
import { applyEntry } from "../../shared/protocol/team-log/verify.ts";
import { emptyChain, foldCommit } from "../../shared/protocol/vault-chain/chain.ts";
import { parseCommit } from "../../shared/protocol/vault-chain/commit.ts";
import { must as valueIn } from "../../shared/testing/team.ts";
import { type Client, createClient } from "../drive.ts";
import { withKeysOf } from "./closed-client.ts";
import { eventually } from "./eventually.ts";
import { atEnd, scratchDir } from "./scratch.ts";
import { client, joiner, must, passphrase, readyVault, server, userOf } from "./team.ts";

type Alone = {
  vault: VaultId;
  intents: Intent[];
  tamper?(recipients: Recipient[]): Recipient[];
  /** What a rotation says wrongly of its own key: the earlier keys, or the inbox. */
  spoils?: "history" | "inbox";
};

/**
 * Closes this client and signs by its keys the first entry of each thing that it wants, in one post, with the keys for nobody unless
 * `tamper` says so. Of a key that the post itself makes random bytes are sent.
 */
export async function signAlone(
  client: Client,
  dataDir: string,
  { vault, intents, tamper = () => [], spoils }: Alone,
): Promise<void> {
  await withKeysOf(client, dataDir, async ({ db, ...own }) => {
    const chain = emptyChain(vault);
    for (const bytes of readCommits(db, vault, 0)) foldCommit(chain, valueIn(parseCommit(bytes)));
    const held = (of: VaultId, epoch: number) => own.keyring.key(of, epoch) ?? randomBytes(32);
    const key = spoils === "history" ? () => randomBytes(32) : held;
    const writer = {
      ...own,
      keyring: { ...own.keyring, key },
      chains: { chain: () => chain, stopped: () => null, isWhole: () => true, cutHead: () => chain.head },
    };
    const post: { entries: Uint8Array[]; blobs: Uint8Array[] } = { entries: [], blobs: [] };
    let state = own.log.state();
    for (const intent of intents) {
      const planned = valueIn(plan(circumstances(writer, state), intent));
      const [first] = planned?.entries ?? [];
      if (planned === null || first === undefined) throw new Error("nothing to sign");
      const entry = { ...first, recipients: tamper(first.recipients) };
      const { entries, blobs } = valueIn(
        sealPlan({ ...planned, entries: [entry] }, { signKey: own.keys.signKey, key }),
      );
      for (const { bytes: honest } of entries) {
        const bytes = spoils === "inbox" ? withOwnInbox(honest, own.keys.signKey) : honest;
        post.entries.push(bytes);
        state = valueIn(applyEntry(state, bytes)).state;
      }
      post.blobs.push(...blobs);
    }
    valueIn(await own.log.append(async () => ok(post)));
  });
}

/** The rotation with the inbox of a key that its signer has, and not of the vault's. */
function withOwnInbox(bytes: Uint8Array, signKey: SigningKey): Uint8Array {
  const body = valueIn(parseEntry(bytes)).body as EntryBodyOf<"vault-rotate">;
  const inbox = inboxHash(inboxKeys(randomBytes(32)).kemPk);
  return signBody({ ...body, payload: { vaults: body.payload.vaults.map((one) => ({ ...one, inbox })) } }, signKey);
}

type Past = { vault: VaultId; to: DeviceId; times: number };

/** Rotates by this client's keys, and sends `to` so many bundles that only somebody else could open. */
export function rotatePast(client: Client, dataDir: string, { vault, to, times }: Past): Promise<void> {
  const { kemPk } = deviceKeys(newMasterKey());
  const again: Intent = { type: "vault-keys", to: [{ device: to, vaults: [vault] }] };
  return signAlone(client, dataDir, {
    vault,
    intents: [
      { type: "vault-rotate", vaults: [{ vault }], only: "all" },
      ...Array.from({ length: times - 1 }, () => again),
    ],
    tamper: (recipients) => recipients.map((one) => (one.device === to ? { ...one, kemPk } : one)),
  });
}

/** This person's app once more, on the folder that it was closed on. */
export async function again(client: Client, dataDir: string): Promise<Client> {
  const opened = await createClient({ dataDir, keychain: client.keychain });
  atEnd(() => opened.close());
  await must(opened, "account.unlock", { passphrase });
  return opened;
}

/** Nothing waits, nothing fails. */
export function inStep(person: Client) {
  return eventually(
    () => must(person, "sync.now", {}),
    ({ state, pending, failures }) => state === "ok" && pending === 0 && failures.length === 0,
    10_000,
  );
}

/** Ada, whose folder a browser's host can open too: the device secret lies in a file. */
export async function keylessManager(names = plainNames) {
  const { ada, adaDir, running } = await keptInFile();
  return { ada, adaDir, running, ...(await keylessVault(ada, names)) };
}

/** Ada, founder of a team, before anything went wrong. */
export async function keptInFile(dataDir = scratchDir()) {
  const adaDir = scratchDir();
  const running = await server({ dataDir });
  const { url, setupCode } = running;
  const ada = await client({ dataDir: adaDir });
  await must(ada, "team.create", {
    ...{ name: "Nordlicht", person: "Ada", passphrase, keychain: "file" as const },
    server: { url, setupCode },
  });
  return { ada, adaDir, running };
}

/** What people called things. */
const plainNames = { person: "Bob", vault: "Ops", logins: ["AWS"] };

/** Ada and Bob manage a vault with logins; Bob rotated so that Ada has no key, changed the logins and made another. */
export async function keylessVault(ada: Client, names = plainNames) {
  const bobDir = scratchDir();
  const first = await joiner(ada, names.person, { dataDir: bobDir });
  const bobsUser = await userOf(first);
  const { vault } = await must(ada, "vault.create", { title: names.vault });
  await must(ada, "vault.setAccess", { vault, user: bobsUser, permission: "manage" });
  const items: string[] = [];
  for (const title of names.logins)
    items.push((await must(ada, "item.save", { vault, changes: { title, username: "first" } })).item);
  const [item] = items as [string];
  await readyVault(first, vault);
  await inStep(first);
  const { device } = await must(ada, "account.status", {});
  // As often as one person may: Bob's app has nothing to give that Ada's could still be sent.
  await rotatePast(first, bobDir, {
    ...{ vault: vault as VaultId, to: device as DeviceId, times: limits.listingsPerDevice },
  });
  const bob = await again(first, bobDir);
  for (const one of items) await must(bob, "item.save", { vault, item: one, changes: { username: "second" } });
  await must(bob, "item.save", { vault, changes: { title: "Made since", password: "x" } });
  await inStep(bob);
  await must(ada, "sync.now", {});
  return { bob, bobDir, bobsUser, vault, item };
}
