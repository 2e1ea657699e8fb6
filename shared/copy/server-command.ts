/** What the server's command says to people: where it is, how to make a team on it, and why it did not start. */
import type { Failure } from "../failures.ts";

/** A server that runs, as far as it is shown to people. */
type StartedServer = { url: string; origin: string; setupCode: string | null };

export const usage = `Latchkey's server. It stores and forwards ciphertext and signed statements, and can open none of it.

  npm run server -- [options]                          serve
  npm run server -- backup --to FILE [--data DIR]      a checked copy in one file, also while a server runs on DIR
  npm run server -- check [--from FILE] [--data DIR]   prove every log, chain and file from the stored bytes
  npm run server -- restore --from FILE [--data DIR]   put a copy in place (--replace: where a database is; that one is kept)
  npm run server -- move --to FILE [--data DIR]        as backup, and no server starts on DIR any more

  --data DIR          where everything is kept (default ./latchkey-server)
  --port N            the port (default 7423; 0: the port of last time, else a free one)
  --host ADDRESS      the address to listen on (default 127.0.0.1: this computer only)
  --origin URL        the address that people's apps use, where it is not the one it listens on
  --cert FILE --key FILE
                      its own TLS certificate and key (PEM); read again when they change
  --behind-proxy      a proxy in front of it has the TLS certificate (needs --origin https://...)
  --teams N           how many teams it takes (default 1)
  --new-setup-code    print a fresh setup code; codes printed before stop working
  --with-parent       stop when the program that started it is gone (an app's own server)
  --json              one line of JSON on standard output, for machines

Every option is also an environment variable: LATCHKEY_DATA, LATCHKEY_PORT, LATCHKEY_BEHIND_PROXY=1 and so on.
`;

/** Where it is, and how to make a team on it. */
export function greeting({ url, origin, setupCode }: StartedServer, dataDir: string): string {
  const address = url === origin ? `  Address      ${url}\n` : `  Listens on   ${url}\n  Address      ${origin}\n`;
  const code =
    setupCode === null
      ? ""
      : `\nTo make your team here, open Latchkey, choose "Create a team" and enter this setup code.
It is good once, and it is not kept here: this is the only time you see it.

  ${setupCode}

Lost it? Start the server again with --new-setup-code.
`;
  return `Latchkey's server is running.\n\n${address}  Data         ${dataDir}\n${code}\nStop it with Ctrl-C.\n`;
}

/** After Ctrl-C, or whatever else asked it to end. */
export const stopped = "Latchkey's server stopped. Everything that it took is on its disk.\n";

const inputSentences: Record<string, string> = {
  "host public-without-tls":
    "That address can be reached from other computers. Give --cert and --key, or say --behind-proxy if a proxy in front has the certificate.",
  "origin proxy-without-origin": "--behind-proxy needs --origin https://..., the address that people's apps use.",
  "origin every-address": "Listening on every address needs --origin, the one address that people's apps use.",
  "origin address": "--origin is scheme, host and port alone, such as https://latchkey.example.com.",
  "origin plain-http": "--origin must begin with https://; plain http is for this computer alone.",
  "port option": "--port takes a number from 0 to 65535.",
  "teams option": "--teams takes a number from 1.",
  "cert option": "--key needs --cert beside it.",
  "key option": "--cert needs --key beside it.",
  "data profiles": "That is the data folder of a Latchkey app, not of a server. Choose another with --data.",
  "data lock": "The file lock.db in the data folder cannot be locked. Move it away and start again: it holds nothing.",
  "data moved":
    "The server of this folder was moved to another place. Start it there, or put a copy in place with restore.",
  "data no-server": "There is no server's database in that folder. Name another with --data.",
  "data filled":
    "That folder holds a server's database already. Choose another with --data, or say --replace: it is kept beside.",
  "to option": "Say where the copy goes with --to FILE.",
  "to exists": "There is a file of that name already. Copies are never written over.",
  "to folder": "The copy cannot be written there.",
  "from option": "Say which copy with --from FILE.",
  "from missing": "There is no copy of that name.",
  "arguments option": "There is an option that the server does not know. See --help.",
};

const sentences: Partial<Record<Failure["code"], string>> = {
  "damaged-database": "The database is damaged. Put a backup in its place. Nothing was changed.",
  "newer-database": "The database was written by a newer Latchkey server. Update this one. Nothing was changed.",
  "storage-full": "The disk is full or cannot be written.",
};

/** Why it did not start, with the code. */
export function refusal({ code, detail }: Pick<Failure, "code" | "detail">): string {
  return `Latchkey's server did not start: ${sentence(code, detail)} (${code})\n`;
}

/** Why nothing was done with its copy, with the code. */
export function copyRefusal({ code, detail }: Pick<Failure, "code" | "detail">): string {
  return `Nothing was done: ${sentence(code, detail)} (${code})\n`;
}

function sentence(code: Failure["code"], detail: Failure["detail"]): string {
  if (code === "busy") {
    return detail?.field === "port"
      ? `Another program uses port ${detail.number}. Apps know this server by its port: free it, or choose another with --port.`
      : "Another Latchkey server uses this data folder.";
  }
  if (code === "damaged-database" && detail?.reason === "trial-version")
    return "This folder was made by a trial version, whose teams cannot be taken over. Choose another with --data. Nothing was changed.";
  if (code !== "invalid-input") return sentences[code] ?? "Something unexpected happened.";
  const named = inputSentences[`${detail?.field ?? ""} ${detail?.reason ?? ""}`];
  if (named !== undefined) return named;
  if (detail?.field === "cert") return "The certificate and key cannot be read, or do not fit together.";
  if (detail?.field === "data") return "The data folder cannot be made or opened.";
  return detail?.field === "port" ? "This port is not allowed here." : "This address is not one of this computer's.";
}
