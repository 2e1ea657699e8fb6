/** The browser host's command line and its `LATCHKEY_*` twins; an unknown or wrong option is named and refused. */
import { parseArgs } from "node:util";
import { hostWords } from "../../../shared/copy/host.ts";
import { type AppLink, linkAmong } from "../../../shared/model/app-links.ts";
import { chosenDataDir } from "../data-folder.ts";

export type HostOptions = {
  port: number;
  dataDir: string;
  open: boolean;
  json: boolean;
  kdf: "calibrated" | "floor";
  link: AppLink | null;
};

/** Reads the options, or says in one sentence what is wrong. */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): HostOptions | { wrong: string } {
  let values: ReturnType<typeof parse>["values"];
  let link: AppLink | null = null;
  try {
    const { values: read, positionals } = parse(args);
    values = read;
    link = linkAmong(positionals);
    if (positionals.length > (link === null ? 0 : 1)) return { wrong: hostWords.badLink };
  } catch (error) {
    return { wrong: wrongOption(error) };
  }
  if (values.data === "") return { wrong: hostWords.badData };
  const port = Number(values.port ?? env.LATCHKEY_PORT ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return { wrong: hostWords.badPort };
  return {
    port,
    dataDir: chosenDataDir(values.data, env),
    open: values["no-open"] !== true && !isOn(env.LATCHKEY_NO_OPEN),
    json: values.json === true || isOn(env.LATCHKEY_JSON),
    link,
    kdf: isOn(env.LATCHKEY_KDF_FLOOR) ? "floor" : "calibrated",
  };
}

/** Node's own sentence where an option lacks its value; one that is not known by its name. */
function wrongOption(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  const [, name] = /'([^']+)'/.exec(message ?? "") ?? [];
  return code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE" ? `${message}` : hostWords.badOption(name ?? "that option");
}

function parse(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      browser: { type: "boolean" },
      "no-open": { type: "boolean" },
      json: { type: "boolean" },
      port: { type: "string" },
      data: { type: "string" },
    },
  });
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "0";
}
