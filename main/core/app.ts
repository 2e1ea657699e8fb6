/**
 * The program: composes the areas on the ports and answers commands. For every call it checks the command's name, the
 * session's state and the input, in that order, and turns an exception (a bug) into a short code at this one boundary.
 */
import { type CommandInput, type CommandName, commands } from "../../shared/contract/commands.ts";
import type { CommandOutput, EventName, Events, Latchkey } from "../../shared/contract/outputs.ts";
import { cryptoReady } from "../../shared/crypto/ready.ts";
import { type Failed, fail, type Result } from "../../shared/result.ts";
import { createSession, type Session } from "./account/session.ts";
import { createEmitter } from "./emitter.ts";
import { closedHandlers } from "./handlers-closed.ts";
import { openHandlers } from "./handlers-open.ts";
import type { Ports } from "./ports.ts";
import { storeFailure } from "./store/open-profile-store.ts";
import type { Unlocked } from "./unlocked.ts";

export type App = Latchkey & {
  /** Lets go of everything: timers, sockets, keys, the database, the folder's lock. */
  dispose(): Promise<void>;
};

/** Commands that say nothing about a person being there. */
const quiet = new Set<CommandName>(["account.status", "sync.status", "account.passphraseStrength"]);

/** Starts the program; nothing is opened until somebody unlocks. */
export function createApp(ports: Ports): App {
  const emitter = createEmitter(() => ports.log.event("listener-failed"));
  const claimed = ports.profiles.claim();
  const session = createSession(ports, emitter);
  const underWay = new Set<Promise<unknown>>();

  async function answer(name: string, input: unknown): Promise<Result<unknown>> {
    if (!claimed.ok) return claimed;
    if (!Object.hasOwn(commands, name)) return fail("invalid-input", { field: "name" });
    const command = commands[name as CommandName];
    await cryptoReady();
    const state = session.kind();
    if (!(command.in as readonly string[]).includes(state)) return wrongState(state);
    const parsed = command.input.safeParse(input);
    if (!parsed.success) return fail("invalid-input", { field: parsed.error.issues[0]?.path.join(".") ?? "" });
    if (!quiet.has(name as CommandName)) session.touched();
    return run(ports, session, name as CommandName, parsed.data);
  }

  return {
    async call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Result<CommandOutput<Name>>> {
      const answering = answer(name, input).catch((error: unknown) => bug(ports, name, error));
      underWay.add(answering);
      try {
        return (await answering) as Result<CommandOutput<Name>>;
      } finally {
        underWay.delete(answering);
      }
    },
    on: <Name extends EventName>(name: Name, listener: (event: Events[Name]) => void) => emitter.on(name, listener),
    async dispose() {
      session.close();
      await Promise.allSettled([...underWay]);
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
  return (
    (open.handlers as Record<string, (input: unknown) => Promise<Result<unknown>>>)[name]?.(input) ?? fail("not-found")
  );
}

function wrongState(state: ReturnType<Session["kind"]>): Failed {
  return state === "unlocked" ? fail("invalid-input", { field: "session" }) : fail("locked", undefined, "after-act");
}

/** A full disk shows as an exception deep in a query; everything else here is a bug, told by name and without content. */
function bug(ports: Ports, command: string, error: unknown): Failed {
  try {
    return storeFailure(error) as Failed;
  } catch {
    ports.log.event("bug", { command, name: error instanceof Error ? error.name : "unknown" });
    return fail("bug");
  }
}
