/** Nonces that the server gave out: each is good once, for 60 seconds [protocol: Sessions]. */
import { randomBytes } from "../../shared/crypto/random.ts";
import { sessionRules } from "../../shared/protocol/routes/routes.ts";

export type Nonces = { give(): Uint8Array; take(nonce: Uint8Array): boolean };

/** A book of at most `most` waiting nonces; when it is full the oldest goes, so that asking costs us no memory. */
export function createNonces(now: () => number, most: number): Nonces {
  const waiting = new Map<string, number>();
  const dropOld = () => {
    for (const [nonce, givenAt] of waiting) {
      if (waiting.size <= most && givenAt + sessionRules.nonceLifeMs > now()) return;
      waiting.delete(nonce);
    }
  };
  return {
    give: () => {
      const nonce = randomBytes(32);
      waiting.set(name(nonce), now());
      dropOld();
      return nonce;
    },
    take: (nonce) => {
      const givenAt = waiting.get(name(nonce));
      waiting.delete(name(nonce));
      return givenAt !== undefined && now() < givenAt + sessionRules.nonceLifeMs;
    },
  };
}

function name(nonce: Uint8Array): string {
  return Buffer.from(nonce).toString("base64");
}
