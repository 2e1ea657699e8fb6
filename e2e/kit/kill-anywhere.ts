/**
 * Ports of a client that is killed at the nth thing that it does with its database or its clipboard: from then on no port does
 * anything. What is on the clipboard by then, and what was answered, came out.
 */
import type { Database, Ports, SqlValue, Statement } from "../../main/core/ports.ts";

export type KillAnywhere = {
  around(ports: Ports): Ports;
  /** At the nth thing from now on. */
  arm(nth: number, kill: () => void): void;
};

/** Nothing happens until it is armed. */
export function killAnywhere(): KillAnywhere {
  let left = Number.POSITIVE_INFINITY;
  let kill = (): void => {};
  const step = (): void => {
    if (left > 0) left -= 1;
    if (left > 0) return;
    const killNow = kill;
    kill = () => {};
    killNow();
    throw new Error("the process was killed");
  };
  const stepped =
    <Args extends unknown[], T>(act: (...args: Args) => T) =>
    (...args: Args): T => {
      step();
      const done = act(...args);
      step();
      return done;
    };
  const statement = (inner: Statement): Statement => ({
    run: stepped((...values: SqlValue[]) => inner.run(...values)),
    get: stepped((...values: SqlValue[]) => inner.get(...values)),
    all: stepped((...values: SqlValue[]) => inner.all(...values)),
    iterate: stepped((...values: SqlValue[]) => inner.iterate(...values)),
  });
  const database = (inner: Database): Database => ({
    prepare: (sql) => statement(inner.prepare(sql)),
    exec: stepped((sql: string) => inner.exec(sql)),
    transaction: <T>(work: () => T): T => stepped(() => inner.transaction(work))(),
    close: () => inner.close(),
  });
  return {
    around: (ports) => ({
      ...ports,
      profiles: {
        ...ports.profiles,
        open(profile) {
          const opened = ports.profiles.open(profile);
          return opened.ok ? { ok: true, value: database(opened.value) } : opened;
        },
      },
      clipboard: {
        ...ports.clipboard,
        write: stepped((text: string, clearsInMs: number) => ports.clipboard.write(text, clearsInMs)),
      },
    }),
    arm(nth, killing) {
      left = nth;
      kill = killing;
    },
  };
}
