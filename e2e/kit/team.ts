/** Teams for tests, made through the scriptable client: the real core, the real server, real SQLite. */
import type { Latchkey } from "../../shared/contract/commands.ts";
import { type Client, createClient, type RunningServer, startServer } from "../drive.ts";
import { eventually } from "./eventually.ts";
import { must, passphrase } from "./must.ts";
import { atEnd, scratchDir } from "./scratch.ts";

export { must, passphrase, refusal } from "./must.ts";

/** A server in a scratch folder, closed at the end. */
export async function server(options: Partial<Parameters<typeof startServer>[0]> = {}): Promise<RunningServer> {
  const running = await startServer({ dataDir: scratchDir(), ...options });
  atEnd(() => running.close());
  return running;
}

/** A client in a scratch folder, closed at the end. */
export async function client(options: Partial<Parameters<typeof createClient>[0]> = {}): Promise<Client> {
  const made = await createClient({ dataDir: scratchDir(), ...options });
  atEnd(() => made.close());
  return made;
}

/** Ada, founder of a team on `running`; `place`: with a key file, so that a browser host can open the folder later. */
export async function founder(
  running: RunningServer,
  options: Parameters<typeof client>[0] = {},
  place: { keychain?: "file" } = {},
): Promise<Client> {
  const ada = await client(options);
  await must(ada, "team.create", {
    name: "Nordlicht",
    person: "Ada",
    passphrase,
    ...place,
    server: { url: running.url, setupCode: running.setupCode },
  });
  return ada;
}

/** Ada, founder of a team on a server of its own, with a key file: a browser host opens the folder once this client is closed. */
export async function founderIn(dataDir: string): Promise<Client> {
  return founder(await server(), { dataDir }, { keychain: "file" });
}

/** Invites and joins one more person, and waits until they are in. */
export async function joiner(ada: Client, name: string, options: Parameters<typeof client>[0] = {}): Promise<Client> {
  const { code } = await must(ada, "invite.create", { name });
  const person = await client(options);
  await must(person, "team.join", { code, passphrase });
  await isIn(person);
  return person;
}

/**
 * One more person who is in, with the personal vault that their app makes by itself, and whose computer is off from then on, so that
 * nothing of theirs comes in between; answers who it is.
 */
export async function colleague(ada: Client, name: string): Promise<string> {
  const person = await joiner(ada, name);
  await eventually(
    () => must(person, "vault.list", {}),
    (vaults) => vaults.some(({ kind }) => kind === "personal"),
  );
  await must(person, "sync.now", {});
  await must(ada, "sync.now", {});
  const user = await userOf(person);
  await person.close();
  return user;
}

/** Waits until this person's app is unlocked and in the team. */
export async function isIn(person: Latchkey): Promise<void> {
  await eventually(
    () => must(person, "account.status", {}),
    (status) => status.state === "unlocked",
    10_000,
  );
}

/** The vault as this person sees it, once it is ready. */
export async function readyVault(person: Latchkey, vault: string): Promise<void> {
  await eventually(
    () => must(person, "vault.list", {}),
    (vaults) => vaults.some((one) => one.vault === vault && one.state === "ready"),
  );
}

/** This person's user id. */
export async function userOf(person: Latchkey): Promise<string> {
  return (await must(person, "account.status", {})).user as string;
}
