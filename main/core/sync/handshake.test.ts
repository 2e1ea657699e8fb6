/** Opening a session against a server that has the pinned keys and yet does not agree on what was said. */
import { beforeAll, describe, expect, it } from "vitest";
import { deviceKeys, newMasterKey } from "../../../shared/crypto/device-keys.ts";
import { hashText } from "../../../shared/crypto/hash.ts";
import { newId, randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import {
  newServerSeed,
  serverKeysFromSeed,
  serverKeysHash,
  transcriptHash,
} from "../../../shared/crypto/session-keys.ts";
import { signBytes } from "../../../shared/crypto/sign.ts";
import { type BodySchema, encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import type { EpochMs, Hash, SessionId, TeamId } from "../../../shared/encoding/ids.ts";
import { ok } from "../../../shared/failures.ts";
import { routes, sessionAnswerSchema } from "../../../shared/protocol/routes/routes.ts";
import { must, newPerson } from "../../../shared/testing/team.ts";
import type { Http } from "../ports.ts";
import { openSession } from "./handshake.ts";

beforeAll(cryptoReady);

const encoded = (schema: unknown, value: object) => ({
  status: 200,
  body: encodeWith(schema as BodySchema<object>, value),
});

/** A server with keys of its own that signs `transcriptOf` what the caller said as what it heard. */
function serverSaying(transcriptOf: (body: Uint8Array) => Hash) {
  const keys = serverKeysFromSeed(newServerSeed());
  const { signPk, kemPk } = keys;
  const http = {
    async send({ url, body }) {
      if (url.endsWith(routes.challenge.path))
        return ok(encoded(routes.challenge.response, { suite: 1, nonce: randomBytes(32), signPk, kemPk }));
      const request = must(
        parseWith(routes.session.request as BodySchema<{ body: Uint8Array }>, body as Uint8Array, 8192),
      );
      const said = { suite: 1 as const, session: newId<SessionId>(), time: 1_700_000_000_000 as EpochMs };
      const answer = encodeWith(sessionAnswerSchema, { ...said, transcript: transcriptOf(request.body) });
      return ok(
        encoded(routes.session.response, { body: answer, sig: signBytes(keys.signKey, "session-answer", answer) }),
      );
    },
  } as Http;
  return { http, serverKeys: serverKeysHash({ signPk, kemPk }) };
}

describe("a server that proves its keys", () => {
  const open = (transcriptOf: (body: Uint8Array) => Hash) => {
    const { http, serverKeys } = serverSaying(transcriptOf);
    const team = hashText("genesis", "team") as string as TeamId;
    const { user, device } = newPerson({ team });
    const identity = { kind: "device" as const, user, device };
    const { signKey } = deviceKeys(newMasterKey());
    return openSession(http, { origin: "https://latchkey.test", serverKeys, team }, { identity, signKey });
  };

  it("opens a session where it heard what was said", async () => {
    expect((await open(transcriptHash)).ok).toBe(true);
  });

  it("and signs an answer to something else than was said opens none", async () => {
    const replayed = await open(() => transcriptHash(randomBytes(300)));
    expect(replayed).toEqual({
      ok: false,
      failure: { code: "session-binding", retry: "never", detail: { reason: "transcript" } },
    });
  });
});
