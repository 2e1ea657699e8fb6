/** The server as a command: its one line for machines, its words for people, its refusals, its stop. */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { networkInterfaces } from "node:os";
import { describe, expect, it } from "vitest";
import { scratchDir } from "../e2e/kit/scratch.ts";
import { readTransferCode } from "../shared/protocol/transfer-code/transfer-code.ts";
import { createTestTeam, must } from "../shared/testing/team.ts";
import { checkAddress, isLoopback } from "./address.ts";
import { createServer } from "./app.ts";
import { readCommandLine } from "./options.ts";
import { founderCaller } from "./testing/callers.ts";
import { makeCertificate } from "./testing/certificate.ts";
import { runServer, startChild } from "./testing/child.ts";
import { connect } from "./testing/client.ts";
import { startServer, tokenOf } from "./testing/test-server.ts";

/** The name on the certificate that the server shows now. */
function shownName(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/health`, { rejectUnauthorized: false, agent: false }, (response) => {
      const { subject } = (response.socket as import("node:tls").TLSSocket).getPeerCertificate();
      response.resume();
      resolve(String(subject.CN));
    });
    sent.on("error", reject);
    sent.end();
  });
}

describe("the command", () => {
  it("prints one line for machines, works, and stops cleanly", async () => {
    const dataDir = scratchDir();
    const server = await startChild(dataDir);
    const line = JSON.parse(server.stdout());
    expect(server.stdout().split("\n")).toHaveLength(2);
    expect(Object.keys(line)).toEqual(["url", "origin", "serverKey", "setupCode"]);
    expect(line.url).toMatch(/^http:\/\/127\.0\.0\.1:[0-9]+$/);
    expect(line.serverKey).toMatch(/^[0-9a-f]{64}$/);
    const code = must(readTransferCode("setup", line.setupCode));
    expect([code.origin, code.serverKeys]).toEqual([line.origin, server.serverKeys]);
    const { team, post } = createTestTeam();
    const client = await connect(server, founderCaller(team.team, team.founder));
    must(await client.call("append", { ...post, setup: tokenOf(server.setupCode) }));
    server.child.kill("SIGTERM");
    expect(await server.ended).toBe(0);
    const again = await startChild(dataDir);
    expect(again.url).toBe(server.url);
    expect(JSON.parse(again.stdout()).setupCode).toBeNull();
    again.child.kill("SIGINT");
    expect(await again.ended).toBe(0);
  });

  it("refuses a second start on one folder by name, and nonsense with a sentence", async () => {
    const dataDir = scratchDir();
    await startChild(dataDir);
    const second = await runServer(["--data", dataDir, "--port", "0", "--json"]);
    expect([second.status, second.stdout]).toEqual([1, ""]);
    expect(second.stderr).toContain("Another Latchkey server uses this data folder. (busy)");
    const open = await runServer(["--data", scratchDir(), "--port", "0", "--host", "0.0.0.0"]);
    expect([open.status, open.stdout]).toEqual([2, ""]);
    expect(open.stderr).toContain("--cert and --key");
    expect((await runServer(["--nonsense"])).stderr).toContain("(invalid-input)");
    expect((await runServer(["--help"])).stdout).toContain("--new-setup-code");
  }, 60_000);

  it("ends with the program that started it, if asked to, however that one ended", async () => {
    const dataDir = scratchDir();
    const entry = new URL("./entry.ts", import.meta.url).pathname;
    const args = JSON.stringify([entry, "--data", dataDir, "--port", "0", "--json", "--with-parent"]);
    const script = `require("node:child_process").spawn(process.execPath, ${args}, { stdio: ["ignore", 1, 2] }); setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "ignore"] });
    const line = await new Promise<string>((resolve) => parent.stdout.once("data", (part) => resolve(String(part))));
    const { url } = JSON.parse(line);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    parent.kill("SIGKILL");
    const isUp = () =>
      fetch(`${url}/health`).then(
        () => true,
        () => false,
      );
    await expect.poll(isUp, { timeout: 5000 }).toBe(false);
    await expect.poll(() => readdirSync(dataDir).includes("server.db-wal"), { timeout: 5000 }).toBe(false);
    const next = await startServer({ dataDir });
    expect(next.url).toBe(url);
  });

  it("takes its options from the environment too", async () => {
    const env = { LATCHKEY_ORIGIN: "https://latchkey.example.com", LATCHKEY_BEHIND_PROXY: "1" };
    const server = await startChild(scratchDir(), [], env);
    expect(server.origin).toBe("https://latchkey.example.com");
    expect(must(readTransferCode("setup", server.setupCode as string)).origin).toBe(server.origin);
  });
});

