import { beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../../e2e/fixtures/vectors/vector-file.ts";
import { eachChange } from "../testing/changed-bytes.ts";
import { hexText, utf8Bytes } from "../text.ts";
import { cryptoReady } from "./ready.ts";
import {
  bodyHash,
  decapsulate,
  encapsulate,
  requestKey,
  requestMac,
  serverKeysFromSeed,
  transcriptHash,
} from "./session-keys.ts";

beforeAll(cryptoReady);

type Request = Parameters<typeof requestMac>[1];
type Vectors = {
  shared: Uint8Array;
  session: Uint8Array;
  key: Uint8Array;
  requests: { request: Request; mac: Uint8Array }[];
};
const { shared, session, key, requests } = readVectors<Vectors>("session");

describe("a session's keys", () => {
  it("are what they were", () => {
    expect(hexText(requestKey(shared, session))).toBe(hexText(key));
    for (const { request, mac } of requests) expect(hexText(requestMac(key, request))).toBe(hexText(mac));
    expect(hexText(bodyHash(utf8Bytes("a body")))).toBe(
      hexText((requests[1] as { request: Request }).request.bodyHash),
    );
  });

  it("differ with another secret, and with another bit anywhere in the transcript", () => {
    const seen = new Set([hexText(key), hexText(requestKey(shared.with(31, 0), session))]);
    for (let at = 0; at < session.length; at++)
      seen.add(hexText(requestKey(shared, session.with(at, (session[at] as number) ^ 1))));
    seen.add(hexText(requestKey(shared, session.slice(1))));
    expect(seen.size).toBe(session.length + 3);
    expect(transcriptHash(session)).not.toBe(transcriptHash(session.slice(1)));
  });

  it("a request's keyed hash differs with method, path, body, counter and key", () => {
    const [{ request, mac }] = requests as [{ request: Request; mac: Uint8Array }];
    const seen = new Set([hexText(mac), hexText(requestMac(key.with(0, 0), request))]);
    for (const { changed } of eachChange(request)) seen.add(hexText(requestMac(key, changed)));
    // The parts stand apart: moving letters between method and path is another request.
    seen.add(hexText(requestMac(key, { ...request, method: "GET/", path: request.path.slice(1) })));
    expect(seen.size).toBe(7);
  });

  it("both sides get one secret from the server's own key, and another server gets another", () => {
    const server = serverKeysFromSeed(key);
    const sent = encapsulate(server.kemPk);
    expect(hexText(decapsulate(server.kemKey, sent.cipher) as Uint8Array)).toBe(hexText(sent.shared));
    const other = decapsulate(serverKeysFromSeed(shared).kemKey, sent.cipher) as Uint8Array;
    expect(hexText(other)).not.toBe(hexText(sent.shared));
  });
});
