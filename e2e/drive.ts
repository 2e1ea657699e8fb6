/**
 * The scriptable client: the real core on the real node ports inside this process (or, with `process: true`, in the real
 * core process), and the real server. Command names and shapes are the contract's (`docs/commands.md`). Ten lines:
 *
 *   const server = await startServer({ dataDir: "/tmp/server" });
 *   const ada = await createClient({ dataDir: "/tmp/ada" });
 *   const { url, setupCode } = server;
 *   await ada.call("team.create", { name: "Tray", person: "Ada", passphrase, server: { url, setupCode } });
 *   const vault = await ada.call("vault.create", { title: "Ops" });
 *   if (vault.ok) await ada.call("item.save", { vault: vault.value.vault, changes: { title: "AWS", password: "x" } });
 *   const off = ada.on("items.changed", (event) => console.log(event.items));
 *   off();
 *   await ada.close();
 *   await server.close();
 */

import { type App, createApp } from "../main/core/app.ts";
import {
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type EventName,
  type Events,
  eventNames,
  type Latchkey,
} from "../shared/contract/commands.ts";
import { inviteMessage } from "../shared/copy/invite-message.ts";
import { setRandomSource } from "../shared/crypto/random.ts";
import { cryptoReady } from "../shared/crypto/ready.ts";
import { ok, type Result } from "../shared/failures.ts";
import {
  builtInServer,
  type ClientPorts,
  type MemoryClipboard,
  type MemoryKeychain,
  memoryClipboard,
  memoryKeychain,
  scriptPorts,
} from "./kit/drive-ports.ts";
import { startCoreProcess } from "./kit/drive-process.ts";

export { type RunningServer, startServer } from "./kit/drive-server.ts";

export type ClientOptions = ClientPorts & { dataDir: string; process?: boolean };
/** What a command answers here: as in the contract, and with an invite its message, in the words of `shared/copy`. */
export type DriveOutput<Name extends CommandName> = CommandOutput<Name> &
  (Name extends "invite.create" | "invite.again" ? { message: string } : unknown);
export type Client = Omit<Latchkey, "call"> & {
  call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Result<DriveOutput<Name>>>;
  keychain: MemoryKeychain;
  clipboard: MemoryClipboard;
  /** The core process, where there is one. */
  pid(): number | undefined;
  /** Ends at once, without any clean-up. */
  kill(): void;
  close(): Promise<void>;
};

/** A client on `dataDir`. A second one on the same folder resolves; every `call` then fails `busy`. */
export async function createClient(options: ClientOptions): Promise<Client> {
  await cryptoReady();
  if (options.random !== undefined) setRandomSource(options.random);
  const keychain = options.keychain ?? memoryKeychain();
  const clipboard = options.clipboard ?? memoryClipboard();
  if (options.process !== true) return withMessages(inside({ ...options, keychain, clipboard }));
  return withMessages({ ...(await startCoreProcess({ ...options, clipboard })), keychain, clipboard });
}

type WithoutMessages = Omit<Client, "call"> & Pick<Latchkey, "call">;

/** The core answers an invite's code and names; the message is written from them, as the page does. */
function withMessages(client: WithoutMessages): Client {
  return {
    ...client,
    async call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Result<DriveOutput<Name>>> {
      const result = await client.call(name, input);
      if (!result.ok || (name !== "invite.create" && name !== "invite.again"))
        return result as Result<DriveOutput<Name>>;
      const message = inviteMessage(result.value as CommandOutput<"invite.again">);
      return ok({ ...(result.value as object), message } as unknown as DriveOutput<Name>);
    },
  };
}

/** The core in this process: lock disposes the app and builds a fresh one, as the host does with the process. */
function inside(options: ClientOptions & { keychain: MemoryKeychain; clipboard: MemoryClipboard }): WithoutMessages {
  const listeners = new Map<EventName, Set<(event: never) => void>>();
  const builtIn = builtInServer(options.dataDir);
  const locks: (() => void)[] = [];
  const ports = scriptPorts(options, builtIn, () => {
    void relock();
    for (const begun of locks.splice(0)) begun();
  });
  let app = fresh();
  let turning: Promise<void> = Promise.resolve();

  /** One app after the other; whoever listens, listens to each. */
  function fresh(): App {
    const made = createApp(ports);
    for (const name of eventNames) made.on(name, (event) => tell(name, event));
    return made;
  }
  function tell<Name extends EventName>(name: Name, event: Events[Name]): void {
    for (const listener of listeners.get(name) ?? []) (listener as (event: Events[Name]) => void)(event);
  }
  function relock(): Promise<void> {
    const old = app;
    turning = turning.then(() => {
      if (app !== old) return;
      old.kill();
      app = fresh();
      tell("session.changed", { state: "locked" });
    });
    return turning;
  }
  return {
    keychain: options.keychain,
    clipboard: options.clipboard,
    pid: () => undefined,
    async call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Result<CommandOutput<Name>>> {
      await turning;
      const locked = name === "account.lock" ? new Promise<void>((resolve) => locks.push(resolve)) : null;
      const result = await app.call(name, input);
      // As with the process: whoever asked for the lock finds a locked app afterwards.
      if (result.ok) await locked;
      await turning;
      return result;
    },
    on(name, listener) {
      listeners.set(name, (listeners.get(name) ?? new Set()).add(listener as (event: never) => void));
      return () => void listeners.get(name)?.delete(listener as (event: never) => void);
    },
    kill() {
      app.kill();
      builtIn.kill();
    },
    async close() {
      await turning;
      await app.dispose();
      await builtIn.close();
      if (options.random !== undefined) setRandomSource(null);
    },
  };
}
