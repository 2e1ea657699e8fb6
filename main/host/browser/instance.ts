/**
 * One host per data folder. The running host leaves a note (0600) with its port and a random word; a second start shows
 * the word to the first and gets an address to open instead of a second app.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";

type Note = { port: number; word: string };

const noteName = "running.json";
const answerWithinMs = 2000;
const maxAddressBytes = 300;

/** Asks the host that the note names; null when none answers (then the note is of a dead one). */
export async function askRunning(dataDir: string): Promise<string | null> {
  const note = readNote(dataDir);
  if (note === null) return null;
  return new Promise((resolve) => {
    const asking = request(
      {
        host: "127.0.0.1",
        port: note.port,
        path: "/another",
        method: "POST",
        timeout: answerWithinMs,
        headers: { host: `127.0.0.1:${note.port}` },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => {
          text = (text + part).slice(0, maxAddressBytes);
        });
        response.on("end", () => resolve(response.statusCode === 200 && isOurs(text, note.port) ? text : null));
        response.on("error", () => resolve(null));
      },
    );
    asking.on("timeout", () => asking.destroy());
    asking.on("error", () => resolve(null));
    asking.end(note.word);
  });
}

/** Leaves the note of this host; the answer checks words and takes the note away. */
export function leaveNote(dataDir: string, port: number): { knows(word: string): boolean; remove(): void } {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const word = randomBytes(32).toString("base64url");
  const path = join(dataDir, noteName);
  writeFileSync(path, JSON.stringify({ port, word } satisfies Note), { mode: 0o600 });
  return {
    knows: (given) => given.length === word.length && timingSafeEqual(Buffer.from(given), Buffer.from(word)),
    remove: () => rmSync(path, { force: true }),
  };
}

function readNote(dataDir: string): Note | null {
  try {
    const { port, word } = JSON.parse(readFileSync(join(dataDir, noteName), "utf8")) as Partial<Note>;
    return typeof port === "number" && typeof word === "string" ? { port, word } : null;
  } catch {
    return null;
  }
}

function isOurs(address: string, port: number): boolean {
  return [`http://127.0.0.1:${port}/#`, `http://localhost:${port}/#`].some((start) => address.startsWith(start));
}