describe("options", () => {
  it("are read from arguments before the environment, and refused by name", () => {
    const env = { LATCHKEY_PORT: "9", LATCHKEY_DATA: "/srv/a", LATCHKEY_JSON: "1", LATCHKEY_TEAMS: "3" };
    const line = must(readCommandLine(["--data", "/srv/b", "--new-setup-code"], env));
    expect(line).toMatchObject({ json: true, server: { dataDir: "/srv/b", port: 9, maxTeams: 3, newSetupCode: true } });
    expect(must(readCommandLine([], {})).server).toMatchObject({ port: 7423, host: "127.0.0.1", maxTeams: 1 });
  });

  it.each<[string[], string]>([
    [["--port", "70000"], "port"],
    [["--port", "x"], "port"],
    [["--teams", "0"], "teams"],
    [["--cert", "a"], "key"],
    [["--key", "a"], "cert"],
    [["--what"], "arguments"],
    [["stray"], "arguments"],
    [["backup"], "to"],
    [["restore"], "from"],
    [["--to", "a"], "arguments"],
    [["check", "--replace"], "arguments"],
  ])("%j are refused by the name of %s", (args, field) => {
    expect(readCommandLine(args, {})).toMatchObject({ failure: { code: "invalid-input", detail: { field } } });
  });

  it.each<[Partial<Parameters<typeof checkAddress>[0]>, string]>([
    [{}, "ok"],
    [{ host: "0.0.0.0" }, "public-without-tls"],
    [{ host: "::" }, "public-without-tls"],
    [{ host: "192.0.2.7" }, "public-without-tls"],
    [{ host: "example.com" }, "public-without-tls"],
    [{ host: "localhost.example.com" }, "public-without-tls"],
    [{ host: "127.example.com" }, "public-without-tls"],
    [{ host: "0.0.0.0", hasCertificate: true }, "every-address"],
    [{ host: "192.0.2.7", hasCertificate: true }, "ok"],
    [{ isBehindProxy: true }, "proxy-without-origin"],
    [{ origin: "http://example.com" }, "plain-http"],
    [{ origin: "http://localhost.example.com" }, "plain-http"],
    [{ origin: "https://example.com/" }, "address"],
    [{ origin: "https://example.com/x" }, "address"],
    [{ origin: "https://a@example.com" }, "address"],
    [{ origin: "example.com" }, "address"],
    [{ origin: "https://EXAMPLE.com" }, "address"],
    [{ origin: "https://example.com:8443" }, "ok"],
  ])("with %j neither listen in the clear beyond this computer nor pin nonsense: %s", (tampered, expected) => {
    const options = { host: "127.0.0.1", origin: null, hasCertificate: false, isBehindProxy: false };
    const checked = checkAddress({ ...options, ...tampered });
    expect(checked.ok ? "ok" : checked.failure.detail?.reason).toBe(expected);
  });

  it.each(["127.0.0.1", "127.9.9.9", "::1", "localhost"])("take %s as this computer", (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it("start no server in the clear at an address of the network", async () => {
    const own =
      Object.values(networkInterfaces())
        .flat()
        .find((one) => one?.internal === false)?.address ?? "0.0.0.0";
    const dataDir = scratchDir();
    expect(await createServer({ dataDir, host: own })).toMatchObject({ failure: { code: "invalid-input" } });
  });
});

describe("its own certificate", () => {
  it("serves HTTPS, takes a renewed one without a restart, and keeps the old one where the new is unsound", async () => {
    const folder = scratchDir();
    const tls = makeCertificate(folder, "first");
    const events: [string, unknown][] = [];
    const log = (name: string, fields: unknown) => events.push([name, fields]);
    const server = await startServer({ tls, limits: { certificateCheckMs: 30 }, log });
    expect(server.url).toMatch(/^https:/);
    expect(await shownName(server.url)).toBe("first");
    const renewed = makeCertificate(folder, "second");
    writeFileSync(tls.certFile, "nonsense");
    await expect.poll(() => events.some(([name]) => name === "certificate-loaded")).toBe(true);
    expect(await shownName(server.url)).toBe("first");
    writeFileSync(tls.keyFile, readFileSync(renewed.keyFile));
    writeFileSync(tls.certFile, readFileSync(renewed.certFile));
    await expect.poll(() => shownName(server.url), { timeout: 3000 }).toBe("second");
  });

  type Files = ReturnType<typeof makeCertificate>;
  it.each<[string, (one: Files, other: Files) => Files]>([
    ["the key is another's", (one, other) => ({ ...one, keyFile: other.keyFile })],
    ["there is no certificate", (one) => ({ ...one, certFile: `${one.certFile}.none` })],
  ])("is refused by name where %s", async (_name, filesOf) => {
    const folder = scratchDir();
    const tls = filesOf(makeCertificate(folder, "one"), makeCertificate(folder, "other"));
    expect(await createServer({ dataDir: scratchDir(), tls })).toMatchObject({
      failure: { code: "invalid-input", detail: { field: "cert" } },
    });
  });
});
