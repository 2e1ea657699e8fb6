/** The browser host's command line and its `LATCHKEY_*` twins; an unknown or wrong option is named and refused. */
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

export type HostOptions = { port: number; dataDir: string; open: boolean; json: boolean; kdf: "calibrated" | "floor" };

/** The data folder of this platform, the same for both hosts (`docs/architecture.md`). */
export function platformDataDir(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === "darwin") return join(homedir(), "Library", "Application Support", "Latchkey");
  if (platform === "win32") return join(env.APPDATA ?? join(homedir(), "AppData", "Roaming"), "Latchkey");
  return join(env.XDG_CONFIG_HOME ?? join(homedir(), ".config"), "Latchkey");
}

/** Reads the options, or says in one sentence what is wrong. */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): HostOptions | { wrong: string } {
  let values: Record<string, string | boolean | undefined>;
  try {
    values = parseArgs({
      args,
      options: {
        browser: { type: "boolean" },
        "no-open": { type: "boolean" },
        json: { type: "boolean" },
        port: { type: "string" },
        data: { type: "string" },
      },
    }).values;
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : "unknown option" };
  }
  const port = Number(values.port ?? env.LATCHKEY_PORT ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return { wrong: "--port takes a number from 0 to 65535" };
  const dataDir = String(values.data ?? env.LATCHKEY_DATA ?? platformDataDir(process.platform, env));
  return {
    port,
    dataDir: resolve(dataDir),
    open: values["no-open"] !== true && !isOn(env.LATCHKEY_NO_OPEN),
    json: values.json === true || isOn(env.LATCHKEY_JSON),
    kdf: isOn(env.LATCHKEY_KDF_FLOOR) ? "floor" : "calibrated",
  };
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "0";
}
