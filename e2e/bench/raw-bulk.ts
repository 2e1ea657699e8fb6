/** The raw limit of a push and a pull of many items: the same number of bytes over loopback into SQLite, hashed, with one check of a signature per commit. */
import { createHash, generateKeyPairSync, randomBytes, sign, verify } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { clocked } from "./measured.ts";
import { startProgram } from "./program.ts";

const envelopeBytes = 600;
const perCommit = 250;

/** Ms of the push and of the pull of two envelopes per item. */
export async function rawBulk(items: number): Promise<{ pushMs: number; pullMs: number }> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-raw-"));
  const raw = await startProgram("./raw-server.ts", [folder]);
  const url = `${raw.line.url as string}/bulk`;
  try {
    const bodies = Array.from({ length: Math.ceil((items * 2) / perCommit) }, () =>
      randomBytes(envelopeBytes * perCommit),
    );
    const pushMs = await clocked(async () => {
      for (const body of bodies)
        await (
          await fetch(url, { method: "POST", body, headers: { "content-type": "application/cbor" } })
        ).arrayBuffer();
    });
    return { pushMs, pullMs: await clocked(() => pull(url, join(folder, "client.db"))) };
  } finally {
    raw.child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

async function pull(url: string, path: string): Promise<void> {
  const db = new Sqlite(path);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.exec("CREATE TABLE envelopes (hash BLOB PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID");
  const insert = db.prepare("INSERT OR REPLACE INTO envelopes (hash, bytes) VALUES (?, ?)");
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const signed = Buffer.alloc(300, 1);
  const signature = sign(null, signed, privateKey);
  for (let after = ""; ; ) {
    const bytes = Buffer.from(await (await fetch(`${url}?after=${after}`)).arrayBuffer());
    if (bytes.length === 0) break;
    if (!verify(null, signed, publicKey, signature)) throw new Error("signature");
    after = db.transaction(() => {
      let last = "";
      for (let at = 0; at < bytes.length; at += envelopeBytes) {
        const one = bytes.subarray(at, at + envelopeBytes);
        const hash = createHash("blake2b512").update(one).digest().subarray(0, 32);
        insert.run(hash, one);
        last = hash.toString("hex");
      }
      return last;
    })();
  }
  db.close();
}
