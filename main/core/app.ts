/**
 * The program: composes the areas on the ports and answers commands. For every call it checks the command's name, the
 * session's state and the input, in that order, and turns an exception (a bug) into a short code at this one boundary.
 */
import { type CommandInput, type CommandName, commands } from "../../shared/contract/commands.ts";
import type { CommandOutput, EventName, Events, Latchkey } from "../../shared/contract/outputs.ts";
import { cryptoReady } from "../../shared/crypto/ready.ts";
import { type Failed, fail, type Result } from "../../shared/failures.ts";
import { sweepHalfMade } from "./account/profile-list.ts";
import { createSession, type Session } from "./account/session.ts";
import { createEmitter } from "./emitter.ts";
import { closedHandlers } from "./handlers-closed.ts";
import { openHandlers } from "./handlers-open.ts";
import type { Ports } from "./ports.ts";
import { storeFailure } from "./store/open-profile-store.ts";
import type { Unlocked } from "./unlocked.ts";

export type App = Latchkey & {
  /** Lets go of everything: timers, sockets, keys, the database, the folder's lock. Waits for calls under way. */
  dispose(): Promise<void>;
  /** The same at once, calls under way or not: what a killed process leaves is what is durable by now. */
  kill(): void;
};

/**
 * Commands by which a screen keeps itself up to date: they come when a colleague changes something, too, and say nothing
 * about a person being there. `account.active` does.
 */
const quiet = new Set<CommandName>([
  "account.status",
  "account.passphraseStrength",
  "sync.status",
  "member.list",
  "invite.list",
  "vault.list",
  "item.list",
  "item.get",
  "item.code",
  "import.reports",
  "act.list",
]);

/** Starts the program; nothing is opened until somebody unlocks. Every call is `busy` where another process has the folder. */
export function createApp(ports: Ports): App {
  const emitter = createEmitter(() => ports.log.event("listener-failed"));
  const claimed = ports.profiles.claim();
  if (claimed.ok) sweepHalfMade(ports);
  const session = createSession(ports, emitter);
  const underWay = new Set<Promise<unknown>>();
  let isOver = false;

  async function answer(name: string, input: unknown): Promise<Result<unknown>> {
    if (!claimed.ok) return claimed;
    if (!Object.hasOwn(commands, name)) return fail("invalid-input", { field: "name" });
    const command = commands[name as CommandName];
    await cryptoReady();
    if (isOver) return fail("locked", undefined, "after-act");
    const state = session.kind();
    if (!(command.in as readonly string[]).includes(state)) return wrongState(state);
    const parsed = command.input.safeParse(input);
    if (!parsed.success) return fail("invalid-input", { field: parsed.error.issues[0]?.path.join(".") ?? "" });
    if (!quiet.has(name as CommandName)) session.touched();
    return run(ports, session, name as CommandName, parsed.data);
  }

  /** What fails because the app went away under it is no bug: it is locked. */
  function caught(name: string, error: unknown): Failed {
    return isOver ? fail("locked", undefined, "after-act") : failureOf(ports, name, error);
  }

  function end(): void {
    if (isOver) return;
    isOver = true;
    session.close();
  }

  return {
    async call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Result<CommandOutput<Name>>> {
      const answering = answer(name, input).catch((error: unknown) => caught(name, error));
      underWay.add(answering);
      try {
        return (await answering) as Result<CommandOutput<Name>>;
      } finally {
        underWay.delete(answering);
      }
    },
    on: <Name extends EventName>(name: Name, listener: (event: Events[Name]) => void) => emitter.on(name, listener),
    async dispose() {
      end();
      await Promise.allSettled([...underWay]);
      if (claimed.ok) claimed.value.release();
    },
    kill() {
      end();
      if (claimed.ok) claimed.value.release();
    },
  };
}

async function run(ports: Ports, session: Session, name: CommandName, input: unknown): Promise<Result<unknown>> {
  const closed = (closedHandlers as Record<string, unknown>)[name] as
    | ((ports: Ports, session: Session, input: unknown) => Promise<Result<unknown>>)
    | undefined;
  if (closed !== undefined) return closed(ports, session, input);
  const open = session.open();
  if (open === null) return fail("locked");
  const ofTeam = (openHandlers as Record<string, unknown>)[name] as
    | ((unlocked: Unlocked, input: unknown) => Promise<Result<unknown>>)
    | undefined;
  if (ofTeam !== undefined) return ofTeam(open.unlocked, input);
  const ofItems = (open.handlers as Record<string, (input: unknown) => Promise<Result<unknown>>>)[name];
  return ofItems === undefined ? fail("not-found") : ofItems(input);
}

function wrongState(state: ReturnType<Session["kind"]>): Failed {
  return state === "unlocked" ? fail("invalid-input", { field: "session" }) : fail("locked", undefined, "after-act");
}

/** A full disk shows as an exception deep in a query; everything else here is a bug, told by name and without content. */
function failureOf(ports: Ports, command: string, error: unknown): Failed {
  const stored = storeFailure(error);
  if (stored !== null) return stored;
  ports.log.event("bug", { command, name: error instanceof Error ? error.name : "unknown" });
  return fail("bug");
}
