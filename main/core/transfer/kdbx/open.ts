/**
 * Opens a KDBX file: container, inner header, XML, as one stream, so that a file which unpacks without end is stopped
 * at `kdbxLimits.plainBytes` and never held whole.
 */
import { type Failure, fail, ok, type Result } from "../../../../shared/failures.ts";
import { bytesEqual } from "../../../../shared/text.ts";

import { type Binaries, createBinaries } from "./binaries.ts";
import { openContainer } from "./container.ts";
import type { KdbxCredentials } from "./credentials.ts";
import type { KdbxDocument } from "./document.ts";
import { createDocumentReader, type DocumentReader } from "./document-reader.ts";
import { type InnerCipher, type KdbxHeader, versionText } from "./header.ts";
import { createInnerHeaderReader } from "./inner-header.ts";
import { kdbxLimits } from "./limits.ts";
import { gunzip, sha256, sha512 } from "./platform.ts";
import { chacha20, type KeyStream, salsa20 } from "./stream-ciphers.ts";

export type KdbxFile = { version: string; document: KdbxDocument };

/**
 * Reads a whole file. Failures: `import` with `detail.reason` (`wrong-key`, `no-credentials`, `key-file`; else damaged
 * or not for this reader), `limit` (asks for more than we give, with `detail.field`).
 */
export async function openKdbx(file: Uint8Array, credentials: KdbxCredentials): Promise<Result<KdbxFile>> {
  const container = await openContainer(file, credentials);
  if (!container.ok) return container;
  const { header, payload, headerHash } = container.value;
  const binaries = createBinaries();
  const read = await readDocument({ header, binaries }, payload);
  payload.fill(0);
  if (read.ok) await binaries.settle();
  if (!read.ok) return read;
  const said = read.value.headerHash;
  if (header.major === 3 && said !== null && !bytesEqual(said, headerHash)) {
    return fail("import", { reason: "header-hash" });
  }
  return ok({ version: versionText(header), document: read.value });
}

const salsaNonce = Uint8Array.of(0xe8, 0x30, 0x09, 0x4b, 0x97, 0x20, 0x5d, 0x2a);

async function innerStream(cipher: InnerCipher, key: Uint8Array): Promise<KeyStream | null> {
  if (cipher === "none") return null;
  if (cipher === "salsa20") return salsa20(await sha256(key), salsaNonce);
  const stretched = await sha512(key);
  return chacha20(stretched.subarray(0, 32), stretched.subarray(32, 44));
}

type Reading = { header: KdbxHeader; binaries: Binaries };

async function readDocument({ header, binaries }: Reading, payload: Uint8Array): Promise<Result<KdbxDocument>> {
  const outer = header.outerStream;
  if (outer !== null) {
    const reader = createDocumentReader(await innerStream(outer.cipher, outer.key), { pool: [], binaries });
    return pump(header, payload, textSink(reader));
  }
  // The key of the inner stream needs an asynchronous hash, so the short inner header is read first, by itself.
  const inner = createInnerHeaderReader(binaries);
  let failure: Failure | null = null;
  const first = await eachPiece(header, payload, (piece) => {
    const step = inner.push(piece);
    if (step.state === "failed") failure = step.failure;
    return step.state === "more";
  });
  const found = inner.header();
  if (failure !== null) return { ok: false, failure };
  if (first === "damaged" || found === null) return fail("import", { reason: "inner-header" });
  if (first === "limit") return fail("limit", { field: "plain", number: kdbxLimits.plainBytes });
  const reader = createDocumentReader(await innerStream(found.cipher, found.key), { pool: found.binaries, binaries });
  return pump(header, payload, afterInnerHeader(textSink(reader)));
}

type Sink = { take(piece: Uint8Array): Failure | null; end(): Result<KdbxDocument> };

/** Bytes to text to the document reader. Text that is no UTF-8 is `import`. */
function textSink(reader: DocumentReader): Sink {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decode = (piece: Uint8Array | null): Failure | null => {
    let text: string;
    try {
      text = piece === null ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch {
      return fail("import", { reason: "utf-8" }).failure;
    }
    return reader.push(text);
  };
  return {
    take: decode,
    end: () => {
      const failure = decode(null);
      return failure === null ? reader.end() : { ok: false, failure };
    },
  };
}

/** Lets the inner header pass and gives the rest on. */
function afterInnerHeader(sink: Sink): Sink {
  const inner = createInnerHeaderReader(null);
  let passed = false;
  return {
    take: (piece) => {
      if (passed) return sink.take(piece);
      const step = inner.push(piece);
      if (step.state === "failed") return step.failure;
      passed = step.state === "whole";
      return step.state === "whole" ? sink.take(step.rest) : null;
    },
    end: () => sink.end(),
  };
}

async function pump(header: KdbxHeader, payload: Uint8Array, sink: Sink): Promise<Result<KdbxDocument>> {
  let failure: Failure | null = null;
  const ended = await eachPiece(header, payload, (piece) => {
    failure = sink.take(piece);
    return failure === null;
  });
  if (failure !== null) return { ok: false, failure };
  if (ended === "limit") return fail("limit", { field: "plain", number: kdbxLimits.plainBytes });
  return ended === "damaged" ? fail("import", { reason: "gzip" }) : sink.end();
}

const pieceBytes = 256 * 1024;

/** Gives the plain bytes in pieces until `take` answers false. */
async function eachPiece(
  header: KdbxHeader,
  payload: Uint8Array,
  take: (piece: Uint8Array) => boolean,
): Promise<"done" | "stopped" | "damaged" | "limit"> {
  let total = 0;
  let over = false;
  const counted = (piece: Uint8Array): boolean => {
    total += piece.length;
    over = total > kdbxLimits.plainBytes;
    return !over && take(piece);
  };
  if (header.compressed) {
    const ended = await gunzip(payload, counted);
    return over ? "limit" : ended;
  }
  for (let at = 0; at < payload.length; at += pieceBytes) {
    if (!counted(payload.subarray(at, at + pieceBytes))) return over ? "limit" : "stopped";
  }
  return "done";
}
