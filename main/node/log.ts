/** The app's log: one JSON line an event on standard error, declared fields only; text is cut to what an id or code needs. */
import type { Log } from "../core/ports.ts";

const maxTextChars = 40;

/** Writes events to standard error. */
export function nodeLog(): Log {
  return {
    event(name, fields = {}) {
      const shown = Object.entries(fields).map(([key, value]) => [
        key,
        typeof value === "string" ? value.slice(0, maxTextChars) : value,
      ]);
      process.stderr.write(`${JSON.stringify({ event: name, ...Object.fromEntries(shown) })}\n`);
    },
  };
}
