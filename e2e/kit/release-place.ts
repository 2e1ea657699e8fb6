/** A place of releases on loopback, for tests: what it answers, and what it was asked. It can say anything; only a release key signs. */
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { SigningKey } from "../../shared/crypto/sign.ts";
import type { EpochMs } from "../../shared/encoding/ids.ts";
import { type ReleaseFile, signRelease } from "../../shared/protocol/release/statement.ts";
import { atEnd } from "./scratch.ts";

/** As `main/host/updates/feed.ts` asks for it. */
export const releaseName = "latchkey-release";
export type Answer = { status?: number; bytes?: Uint8Array; goesOn?: true; location?: string };
export type ReleasePlace = {
  address: string;
  /** What each path answers, without its slash. */
  answers: Record<string, Answer>;
  asked: { url: string; headers: object }[];
  /** Signs a version that has this one file, and shows it as the newest. */
  publish(key: SigningKey, version: string, at: number, program: { file: ReleaseFile; bytes: Uint8Array }): void;
};

/** The entry of a file in a release for this system. */
export function releaseFile(
  name: string,
  bytes: Uint8Array,
  system: ReleaseFile["system"],
  processor: ReleaseFile["processor"] = "x64",
): ReleaseFile {
  const sha512 = new Uint8Array(createHash("sha512").update(bytes).digest());
  return { name, system, processor, size: bytes.length, sha512 };
}

/** Opens one that shows nothing; gone after the test. */
export async function releasePlace(): Promise<ReleasePlace> {
  const answers: Record<string, Answer> = {};
  const asked: ReleasePlace["asked"] = [];
  const server = createServer((question, reply) => {
    asked.push({ url: question.url ?? "", headers: question.headers });
    const { status = 200, bytes, goesOn, location } = answers[(question.url ?? "").slice(1)] ?? { status: 404 };
    reply.writeHead(status, location === undefined ? {} : { location });
    if (bytes !== undefined) reply.write(bytes);
    if (goesOn === undefined) return void reply.end();
    const more = setInterval(() => reply.write(Buffer.alloc(1 << 16)), 1);
    reply.on("close", () => clearInterval(more));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ answers, asked },
    publish(key, version, at, { file, bytes }) {
      answers[releaseName] = { bytes: signRelease(key, { version, at: at as EpochMs, files: [file] }) };
      answers[file.name] = { bytes };
    },
  };
}
