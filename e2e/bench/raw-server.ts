/** The peer of the server's benchmark: Fastify and SQLite doing the same reads and durable writes, judging nothing. */
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import Fastify from "fastify";

const db = new Sqlite(join(process.argv[2] as string, "raw.db"));
db.pragma("journal_mode = WAL");
db.pragma("synchronous = FULL");
db.exec("CREATE TABLE rows (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT");
const insert = db.prepare("INSERT INTO rows (bytes) VALUES (?)");
const read = db.prepare("SELECT bytes FROM rows WHERE id >= ? ORDER BY id LIMIT 30");
const store = db.transaction((bytes: Uint8Array) => {
  // A commit, its two envelopes and the head: as many rows as the server writes.
  const third = Math.ceil(bytes.length / 3);
  for (let at = 0; at < bytes.length; at += third) insert.run(bytes.subarray(at, at + third));
});

const app = Fastify();
app.removeAllContentTypeParsers();
app.addContentTypeParser("application/cbor", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
app.post("/push", async (request, reply) => {
  store(request.body as Buffer);
  return reply.type("application/cbor").send(Buffer.alloc(48));
});
app.get("/read", async (_request, reply) => {
  const rows = read.all(1) as { bytes: Buffer }[];
  return reply.type("application/cbor").send(Buffer.concat(rows.map(({ bytes }) => bytes)));
});
await app.listen({ host: "127.0.0.1", port: 0 });
process.stdout.write(
  `${JSON.stringify({ url: `http://127.0.0.1:${(app.server.address() as { port: number }).port}` })}\n`,
);
