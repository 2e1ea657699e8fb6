/** The typed way to call the core: `call`, `on`, and hooks that keep answers fresh by the core's events. Holds no secret. */
import { keepPreviousData, QueryClient, useQueries, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { bridgeGlobal } from "../../shared/contract/bridge.ts";
import {
  type AskingCommand,
  type CommandInput,
  type CommandName,
  type CommandOutput,
  commands,
  type EventName,
  type Events,
  eventNames,
  type Latchkey,
} from "../../shared/contract/commands.ts";
import { type Failure, fail, type Result } from "../../shared/failures.ts";
import { openBrowserBridge } from "./browser-bridge.ts";
import { type GateQuestion, gateQuestion } from "./gate-questions.ts";

declare global {
  interface Window {
    /** Defined by the preload, where there is one. */
    [bridgeGlobal]?: Latchkey;
  }
}

let bridge: Latchkey | null = null;

/** Connects to the preload's functions, or over the loopback host. */
export async function connect(lost: () => void): Promise<void> {
  bridge = window[bridgeGlobal] ?? (await openBrowserBridge(lost));
}

/** Whether the desktop app is around the page, and no browser. */
export function isInDesktopApp(): boolean {
  return window[bridgeGlobal] !== undefined;
}

/** Asks the core; never throws. What may ask for the passphrase first goes through `callAsking`. */
export async function call<Name extends Exclude<CommandName, AskingCommand>>(
  name: Name,
  input: CommandInput<Name>,
): Promise<Result<CommandOutput<Name>>> {
  const first = await callUnasked(name, input);
  // What a screen reads by itself does not ask for it: the app does, once.
  if (first.ok || !asksFor(first.failure, "session") || !(await stepUp("session"))) return first;
  return callUnasked(name, input);
}

/**
 * As `call`, of any command, for what a screen reads by itself: that the item asks for the passphrase first is an answer then, and
 * the screen shows it hidden.
 */
export async function callUnasked<Name extends CommandName>(
  name: Name,
  input: CommandInput<Name>,
): Promise<Result<CommandOutput<Name>>> {
  if (bridge === null) return fail("locked");
  const question = gateQuestion(name, input);
  if (question !== null && askGate !== null && !(await askGate(question))) return fail("cancelled");
  const first = await bridge.call(name, input);
  if (first.ok || !asksFor(first.failure, "ask") || !(await stepUp("ask"))) return first;
  return bridge.call(name, input);
}

/** What the server asks a code for: an act, or every session by the team's rule. */
export type AskedFor = "ask" | "session";

let askStepUp: ((of: AskedFor) => Promise<boolean>) | null = null;
let asked: Promise<boolean> | null = null;

/** The server wants an answer of the second factor before it takes an act: that it was wrong is another matter. */
function asksFor({ code, detail }: Failure, of: AskedFor): boolean {
  return code === "step-up" && detail?.reason === of;
}

/** One question for all who wait for it. */
function stepUp(of: AskedFor): Promise<boolean> {
  asked ??= (askStepUp?.(of) ?? Promise.resolve(false)).finally(() => {
    asked = null;
  });
  return asked;
}

/** Who asks the person; what it gives back ends that. Every call that the server asks a second factor for waits, and is made once more. */
export function answerStepUp(ask: (of: AskedFor) => Promise<boolean>): () => void {
  askStepUp = ask;
  return () => {
    askStepUp = null;
  };
}

let askGate: ((question: GateQuestion) => Promise<boolean>) | null = null;

/** Who asks the person where logins that are not settled would open to more people; what it gives back ends that. */
export function answerGate(ask: (question: GateQuestion) => Promise<boolean>): () => void {
  askGate = ask;
  return () => {
    askGate = null;
  };
}

/** Listens for an event; the answer stops it. */
export function on<Name extends EventName>(name: Name, listener: (event: Events[Name]) => void): () => void {
  return bridge?.on(name, listener) ?? (() => {});
}

/** Listens for an event while the component is shown. */
export function useEvent<Name extends EventName>(name: Name, listener: (event: Events[Name]) => void): void {
  useEffect(() => on(name, listener), [name, listener]);
}

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: false,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 30_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      // The core answers without any network; the browser's idea of being offline is none of its business.
      networkMode: "always",
    },
  },
});

/** Keeps every shown answer fresh, as the commands' rows say; called once. */
export function followEvents(): void {
  for (const event of eventNames) {
    const stale = Object.entries(commands).filter(([, { refreshedBy }]) =>
      (refreshedBy as readonly EventName[]).includes(event),
    );
    on(event, () => {
      for (const [name] of stale) void queries.invalidateQueries({ queryKey: [name] });
    });
  }
  on("session.changed", ({ state }) => {
    // What was shown while unlocked does not outlive it; behind a new line (no state) everything is asked again.
    if (state === undefined) retryAnswers();
    else if (state !== "unlocked")
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "account.status" });
  });
}

export type Answer<T> = {
  value: T | undefined;
  failure: Failure | null;
  isLoading: boolean;
  /** When it was answered, epoch milliseconds; 0 before. */
  at: number;
};

/** Asks again for everything that is shown. */
export function retryAnswers(): void {
  void queries.invalidateQueries();
}

/** The answer of a reading command. With `keepsLast` the answer before stays shown while another question is on its way. */
export function useAnswer<Name extends CommandName>(
  name: Name,
  input: CommandInput<Name>,
  isOn = true,
  keepsLast = false,
): Answer<CommandOutput<Name>> {
  const query = useQuery({
    queryKey: [name, input],
    queryFn: () => callUnasked(name, input),
    enabled: isOn,
    ...(keepsLast ? { placeholderData: keepPreviousData } : {}),
  });
  const result = query.data as Result<CommandOutput<Name>> | undefined;
  return {
    value: result?.ok ? result.value : undefined,
    failure: result?.ok === false ? result.failure : null,
    isLoading: isOn && result === undefined,
    at: query.dataUpdatedAt,
  };
}

/** The answers to several questions of one reading command, in their order. */
export function useAnswers<Name extends CommandName>(
  name: Name,
  inputs: readonly CommandInput<Name>[],
): Omit<Answer<CommandOutput<Name>>, "at">[] {
  const queriesOf = inputs.map((input) => ({ queryKey: [name, input], queryFn: () => callUnasked(name, input) }));
  return useQueries({ queries: queriesOf }).map(({ data }) => {
    const result = data as Result<CommandOutput<Name>> | undefined;
    return {
      value: result?.ok ? result.value : undefined,
      failure: result?.ok === false ? result.failure : null,
      isLoading: result === undefined,
    };
  });
}
