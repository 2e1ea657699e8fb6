/** The server's own TLS on real sockets, under an authority of the test's own: what it offers, what it refuses, and its grade. */
import { readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import {
  type ConnectionOptions,
  connect,
  getCiphers,
  rootCertificates,
  setDefaultCACertificates,
  type TLSSocket,
} from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { nodeHttp } from "../main/node/http.ts";
import { makeAuthority, makeCertificate } from "../server/testing/certificate.ts";
import { startChild } from "../server/testing/child.ts";
import { startServer } from "../server/testing/test-server.ts";
import { must } from "../shared/testing/team.ts";
import { needs } from "./kit/needs.ts";
import { atEnd, scratchDir } from "./kit/scratch.ts";
import { gradeOf, runTestssl, worseThanLow } from "./kit/testssl.ts";

type Place = { url: string; port: number; authority: string };

/** The server as a process of its own, with a certificate by an authority of its own. */
async function tlsServer(by: { rsa?: boolean } = {}): Promise<Place> {
  const folder = scratchDir();
  const authority = makeAuthority(folder, "authority");
  const { certFile, keyFile } = makeCertificate(folder, "server", { authority, ...by });
  const { url } = await startChild(join(folder, "data"), ["--cert", certFile, "--key", keyFile]);
  return { url, port: Number(new URL(url).port), authority: readFileSync(authority.certFile, "utf8") };
}

type Shaken = { protocol: string | null; suite: string } | "refused";

/** One handshake by a client that can only do what `options` say. */
function shake({ port, authority }: Place, options: ConnectionOptions): Promise<Shaken> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, ca: authority, ...options }, () => {
      resolve({ protocol: socket.getProtocol(), suite: socket.getCipher().name });
      socket.destroy();
    });
    socket.on("error", () => resolve("refused"));
  });
}

/** Suites that two sides agree on where the client knows one suite of `version` alone. */
async function suitesOf(at: Place, version: "TLSv1.2" | "TLSv1.3", names: readonly string[]): Promise<string[]> {
  const taken: string[] = [];
  for (const name of names) {
    const ciphers = version === "TLSv1.2" ? `${name}:@SECLEVEL=0` : name;
    const only = { minVersion: version, maxVersion: version, ciphers };
    if ((await shake(at, only)) !== "refused") taken.push(name);
  }
  return taken.sort();
}

const known = getCiphers().map((name) => name.toUpperCase());
const newSuites = known.filter((name) => name.startsWith("TLS_"));
const oldSuites = known.filter((name) => !name.startsWith("TLS_"));

/** What a TLS 1.2 suite must be: a key exchange of its own for every connection, and a cipher that authenticates what it encrypts. */
const right = ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305"];

/** An open connection of a client that speaks `version` at most. */
function opened({ port, authority }: Place, maxVersion: "TLSv1.2" | "TLSv1.3"): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port, ca: authority, maxVersion }, () => resolve(socket));
    socket.on("error", reject);
    atEnd(() => void socket.destroy());
  });
}

/** The headers of one answer, whatever its status. */
function headersOf({ url, authority }: Place, path: string, options: object = {}): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { ca: authority, agent: false, ...options }, (response) => {
      response.resume();
      resolve(response.headers);
    });
    sent.on("error", reject);
    sent.end();
  });
}

