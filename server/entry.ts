/** The server as a command: starts, says where it is and how to create the team on it, stops cleanly. */

import pino from "pino";
import { base32Bytes, hexText } from "../shared/text.ts";
import { createServer } from "./app.ts";
import { readServerOptions } from "./options.ts";

const sentences: Record<string, string> = {
  busy: "Another Latchkey server uses this data folder or port.",
  "damaged-database": "The database is damaged. Put a backup in its place; nothing was changed.",
  "newer-database": "The database was written by a newer Latchkey server. Update this one; nothing was changed.",
  "storage-full": "The disk is full.",
};

const options = readServerOptions(process.argv.slice(2), process.env);
if ("wrong" in options) {
  process.stderr.write(`${options.wrong}\n`);
  process.exit(2);
}
const logger = pino(
  { level: process.env.LATCHKEY_LOG ?? "info", base: null },
  pino.destination({ dest: 2, sync: true }),
);
const started = await createServer({
  ...options,
  log: (event, fields) => (event === "request" ? logger.debug(fields, event) : logger.error(fields, event)),
});
if (!started.ok) {
  process.stderr.write(`${sentences[started.failure.code] ?? "The server did not start."} (${started.failure.code})\n`);
  process.exit(1);
}
const { url, origin, serverKeys, setupCode, close } = started.value;
if (options.json) {
  const serverKey = hexText(base32Bytes(serverKeys) as Uint8Array);
  process.stdout.write(`${JSON.stringify({ url, origin, serverKey, setupCode })}\n`);
} else {
  process.stdout.write(`Latchkey's server listens on ${url}\n`);
  if (setupCode !== null)
    process.stdout.write(
      `\nCreate your team with this setup code. It is good once, until the next start:\n\n  ${setupCode}\n\n`,
    );
}
let stopping = false;
const stop = async (): Promise<void> => {
  if (stopping) return;
  stopping = true;
  await close();
  process.exit(0);
};
process.on("SIGINT", () => void stop());
process.on("SIGTERM", () => void stop());
