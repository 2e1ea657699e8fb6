import { statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { atEnd, scratchDir } from "../../../e2e/kit/scratch.ts";
import { type AppLink, readAppLink } from "../../../shared/model/app-links.ts";
import { askRunning, leaveNote, shown } from "./instance.ts";

/** Somebody on a port, who answers another start with what `answer` makes of its word. */
async function listening(answer: (word: string) => string | Promise<string>): Promise<number> {
  const server: Server = createServer((request, response) => {
    let word = "";
    request.on("data", (part) => {
      word += part;
    });
    request.on("end", async () => response.end(await answer(word)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

describe("another start on the same data folder", () => {
  it("gets the address of the host that left the note", async () => {
    const dataDir = scratchDir();
    let note: ReturnType<typeof leaveNote> | null = null;
    const host = { address: () => `http://127.0.0.1:${port}/#token`, open: async () => false };
    const port: number = await listening(async (said) => (await note?.answer(said, host)) ?? "");
    expect(await askRunning(dataDir)).toBeNull();
    note = leaveNote(dataDir, port);
    expect(await askRunning(dataDir)).toBe(`http://127.0.0.1:${port}/#token`);
    note.remove();
    expect(await askRunning(dataDir)).toBeNull();
  });

  it.each([true, false])("hands its link to that host, where a page sees it: %s", async (isSeen) => {
    const dataDir = scratchDir();
    const opened: AppLink[] = [];
    const open = async (link: AppLink) => {
      opened.push(link);
      return isSeen;
    };
    const link = readAppLink(`latchkey://item/${"0".repeat(26)}`);
    let note: ReturnType<typeof leaveNote> | null = null;
    const host = { address: () => `http://127.0.0.1:${port}/#token`, open };
    const port: number = await listening(async (said) => (await note?.answer(said, host)) ?? "");
    note = leaveNote(dataDir, port);
    expect(await askRunning(dataDir, link)).toBe(isSeen ? shown : host.address());
    expect(opened).toEqual([link]);
  });

  it.each<[string, (word: string) => string]>([
    ["an address", () => "http://127.0.0.1:1/#token"],
    ["that it is shown", () => "shown"],
    ["that it is shown, with the word that they were asked with", (word) => `${word} shown`],
  ])("tells its link, which may be a join code, to nobody who took the port and answers %s", async (_name, answer) => {
    const dataDir = scratchDir();
    const heard: string[] = [];
    const port: number = await listening((said) => {
      heard.push(said);
      return answer(said.split(" ")[0] ?? "");
    });
    leaveNote(dataDir, port);
    expect(await askRunning(dataDir, readAppLink("latchkey://join/abcd-ef01"))).toBeNull();
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.join()).not.toContain("abcd");
  });

  it.each(["wrong latchkey://item/00000000000000000000000000", "latchkey://item/00000000000000000000000000"])(
    "opens no link for who does not know the word: %s",
    async (said) => {
      const note = leaveNote(scratchDir(), 1);
      const open = async () => expect.unreachable("a link of nobody's");
      expect(await note.answer(said, { address: () => "", open })).toBeNull();
    },
  );

  it.each<[string, (address: string, word: string) => string]>([
    ["nothing", () => ""],
    ["that it is shown, without the word", () => "shown"],
    ["an address", (address) => address],
    ["an empty word", (address) => ` ${address}`],
    ["a word of their own", (address) => `${"x".repeat(43)} ${address}`],
    ["more than is read", () => "x".repeat(10_000)],
    ["the word that they were asked with", (address, word) => `${word} ${address}`],
  ])("goes to nobody who took the port and answers %s", async (_name, said) => {
    const dataDir = scratchDir();
    const port: number = await listening((word) => said(`http://127.0.0.1:${port}/#token`, word));
    leaveNote(dataDir, port);
    expect(await askRunning(dataDir)).toBeNull();
  });

  it("does not wait for somebody who never ends their answer", async () => {
    const dataDir = scratchDir();
    const server = createServer((_request, response) => {
      const drip = setInterval(() => response.write("x"), 100);
      response.on("close", () => clearInterval(drip));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    atEnd(() => {
      server.closeAllConnections();
      server.close();
    });
    leaveNote(dataDir, (server.address() as AddressInfo).port);
    expect(await askRunning(dataDir)).toBeNull();
  }, 5000);

  it.skipIf(process.platform === "win32")(
    "finds words that only this person can read, also where a note lay open before",
    () => {
      const dataDir = scratchDir();
      const path = join(dataDir, "running.json");
      writeFileSync(path, "{}", { mode: 0o644 });
      leaveNote(dataDir, 1);
      expect(statSync(path).mode & 0o777).toBe(0o600);
    },
  );
});
