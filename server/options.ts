/** The server's command line and its `LATCHKEY_*` twins; what is wrong is said in one sentence. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { ServerOptions } from "./app.ts";

const loopback = new Set(["127.0.0.1", "::1", "localhost"]);
export const standardPort = 7423;

/** Reads the options; a public address needs TLS files or a proxy in front. */
export function readServerOptions(
  args: string[],
  env: NodeJS.ProcessEnv,
): (ServerOptions & { json: boolean }) | { wrong: string } {
  let values: Record<string, string | boolean | undefined>;
  try {
    const text = { type: "string" } as const;
    const flag = { type: "boolean" } as const;
    const options = {
      data: text,
      port: text,
      host: text,
      origin: text,
      cert: text,
      key: text,
      teams: text,
      "behind-proxy": flag,
      "new-setup-code": flag,
      json: flag,
    };
    values = parseArgs({ args, options }).values;
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : "unknown option" };
  }
  const text = (name: string): string | undefined => {
    const value = values[name] ?? env[`LATCHKEY_${name.toUpperCase().replaceAll("-", "_")}`];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const isOn = (name: string): boolean =>
    values[name] === true || ["1", "true"].includes(env[`LATCHKEY_${name.toUpperCase().replaceAll("-", "_")}`] ?? "");
  const port = Number(text("port") ?? standardPort);
  const maxTeams = Number(text("teams") ?? 1);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return { wrong: "--port takes a number from 0 to 65535" };
  if (!Number.isInteger(maxTeams) || maxTeams < 1) return { wrong: "--teams takes a number from 1" };
  const host = text("host") ?? "127.0.0.1";
  const origin = text("origin");
  const tls = readTls(text("cert"), text("key"));
  if ("wrong" in tls) return tls;
  if (!loopback.has(host) && tls.files === null && !isOn("behind-proxy")) {
    return {
      wrong: `${host} can be reached by others: give --cert and --key, or say --behind-proxy with --origin https://...`,
    };
  }
  if (isOn("behind-proxy") && !origin?.startsWith("https://"))
    return { wrong: "--behind-proxy needs --origin https://..., the address that people use" };
  return {
    dataDir: resolve(text("data") ?? "latchkey-server"),
    port,
    host,
    maxTeams,
    newSetupCode: isOn("new-setup-code"),
    json: isOn("json"),
    ...(origin === undefined ? {} : { origin: origin.replace(/\/+$/, "") }),
    ...(tls.files === null ? {} : { tls: tls.files }),
  };
}

function readTls(
  cert: string | undefined,
  key: string | undefined,
): { files: { cert: Buffer; key: Buffer } | null } | { wrong: string } {
  if (cert === undefined && key === undefined) return { files: null };
  if (cert === undefined || key === undefined) return { wrong: "--cert and --key belong together" };
  try {
    return { files: { cert: readFileSync(cert), key: readFileSync(key) } };
  } catch {
    return { wrong: "the certificate or key file cannot be read" };
  }
}
