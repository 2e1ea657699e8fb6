/** A one-time code that somebody hands to a colleague without the seed: its bounds, and which code is handed. */

/** So long a question waits for its answer. */
export const askMs = 300_000;
/** So far may the clocks of two people differ who both heard the server's time. */
export const askSlackMs = 60_000;
/** So many questions of one person are shown to another at once, and in a day. */
export const asksAtOnce = 3;
export const asksPerDay = 30;
export const askDayMs = 86_400_000;

type Shown = { code: string; next: string; periodMs: number; endsAt: number };
/** Good from, and until, by the clock of whoever has the seed. */
export type HandedCode = { code: string; from: number; until: number };

/** The current one while half of its period is left, else the next: it has to be read, typed and sent on. */
export function handedOf({ code, next, periodMs, endsAt }: Shown, now: number): HandedCode {
  if ((endsAt - now) * 2 >= periodMs) return { code, from: endsAt - periodMs, until: endsAt };
  return { code: next, from: endsAt, until: endsAt + periodMs };
}

/** How long whoever asked shows it: by their own clock, and never longer than two of its periods. */
export function shownMs({ from, until }: HandedCode, now: number): number {
  return Math.max(0, Math.min(until - now, 2 * (until - from)));
}
