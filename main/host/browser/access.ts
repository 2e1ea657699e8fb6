/**
 * Who may speak to the loopback host: pages that came by a one-time token, and nobody else. The token travels in the
 * URL's fragment (never sent, never logged), is exchanged once for a strict cookie, and a lock makes every older cookie
 * worthless but for one thing: it still proves that the page was ours, so it may ask where Latchkey is now.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";

/** The two names of this computer; a lock sends pages from one to the other, so that they change process. */
export type LoopbackName = "127.0.0.1" | "localhost";

export type Access = {
  name(): LoopbackName;
  cookieName: string;
  /** A fresh address with a one-time token under the current name. */
  address(): string;
  /** Exchanges a token for the cookie's value; null when it is not one of ours or was used. */
  redeem(token: string, name: LoopbackName): string | null;
  allows(cookie: string | null): boolean;
  /** A cookie from before a lock: good for the way home and nothing else. */
  wasOurs(cookie: string | null): boolean;
  /** Forgets every token and cookie and goes to the other name. */
  turn(): void;
};

const tokenLifeMs = 60_000;
const maxTokens = 64;
const maxStale = 64;

/** Makes the access list of one host on `port`; nothing of it outlives the process. */
export function createAccess(port: number, now: () => number): Access {
  let name: LoopbackName = "127.0.0.1";
  let cookies = new Set<string>();
  const stale: string[] = [];
  const tokens = new Map<string, { until: number; name: LoopbackName }>();
  return {
    name: () => name,
    cookieName: `latchkey-${port}`,
    address() {
      for (const [token, { until }] of tokens) if (until < now()) tokens.delete(token);
      if (tokens.size >= maxTokens) tokens.delete([...tokens.keys()][0] as string);
      const token = randomBytes(32).toString("base64url");
      tokens.set(token, { until: now() + tokenLifeMs, name });
      return `http://${name}:${port}/#${token}`;
    },
    redeem(token, asked) {
      const found = [...tokens].find(([known]) => same(known, token));
      if (found === undefined) return null;
      tokens.delete(found[0]);
      if (found[1].until < now() || found[1].name !== asked) return null;
      const cookie = randomBytes(32).toString("base64url");
      cookies.add(cookie);
      return cookie;
    },
    allows: (cookie) => cookie !== null && [...cookies].some((known) => same(known, cookie)),
    wasOurs: (cookie) => cookie !== null && stale.some((known) => same(known, cookie)),
    turn() {
      stale.push(...cookies);
      stale.splice(0, Math.max(0, stale.length - maxStale));
      cookies = new Set();
      tokens.clear();
      name = name === "127.0.0.1" ? "localhost" : "127.0.0.1";
    },
  };
}

function same(known: string, given: string): boolean {
  const left = Buffer.from(known);
  const right = Buffer.from(given);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** The value of one cookie in a `Cookie` header, or null. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const part of (header ?? "").split(";")) {
    const [key, value] = part.trim().split("=", 2);
    if (key === name && value !== undefined) return value;
  }
  return null;
}
