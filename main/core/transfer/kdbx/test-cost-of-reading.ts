/** Reads one costly document up to every bound and prints how it ended, how long that took and how much memory it needed. */

import { createDocumentReader } from "./document-reader.ts";
import { kdbxLimits } from "./limits.ts";
import { costlyDocuments, type DocumentName } from "./test-costly-documents.ts";

const { before, piece, behind } = costlyDocuments[process.argv[2] as DocumentName];
const reader = createDocumentReader(null, []);
const rss = () => process.resourceUsage().maxRSS * 1024;
const start = { rss: rss(), at: performance.now() };
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
const ms = Math.round(performance.now() - start.at);
process.stdout.write(JSON.stringify({ ended: end.ok ? "ok" : end.failure, ms, grewBytes: rss() - start.rss, chars }));
