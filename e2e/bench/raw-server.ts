/**
 * The raw limit of the server: Fastify and SQLite doing the same reads and durable writes. `/push` and `/read` check nothing;
 * `/checked/...` adds what any honest server needs, one keyed hash per request and one Ed25519 check per push; `/bulk` takes
 * and gives many envelopes at once, each hashed, with one check for all.
 */
import { createHash, createHmac, generateKeyPairSync, sign, verify } from "node:crypto";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import Fastify from "fastify";

const db = new Sqlite(join(process.argv[2] as string, "raw.db"));
db.pragma("journal_mode = WAL");
db.pragma("synchronous = FULL");
db.exec("CREATE TABLE rows (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT");
db.exec("CREATE TABLE envelopes (hash BLOB PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID");
const insert = db.prepare("INSERT INTO rows (bytes) VALUES (?)");
const insertEnvelope = db.prepare("INSERT OR REPLACE INTO envelopes (hash, bytes) VALUES (?, ?)");
const read = db.prepare("SELECT bytes FROM rows WHERE id >= ? ORDER BY id LIMIT 30");
const readEnvelopes = db.prepare("SELECT bytes FROM envelopes WHERE hash > ? ORDER BY hash LIMIT 250");
const store = db.transaction((bytes: Uint8Array) => {
  // A commit, its two envelopes and the head: as many rows as the server writes.
  const third = Math.ceil(bytes.length / 3);
  for (let at = 0; at < bytes.length; at += third) insert.run(bytes.subarray(at, at + third));
});
const envelopeBytes = 600;
const hashOf = (bytes: Uint8Array) => createHash("blake2b512").update(bytes).digest().subarray(0, 32);
const storeMany = db.transaction((bytes: Uint8Array) => {
  for (let at = 0; at < bytes.length; at += envelopeBytes) {
    const one = bytes.subarray(at, at + envelopeBytes);
    insertEnvelope.run(hashOf(one), one);
  }
});

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const signed = Buffer.alloc(300, 1);
const signature = sign(null, signed, privateKey);
const macKey = Buffer.alloc(32, 2);
const checkSignature = () => {
  if (!verify(null, signed, publicKey, signature)) throw new Error("signature");
};
const keyedHash = (bytes: Uint8Array | string) => createHmac("sha256", macKey).update(bytes).digest();

const app = Fastify({ bodyLimit: 16 * 1024 * 1024 });
app.removeAllContentTypeParsers();
app.addContentTypeParser("application/cbor", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
const readRows = () => Buffer.concat((read.all(1) as { bytes: Buffer }[]).map(({ bytes }) => bytes));
app.post("/push", async (request, reply) => {
  store(request.body as Buffer);
  return reply.type("application/cbor").send(Buffer.alloc(48));
});
app.post("/checked/push", async (request, reply) => {
  keyedHash(request.body as Buffer);
  checkSignature();
  store(request.body as Buffer);
  return reply.type("application/cbor").send(Buffer.alloc(48));
});
app.get("/read", async (_request, reply) => reply.type("application/cbor").send(readRows()));
app.get("/checked/read", async (request, reply) => {
  keyedHash(request.url);
  return reply.type("application/cbor").send(readRows());
});
app.post("/bulk", async (request, reply) => {
  checkSignature();
  storeMany(request.body as Buffer);
  return reply.type("application/cbor").send(Buffer.alloc(48));
});
app.get("/bulk", async (request, reply) => {
  const after = Buffer.from((request.query as { after?: string }).after ?? "", "hex");
  const rows = readEnvelopes.all(after) as { bytes: Buffer }[];
  return reply.type("application/cbor").send(Buffer.concat(rows.map(({ bytes }) => bytes)));
});
await app.listen({ host: "127.0.0.1", port: 0 });
process.stdout.write(
  `${JSON.stringify({ url: `http://127.0.0.1:${(app.server.address() as { port: number }).port}` })}\n`,
);
