/** The place from which updates come: what it may cost to ask it, and nothing that it says is believed. */
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";

/** The name, below the feed's address, under which the signed release lies. */
export const releaseName = "latchkey-release";
const withinMs = 30_000;
const mostBytes = 2 * limits.releaseBytes;

export type Fetch = (
  url: string,
  options: { signal: AbortSignal; redirect: "error"; cache: "no-store" },
) => Promise<Response>;

/** Reads what the feed publishes as its newest release: `offline` where it is not there, `limit` where it has no end. */
export async function readFeed(fetch: Fetch, feed: string): Promise<Result<Uint8Array>> {
  try {
    const asked = { signal: AbortSignal.timeout(withinMs), redirect: "error", cache: "no-store" } as const;
    const answer = await fetch(fileAddress(feed, releaseName), asked);
    if (!answer.ok || answer.body === null) return fail("offline");
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of answer.body) {
      length += part.length;
      if (length > mostBytes) return fail("limit", { number: mostBytes });
      parts.push(part);
    }
    return ok(new Uint8Array(Buffer.concat(parts)));
  } catch {
    return fail("offline");
  }
}

/** Where a file of a release lies; `name` is a bare name (`shared/protocol/release`). */
export function fileAddress(feed: string, name: string): string {
  return new URL(name, feed.endsWith("/") ? feed : `${feed}/`).href;
}
