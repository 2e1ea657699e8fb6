/** The server's command line and its `LATCHKEY_*` twins. What is wrong is named by its field; nothing is guessed. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { fail, ok, type Result } from "../shared/failures.ts";
import type { ServerOptions } from "./app.ts";

export const standardPort = 7423;
export const standardFolder = "latchkey-server";

const texts = ["data", "port", "host", "origin", "cert", "key", "teams", "to", "from"] as const;
const flags = ["behind-proxy", "new-setup-code", "with-parent", "replace", "json", "help"] as const;
type TextName = (typeof texts)[number];
type FlagName = (typeof flags)[number];

/** What the command does instead of serving: each word with the options that it takes beside `--data` and `--json`. */
const copyOptions = {
  backup: { needs: ["to"], may: [] },
  check: { needs: [], may: ["from"] },
  move: { needs: ["to"], may: [] },
  restore: { needs: ["from"], may: ["replace"] },
} as const;
export type CopyWord = keyof typeof copyOptions;
export type CopyAct = { word: CopyWord; dataDir: string; to: string; from: string | null; replace: boolean };

export type CommandLine = {
  server: ServerOptions;
  /** What to do with the server's copy; null: serve. */
  copy: CopyAct | null;
  json: boolean;
  help: boolean;
  withParent: boolean;
};

/** Arguments first, then the environment, then what is usual. `invalid-input` with the option's name. */
export function readCommandLine(args: readonly string[], env: Record<string, string | undefined>): Result<CommandLine> {
  const parsed = parse(args);
  if (!parsed.ok) return parsed;
  const given = parsed.value;
  const fromEnv = (name: string) => env[`LATCHKEY_${name.toUpperCase().replaceAll("-", "_")}`] || undefined;
  const text = (name: TextName) => given.texts.get(name) ?? fromEnv(name);
  const flag = (name: FlagName) => given.flags.has(name) || ["1", "true", "yes"].includes(fromEnv(name) ?? "");
  const port = wholeNumber(text("port") ?? String(standardPort), 0, 65_535);
  if (port === null) return wrong("port");
  const maxTeams = wholeNumber(text("teams") ?? "1", 1, 10_000);
  if (maxTeams === null) return wrong("teams");
  const [certFile, keyFile] = [text("cert"), text("key")];
  if ((certFile === undefined) !== (keyFile === undefined)) return wrong(certFile === undefined ? "cert" : "key");
  const server: ServerOptions = {
    dataDir: resolve(text("data") ?? standardFolder),
    port,
    host: text("host") ?? "127.0.0.1",
    maxTeams,
    behindProxy: flag("behind-proxy"),
    newSetupCode: flag("new-setup-code"),
  };
  const copy = readCopyAct(given, server.dataDir);
  if (!copy.ok) return copy;
  const origin = text("origin");
  if (origin !== undefined) server.origin = origin.replace(/\/$/, "");
  if (certFile !== undefined && keyFile !== undefined) server.tls = { certFile, keyFile };
  return ok({ server, copy: copy.value, json: flag("json"), help: flag("help"), withParent: flag("with-parent") });
}

type Given = { word: string | null; texts: Map<TextName, string>; flags: Set<FlagName> };

/** Never from the environment: what a service is given for its days must not say what to do with a copy. */
function readCopyAct({ word, texts: given, flags: set }: Given, dataDir: string): Result<CopyAct | null> {
  const asked = ["to", "from", "replace"].filter((name) => given.has(name as TextName) || set.has(name as FlagName));
  if (word === null) return asked.length === 0 ? ok(null) : wrong("arguments");
  if (!Object.hasOwn(copyOptions, word)) return wrong("arguments");
  const { needs, may } = copyOptions[word as CopyWord] as { needs: readonly string[]; may: readonly string[] };
  const missing = needs.find((name) => !asked.includes(name));
  if (missing !== undefined) return wrong(missing);
  if (asked.some((name) => !needs.includes(name) && !may.includes(name))) return wrong("arguments");
  const [to, from] = [given.get("to"), given.get("from")];
  return ok({
    word: word as CopyWord,
    dataDir,
    to: to === undefined ? "" : resolve(to),
    from: from === undefined ? null : resolve(from),
    replace: set.has("replace"),
  });
}

function parse(args: readonly string[]): Result<Given> {
  const options = Object.fromEntries([
    ...texts.map((name) => [name, { type: "string" as const }]),
    ...flags.map((name) => [name, { type: "boolean" as const }]),
  ]);
  let values: Record<string, unknown>;
  let words: string[];
  try {
    ({ values, positionals: words } = parseArgs({ args: [...args], options, allowPositionals: true }));
  } catch {
    return wrong("arguments");
  }
  if (words.length > 1) return wrong("arguments");
  return ok({
    word: words[0] ?? null,
    texts: new Map(texts.flatMap((name) => (typeof values[name] === "string" ? [[name, values[name]]] : []))),
    flags: new Set(flags.filter((name) => values[name] === true)),
  });
}

function wholeNumber(text: string, least: number, most: number): number | null {
  const value = /^[0-9]{1,6}$/.test(text) ? Number(text) : -1;
  return value >= least && value <= most ? value : null;
}

function wrong(field: string): Result<never> {
  return fail("invalid-input", { field, reason: "option" }, "after-act");
}