describe("the server's own TLS", () => {
  it.each([
    ["an ECDSA", {}, "ECDSA"],
    ["an RSA", { rsa: true }, "RSA"],
  ])("with %s certificate takes suites with forward secrecy and AEAD, and no other", async (_name, by, signer) => {
    const at = await tlsServer(by);
    expect(oldSuites.length).toBeGreaterThan(30);
    expect(await suitesOf(at, "TLSv1.2", oldSuites)).toEqual(right.map((name) => `ECDHE-${signer}-${name}`));
    expect(await suitesOf(at, "TLSv1.3", newSuites)).toEqual([
      "TLS_AES_128_GCM_SHA256",
      "TLS_AES_256_GCM_SHA384",
      "TLS_CHACHA20_POLY1305_SHA256",
    ]);
  });

  it("takes no version before 1.2, prefers 1.3, and a key exchange that a quantum computer does not open later", async () => {
    const at = await tlsServer();
    for (const version of ["TLSv1", "TLSv1.1"] as const)
      expect(await shake(at, { minVersion: version, maxVersion: version, ciphers: "ALL:@SECLEVEL=0" })).toBe("refused");
    expect(await shake(at, {})).toMatchObject({ protocol: "TLSv1.3", suite: "TLS_AES_256_GCM_SHA384" });
    for (const ecdhCurve of ["X25519MLKEM768", "X25519", "P-256"])
      expect(await shake(at, { ecdhCurve, minVersion: "TLSv1.3" }), ecdhCurve).not.toBe("refused");
    for (const ecdhCurve of ["P-521", "X448", "ffdhe2048"])
      expect(await shake(at, { ecdhCurve, minVersion: "TLSv1.3" }), ecdhCurve).toBe("refused");
  });

  it("takes no signature over SHA-1, negotiates nothing again, and hands out no ticket that outlives its key", async () => {
    const at = await tlsServer();
    const signed = { ciphers: "ALL:@SECLEVEL=0", maxVersion: "TLSv1.2" } as const;
    expect(await shake(at, { ...signed, sigalgs: "ECDSA+SHA256" })).not.toBe("refused");
    expect(await shake(at, { ...signed, sigalgs: "ECDSA+SHA1" })).toBe("refused");
    const socket = await opened(at, "TLSv1.2");
    expect(socket.getTLSTicket()).toBeUndefined();
    const again = await new Promise<Error | null>((resolve) => {
      socket.removeAllListeners("error");
      socket.on("error", resolve);
      socket.renegotiate({}, resolve);
    });
    expect(again).toBeInstanceOf(Error);
  });

  it("keeps to all this with a renewed certificate", async () => {
    const folder = scratchDir();
    const authority = makeAuthority(folder, "authority");
    const tls = makeCertificate(folder, "first", { authority });
    let isLoaded = false;
    const log = (name: string) => {
      isLoaded ||= name === "certificate-loaded";
    };
    const { url } = await startServer({ tls, limits: { certificateCheckMs: 30 }, log });
    const at = { url, port: Number(new URL(url).port), authority: readFileSync(authority.certFile, "utf8") };
    const renewed = makeCertificate(folder, "second", { authority });
    writeFileSync(tls.keyFile, readFileSync(renewed.keyFile));
    writeFileSync(tls.certFile, readFileSync(renewed.certFile));
    await expect.poll(() => isLoaded, { timeout: 3000 }).toBe(true);
    await expect.poll(async () => (await opened(at, "TLSv1.3")).getPeerCertificate().subject.CN).toBe("second");
    expect(await suitesOf(at, "TLSv1.2", oldSuites)).toEqual(right.map((name) => `ECDHE-ECDSA-${name}`));
    expect((await opened(at, "TLSv1.2")).getTLSTicket()).toBeUndefined();
  });

  const live = { headers: { connection: "upgrade", upgrade: "websocket" } };
  it.each<[string, Parameters<typeof headersOf>[2]]>([
    ["/health", {}],
    ["/openapi.json", {}],
    ["/nothing", {}],
    ["/%zz", {}],
    ["/v1/log", { method: "POST" }],
    ["/v1/live", live],
    ["/nothing", live],
  ])(
    "says at %s, asked with %j, that nobody comes here in the clear, and that nothing here is a page",
    async (path, options) => {
      const at = await tlsServer();
      const headers = await headersOf(at, path, options);
      const days = Number(/^max-age=([0-9]+)$/.exec(String(headers["strict-transport-security"]))?.[1]) / 86_400;
      expect(days).toBeGreaterThanOrEqual(365);
      expect(headers).toMatchObject({
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
      });
    },
  );
});

describe("the app on TLS", () => {
  afterEach(() => setDefaultCACertificates([...rootCertificates]));

  const ask = (url: string) =>
    nodeHttp().send({ method: "GET", url, headers: {}, body: null, timeoutMs: 5000, maxBytes: 4096 });

  it("reaches a server whose authority this computer trusts, and no other", async () => {
    const at = await tlsServer();
    expect(await ask(`${at.url}/health`)).toMatchObject({ ok: false, failure: { code: "offline" } });
    setDefaultCACertificates([...rootCertificates, at.authority]);
    expect(must(await ask(`${at.url}/health`)).status).toBe(200);
    // The certificate is for another name.
    expect(await ask(`https://127.0.0.2:${at.port}/health`)).toMatchObject({ failure: { code: "offline" } });
  });
});

describe("testssl.sh", () => {
  needs("testssl");

  it("finds nothing above low, and grades it A+", { timeout: 400_000 }, async () => {
    const at = await tlsServer();
    const file = join(scratchDir(), "authority.pem");
    writeFileSync(file, at.authority);
    const findings = await runTestssl(at.port, file);
    const grade = gradeOf(findings);
    const low = findings.filter(({ severity }) => severity === "LOW").map(({ id }) => id);
    process.stdout.write(`testssl.sh: ${grade}, ${findings.length} findings, low: ${low.join(", ") || "none"}\n`);
    expect(worseThanLow(findings)).toEqual([]);
    expect(low).toEqual(["DNS_CAArecord"]);
    expect(grade).toMatch(/^A\+/);
  });
});
