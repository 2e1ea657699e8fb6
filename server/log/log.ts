/**
 * What the server writes down: events with declared fields, and nothing else. No address, no body, no id longer than
 * eight characters, no text of people. A field that an event does not declare is dropped, so that none slips in.
 */
import pino from "pino";
import { createThrottle } from "../limits/throttle.ts";

const eventFields = {
  started: ["teams", "entries", "ms"],
  stopped: [],
  "team-made": ["team"],
  "team-damaged": ["team", "code", "number"],
  "entries-taken": ["team", "seq", "count"],
  "commits-taken": ["team", "vault", "seq", "count", "bytes"],
  "uploads-swept": ["team", "count"],
  "join-waits": ["team"],
  "session-opened": ["kind"],
  refused: ["route", "code", "status", "ms"],
  held: ["team", "vault", "ms"],
  "live-opened": ["team"],
  "live-closed": ["team", "reason"],
  "certificate-loaded": ["ok"],
  "setup-code-made": [],
  bug: ["route", "kind", "code"],
} as const;

export type EventName = keyof typeof eventFields;
export type EventFields<Name extends EventName> = {
  [Field in (typeof eventFields)[Name][number]]?: number | boolean | string;
};
export type ServerLog = { event<Name extends EventName>(name: Name, fields?: EventFields<Name>): void };
/** One finished line: the event's name and its declared fields. */
export type LogSink = (name: EventName, fields: Record<string, number | boolean | string>) => void;

const quiet: readonly EventName[] = ["session-opened", "live-opened", "live-closed"];
const longest = 40;

/** A log that writes JSON lines to stderr; stdout stays free for the one line of `--json`. Written in blocks, at least every second and at the end. */
export function stderrSink(): LogSink {
  // Whoever is refused again and again shall not fill our disk with it.
  const refusals = createThrottle(() => performance.now(), { burst: 200, perSecond: 2 });
  const logger = pino(
    { base: null, level: "info" },
    pino.destination({ dest: 2, sync: false, minLength: 4096, periodicFlush: 1000 }),
  );
  return (name, fields) => {
    if (quiet.includes(name) || (name === "refused" && refusals.take(name) > 0)) return;
    logger.info(fields, name);
  };
}

/** The log in front of a sink: it keeps declared fields alone and shortens ids. */
export function createLog(sink: LogSink): ServerLog {
  return {
    event: (name, fields = {}) => {
      const kept: Record<string, number | boolean | string> = {};
      for (const field of eventFields[name] as readonly string[]) {
        const value = (fields as Record<string, number | boolean | string | undefined>)[field];
        if (value === undefined) continue;
        kept[field] = typeof value !== "string" ? value : isId(value) ? value.slice(0, 8) : value.slice(0, longest);
      }
      sink(name, kept);
    },
  };
}

/** Ids and hashes are base32 text of 26 or 52 characters. */
function isId(value: string): boolean {
  return /^[0-9a-z]{26}$|^[0-9a-z]{52}$/.test(value);
}
