/** What comes before a session: a nonce, and the session itself [protocol: Sessions]. */
import { ok } from "../../shared/failures.ts";
import { openSession } from "../sessions/open-session.ts";
import type { Handler } from "./call.ts";

/** A fresh nonce and the server's public keys, which the client compares with what it pinned. */
export const giveChallenge: Handler<"challenge", "keys" | "nonces"> = async ({ keys, nonces }) => {
  const { signPk, kemPk } = keys;
  return ok({ suite: 1, nonce: nonces.give(), signPk, kemPk });
};

/** Opens a session for whoever proves that they hold a key. */
export const makeSession: Handler<"session"> = async (context, { request }) => openSession(context, request);
