/**
 * Ports of a client that is killed, or loses an answer, at one step of what it makes durable (`main/core/durable-steps.ts`): what
 * kill -9 leaves is what was durable by then, so from that moment on no port does anything, whatever still runs.
 */

import type { Database, Http, Keychain, Ports, Statement } from "../../main/core/ports.ts";
import type { Step } from "../../shared/contract/command.ts";
import { fail } from "../../shared/failures.ts";
import { routeOf } from "./tampering.ts";

/** Killed before or after the step; or the server took it, its answer is lost and the line is cut from there on. */
export type Fault = "killed-before" | "killed-after" | "answer-lost";
export type FaultPlan = { step: Step; nth: number; fault: Fault; killed: () => void };

export type FaultInjection = {
  around(ports: Ports): Ports;
  /** From now on: at the nth time, counted from 1, that this step comes. */
  arm(plan: FaultPlan): void;
  /** Whether the fault happened. */
  happened(): boolean;
  /** The line is whole again. */
  restore(): void;
};

type Injector = {
  /** The fault planned for one of these steps, which happens now; each time counts once. */
  faultAt(steps: Iterable<Step>): Fault | null;
  kill(): never;
  /** Throws once killed. */
  checkAlive(): void;
  loseAnswer(): void;
  isCut(): boolean;
};

/** Ports without a fault until a plan is armed. */
export function faultInjection(): FaultInjection {
  let plan: FaultPlan | null = null;
  let left = 0;
  const now = { isKilled: false, isCut: false, hasHappened: false };
  const injector: Injector = {
    faultAt(steps) {
      if (plan === null || now.hasHappened || ![...steps].includes(plan.step)) return null;
      left -= 1;
      return left === 0 ? plan.fault : null;
    },
    kill() {
      now.hasHappened = true;
      now.isKilled = true;
      plan?.killed();
      throw new Error("the process was killed");
    },
    checkAlive() {
      if (now.isKilled) throw new Error("the process was killed");
    },
    loseAnswer() {
      now.hasHappened = true;
      now.isCut = true;
    },
    isCut: () => now.isCut || now.isKilled,
  };
  return {
    around: (ports) => faultyPorts(injector, ports),
    arm(armed) {
      plan = armed;
      left = armed.nth;
    },
    happened: () => now.hasHappened,
    restore() {
      now.isCut = false;
    },
  };
}

function faultyPorts(injector: Injector, ports: Ports): Ports {
  return {
    ...ports,
    http: faultyHttp(injector, ports.http),
    keychain: faultyKeychain(injector, ports.keychain),
    secretNotes: {
      ...ports.secretNotes,
      add: (note) => takenStep(injector, "note", () => ports.secretNotes.add(note)),
      remove: (profile) => takenStep(injector, "note", () => ports.secretNotes.remove(profile)),
    },
    profiles: {
      ...ports.profiles,
      open(profile) {
        injector.checkAlive();
        const opened = ports.profiles.open(profile);
        return opened.ok ? { ok: true, value: faultyDatabase(injector, opened.value) } : opened;
      },
      remove: (profile) => takenStep(injector, "files", () => ports.profiles.remove(profile)),
      removeBackups: (profile) => takenStep(injector, "files", () => ports.profiles.removeBackups(profile)),
    },
  };
}

function faultyHttp(injector: Injector, inner: Http): Http {
  return {
    async send(request) {
      if (injector.isCut()) return fail("offline");
      const fault = injector.faultAt([`post:${routeOf(request.url, request.method).route}` as Step]);
      if (fault === "killed-before") injector.kill();
      const answer = await inner.send(request);
      if (fault === "killed-after") injector.kill();
      if (fault === null) return injector.isCut() ? fail("offline") : answer;
      injector.loseAnswer();
      return fail("offline");
    },
  };
}

function takenStep<T>(injector: Injector, step: Step, take: () => T): T {
  injector.checkAlive();
  const fault = injector.faultAt([step]);
  if (fault === "killed-before") injector.kill();
  const taken = take();
  if (fault === "killed-after") injector.kill();
  return taken;
}

/** The device secret of a profile; the record of the rollback guard beside it follows the database, whenever it comes. */
function faultyKeychain(injector: Injector, inner: Keychain): Keychain {
  async function step<T>(account: string, write: () => Promise<T>): Promise<T> {
    injector.checkAlive();
    const fault = account.includes("-") ? null : injector.faultAt(["keychain"]);
    if (fault === "killed-before") injector.kill();
    const written = await write();
    if (fault === "killed-after") injector.kill();
    return written;
  }
  return {
    ...inner,
    set: (account, secret) => step(account, () => inner.set(account, secret)),
    remove: (account) => step(account, () => inner.remove(account)),
  };
}

const event = "here:activity_events" as Step;

/** A step is a transaction, by the tables that it writes; a write outside of one is a transaction of its own. */
function faultyDatabase(injector: Injector, inner: Database): Database {
  let written: Set<Step> | null = null;

  function transaction<T>(work: () => T): T {
    injector.checkAlive();
    if (written !== null) return work();
    const steps = new Set<Step>();
    written = steps;
    try {
      let isLast = false;
      const done = inner.transaction(() => {
        const made = work();
        // The event before an act is a step of its own, whatever record of heads is written with it.
        const fault = steps.has(event) ? null : injector.faultAt(steps);
        // Thrown within it: nothing of it becomes durable.
        if (fault === "killed-before") injector.kill();
        isLast = fault === "killed-after";
        return made;
      });
      if (isLast) injector.kill();
      return done;
    } finally {
      written = null;
    }
  }

  function statement(real: Statement, table: string | undefined): Statement {
    const whileAlive =
      <Args extends unknown[], T>(act: (...args: Args) => T) =>
      (...args: Args): T => {
        injector.checkAlive();
        return act(...args);
      };
    return {
      get: whileAlive(real.get),
      all: whileAlive(real.all),
      iterate: whileAlive(real.iterate),
      run: (...values) =>
        transaction(() => {
          written?.add(`here:${table}` as Step);
          return real.run(...values);
        }),
    };
  }

  return {
    prepare(sql) {
      injector.checkAlive();
      const table = /^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+(\w+)/i.exec(sql)?.[1];
      return statement(inner.prepare(sql), table);
    },
    exec(sql) {
      injector.checkAlive();
      inner.exec(sql);
    },
    transaction,
    close: () => inner.close(),
  };
}
