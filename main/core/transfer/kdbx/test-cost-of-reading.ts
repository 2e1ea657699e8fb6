/** Reads one costly document up to every bound and prints how it ended, what it took of the processor and of memory. */

import { createBinaries } from "./binaries.ts";
import { createDocumentReader } from "./document-reader.ts";
import { kdbxLimits } from "./limits.ts";
import { costlyDocuments, type DocumentName } from "./test-costly-documents.ts";

const { before, piece, behind } = costlyDocuments[process.argv[2] as DocumentName];
const reader = createDocumentReader(null, { pool: [], binaries: createBinaries() });
const rss = () => process.resourceUsage().maxRSS * 1024;
const start = { rss: rss(), cpu: process.cpuUsage() };
let failure = reader.push(`<KeePassFile>${before}`);
let chars = 0;
for (let number = 0; failure === null && chars < kdbxLimits.plainBytes; ) {
  let text = "";
  while (text.length < 256 * 1024) text += piece(number++);
  chars += text.length;
  failure = reader.push(text);
}
failure ??= reader.push(`${behind}</KeePassFile>`);
const end = failure === null ? reader.end() : { ok: false as const, failure };
// What the processor did: how long that took depends on what else the computer does.
const { user, system } = process.cpuUsage(start.cpu);
const ms = Math.round((user + system) / 1000);
process.stdout.write(JSON.stringify({ ended: end.ok ? "ok" : end.failure, ms, grewBytes: rss() - start.rss, chars }));
