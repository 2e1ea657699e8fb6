/**
 * Who may speak to the loopback host: pages that came by a one-time token, and nobody else. The token travels in the
 * URL's fragment (never sent, never logged) and is exchanged once for a pass: a strict cookie, and two words for the page's
 * own memory, by which page and host know each other. The cookie alone opens nothing, because browsers send it to every
 * port of a name. A lock makes every older pass worthless but for one thing: it still proves that the page was ours, so
 * it may ask where Latchkey is now. So does a token that was not used yet: its page was on its way when the lock came.
 */
import type { Proofs } from "../../../shared/contract/bridge.ts";
import { type Clock, type Deadline, deadlineIn, leftUntil } from "../../../shared/deadline.ts";
import { isSame, randomWord } from "../random-word.ts";

/** The two names of this computer; a lock sends pages from one to the other, so that they change process. */
export type LoopbackName = "127.0.0.1" | "localhost";

export type Pass = { cookie: string; proofs: Proofs };

export type Access = {
  name(): LoopbackName;
  cookieName: string;
  /** A fresh address with a one-time token under the current name. */
  address(): string;
  /** Exchanges a token for a pass under `name`; null when it is not one of ours or was used. One from before a lock buys a stale pass. */
  redeem(token: string, name: LoopbackName): Pass | null;
  /** The pass whose cookie this is under `name`: what its page has to prove, and what proves us to it. */
  find(cookie: string | null, name: LoopbackName): Pass | null;
  /** A pass from before a lock: good for the way home and nothing else. */
  findStale(cookie: string | null, name: LoopbackName): Pass | null;
  /** Makes every token and pass good for the way home and nothing else, and goes to the other name. */
  turn(): void;
};

/** How long a one-time address is good for. */
export const tokenLifeMs = 60_000;
const maxTokens = 64;
const maxStale = 64;

/** Makes the access list of one host on `port`; nothing of it outlives the process. */
export function createAccess(port: number, clock: Clock): Access {
  let name: LoopbackName = "127.0.0.1";
  let passes: (Pass & { name: LoopbackName })[] = [];
  let stale: typeof passes = [];
  const tokens = new Map<string, { until: Deadline; name: LoopbackName; isStale: boolean }>();
  const isOver = (until: Deadline): boolean => leftUntil(clock, until) <= 0;
  const findIn = (all: typeof passes, cookie: string | null, asked: LoopbackName): Pass | null =>
    all.find((pass) => cookie !== null && pass.name === asked && isSame(pass.cookie, cookie)) ?? null;
  return {
    name: () => name,
    // The prefix: no other site of this name can have set it with a wider domain or path. The port: cookies know none.
    cookieName: `__Host-latchkey-${port}`,
    address() {
      for (const [token, { until }] of tokens) if (isOver(until)) tokens.delete(token);
      if (tokens.size >= maxTokens) tokens.delete([...tokens.keys()][0] as string);
      const token = randomWord();
      tokens.set(token, { until: deadlineIn(clock, tokenLifeMs), name, isStale: false });
      return `http://${name}:${port}/#${token}`;
    },
    redeem(token, asked) {
      const found = [...tokens].find(([known]) => isSame(known, token));
      if (found === undefined) return null;
      tokens.delete(found[0]);
      if (isOver(found[1].until) || found[1].name !== asked) return null;
      const pass = { name: asked, cookie: randomWord(), proofs: { page: randomWord(), host: randomWord() } };
      if (found[1].isStale) stale = [...stale, pass].slice(-maxStale);
      else passes.push(pass);
      return pass;
    },
    find: (cookie, asked) => findIn(passes, cookie, asked),
    findStale: (cookie, asked) => findIn(stale, cookie, asked),
    turn() {
      stale = [...stale, ...passes].slice(-maxStale);
      passes = [];
      for (const token of tokens.values()) token.isStale = true;
      name = name === "127.0.0.1" ? "localhost" : "127.0.0.1";
    },
  };
}

/** The value of one cookie in a `Cookie` header, or null. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const part of (header ?? "").split(";")) {
    const [key, value] = part.trim().split("=", 2);
    if (key === name && value !== undefined) return value;
  }
  return null;
}
