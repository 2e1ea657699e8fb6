/** The server as a command: its one line for machines, its words for people, its refusals, its stop. */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
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
  }, 20_000);

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
    const wrong: [string[], string][] = [
      [["--port", "70000"], "port"],
      [["--port", "x"], "port"],
      [["--teams", "0"], "teams"],
      [["--cert", "a"], "key"],
      [["--key", "a"], "cert"],
      [["--what"], "arguments"],
      [["stray"], "arguments"],
    ];
    for (const [args, field] of wrong)
      expect.soft(readCommandLine(args, {})).toMatchObject({ failure: { code: "invalid-input", detail: { field } } });
  });

  it("never listen in the clear beyond this computer, nor pin nonsense", async () => {
    const options = { host: "127.0.0.1", origin: null, hasCertificate: false, isBehindProxy: false };
    const reason = (tampered: Partial<Parameters<typeof checkAddress>[0]>) => {
      const checked = checkAddress({ ...options, ...tampered });
      return checked.ok ? "ok" : checked.failure.detail?.reason;
    };
    expect(reason({})).toBe("ok");
    for (const host of ["0.0.0.0", "::", "192.0.2.7", "example.com", "localhost.example.com", "127.example.com"])
      expect.soft(reason({ host }), host).toBe("public-without-tls");
    expect(reason({ host: "0.0.0.0", hasCertificate: true })).toBe("every-address");
    expect(reason({ host: "192.0.2.7", hasCertificate: true })).toBe("ok");
    expect(reason({ isBehindProxy: true })).toBe("proxy-without-origin");
    expect(reason({ origin: "http://example.com" })).toBe("plain-http");
    expect(reason({ origin: "http://localhost.example.com" })).toBe("plain-http");
    for (const origin of [
      "https://example.com/",
      "https://example.com/x",
      "https://a@example.com",
      "example.com",
      "https://EXAMPLE.com",
    ])
      expect.soft(reason({ origin }), origin).toBe("address");
    expect(reason({ origin: "https://example.com:8443" })).toBe("ok");
    expect(["127.0.0.1", "127.9.9.9", "::1", "localhost"].every(isLoopback)).toBe(true);
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

  it("is refused by name where its files do not fit together", async () => {
    const folder = scratchDir();
    const [one, other] = [makeCertificate(folder, "one"), makeCertificate(folder, "other")];
    for (const tls of [
      { certFile: one.certFile, keyFile: other.keyFile },
      { certFile: join(folder, "none"), keyFile: one.keyFile },
    ])
      expect.soft(await createServer({ dataDir: scratchDir(), tls })).toMatchObject({
        failure: { code: "invalid-input", detail: { field: "cert" } },
      });
  });
});
