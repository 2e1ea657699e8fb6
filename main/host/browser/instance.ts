/**
 * One host per data folder. The running host leaves a note (0600) with its port and two random words; a second start shows
 * the one to the first and gets an address to open instead of a second app. The other word comes with the address: whoever
 * took the port of a host that is gone does not know it, and no window is opened there.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { type AppLink, linkAmong } from "../../../shared/model/app-links.ts";
import { isSame, randomWord } from "../random-word.ts";

type Note = { port: number; ask: string; answer: string };

const noteName = "running.json";
const answerWithinMs = 2000;
const maxAnswerBytes = 300;

/** What another start says where a page of the running host shows what its link leads to. */
export const shown = "shown";

/**
 * Asks the host that the note names, and hands it a link; null when none answers (then the note is of a dead one), `shown` where
 * a page has the link. A link may be a join code, with the invite's secret: it goes only to who has proved to be that host.
 */
export async function askRunning(dataDir: string, link: AppLink | null = null): Promise<string | null> {
  const note = readNote(dataDir);
  if (note === null) return null;
  const address = await ask(note, note.ask);
  return address === null || link === null ? address : ask(note, `${note.ask} ${link.address}`);
}

/** What the host that left the note answers to this. */
function ask(note: Note, said: string): Promise<string | null> {
  return new Promise((resolve) => {
    const asking = request(
      {
        host: "127.0.0.1",
        port: note.port,
        path: "/another",
        method: "POST",
        signal: AbortSignal.timeout(answerWithinMs),
        headers: { host: `127.0.0.1:${note.port}` },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => {
          text = (text + part).slice(0, maxAnswerBytes);
        });
        response.on("end", () => resolve(response.statusCode === 200 ? addressIn(text, note) : null));
        response.on("error", () => resolve(null));
      },
    );
    asking.on("error", () => resolve(null));
    asking.end(said);
  });
}

/** Leaves the note of this host. `answer` gives what another start is told for its word: null for a wrong one. */
export function leaveNote(
  dataDir: string,
  port: number,
): {
  answer(said: string, host: { address(): string; open(link: AppLink): Promise<boolean> }): Promise<string | null>;
  remove(): void;
} {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const note: Note = { port, ask: randomWord(), answer: randomWord() };
  const path = join(dataDir, noteName);
  // A file of before keeps its mode, whatever is asked for: the words go into a new one.
  rmSync(path, { force: true });
  writeFileSync(path, JSON.stringify(note), { mode: 0o600, flag: "wx" });
  return {
    async answer(said, { address, open }) {
      const [word = "", ...rest] = said.split(" ");
      if (!isSame(note.ask, word)) return null;
      const link = linkAmong(rest);
      const isShown = link !== null && (await open(link));
      return `${note.answer} ${isShown ? shown : address()}`;
    },
    remove: () => rmSync(path, { force: true }),
  };
}

function readNote(dataDir: string): Note | null {
  try {
    const { port, ask, answer } = JSON.parse(readFileSync(join(dataDir, noteName), "utf8")) as Partial<Note>;
    const isWhole = typeof port === "number" && typeof ask === "string" && typeof answer === "string";
    return isWhole ? { port, ask, answer } : null;
  } catch {
    return null;
  }
}

/** The address in an answer of the host that left the note; null where somebody else answered. */
function addressIn(text: string, { port, answer }: Note): string | null {
  const [word = "", address = ""] = text.split(" ");
  const isOurs = [`http://127.0.0.1:${port}/#`, `http://localhost:${port}/#`].some((start) =>
    address.startsWith(start),
  );
  return (isOurs || address === shown) && isSame(answer, word) ? address : null;
}
