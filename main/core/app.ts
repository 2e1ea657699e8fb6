/**
 * The program: composes the areas on the ports and answers commands through the pipeline. An exception is a bug and becomes a
 * short code at this one boundary.
 */
import {
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type Contract,
  commands,
  type EventName,
  type Events,
  type Handlers,
  type Latchkey,
} from "../../shared/contract/commands.ts";
import { cryptoReady } from "../../shared/crypto/ready.ts";
import { type Failed, fail, ok, type Result } from "../../shared/failures.ts";
import { accountHandlers } from "./account/account-handlers.ts";
import { sweepHalfMade } from "./account/profile-list.ts";
import { forgetNotedSecrets } from "./account/secret-notes.ts";
import { createSession } from "./account/session.ts";
import { createEmitter } from "./emitter.ts";
import { openProfile, type ProfileInUse } from "./open-profile.ts";
import { answerCommand, type Pipeline, type Stage } from "./pipeline.ts";
import type { Ports } from "./ports.ts";
import { keepAlerts } from "./raised-alerts.ts";
import { thrownFailure } from "./store/thrown.ts";
import { caughtTimers } from "./timers.ts";

export type App = Latchkey & {
  /** Lets go of everything: timers, sockets, keys, the database, the folder's lock. Waits for calls under way. */
  dispose(): Promise<void>;
  /** The same at once, calls under way or not: what a killed process leaves is what is durable by now. */
  kill(): void;
};

/** Starts the program; nothing is opened until somebody unlocks. Every call is `busy` where another process has the folder. */
export function createApp(given: Ports): App {
  const timers = caughtTimers(given.timers, (error) => void thrownFailure(given, "timer", error));
  const ports: Ports = { ...given, timers };
  const emitter = createEmitter(() => ports.log.event("listener-failed"));
  const claimed = ports.profiles.claim();
  const alerts = keepAlerts(emitter);
  ports.links.listen(() => emitter.emit("link.arrived", {}));
  const session = createSession(ports, emitter, openProfile);
  const closed = accountHandlers(ports, session, alerts);
  const underWay = new Set<Promise<unknown>>();
  let isOver = false;
  const pipeline: Pipeline<Contract> = {
    ...{ rules: commands, state: session.kind },
    // Commands by which a screen keeps itself up to date come when a colleague changes something, too.
    stages: [comesInTime(session.lockInTime), countsAsInput(session.touched)],
    recorded: (name, input, act) => session.open()?.recorded(name, input, act) ?? act(),
    handler: (name) => handlerOf(closed, session.open()?.handlers ?? null, name),
  };

  async function answer<Name extends CommandName>(name: Name, input: unknown): Promise<Result<CommandOutput<Name>>> {
    if (!claimed.ok) return claimed;
    await cryptoReady();
    return isOver ? fail("locked", undefined, "after-act") : answerCommand(pipeline, name, input);
  }

  /** What fails because the app went away under it is no bug: it is locked. */
  function caught(name: string, error: unknown): Failed {
    return isOver ? fail("locked", undefined, "after-act") : thrownFailure(ports, name, error);
  }

  if (claimed.ok) underWay.add(takeLeftoversAway(ports).catch((error: unknown) => caught("start", error)));

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
        return await answering;
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

/** What an earlier process left half made goes: files at once, secrets as soon as a keychain answers. */
async function takeLeftoversAway(ports: Ports): Promise<void> {
  sweepHalfMade(ports);
  ports.downloads.tidy();
  await cryptoReady();
  await forgetNotedSecrets(ports);
}

/** After its time everything is locked first, whatever is asked: a timer of a computer that slept rings late. */
function comesInTime(lockInTime: () => boolean): Stage {
  return {
    isAsked: () => true,
    run: () => (lockInTime() ? fail("locked", undefined, "after-act") : ok(true)),
  };
}

/** Whatever a person does puts the auto-lock off. */
function countsAsInput(touched: () => void): Stage {
  return {
    isAsked: ({ quiet }) => quiet !== true,
    run() {
      touched();
      return ok(true);
    },
  };
}

type Closed = ReturnType<typeof accountHandlers>;
type Open = ProfileInUse["handlers"];

/** A command without a handler does not compile. */
const everyCommand = (closed: Closed, open: Open): Handlers => ({ ...closed, ...open });

function handlerOf<Name extends CommandName>(closed: Closed, open: Open | null, name: Name): Handlers[Name] | null {
  const all: Partial<Handlers> = open === null ? closed : everyCommand(closed, open);
  return all[name] ?? null;
}
