/**
 * The web platform's own ciphers, hashes and decompression, which every host of the core has (Node, Electron). KDBX
 * needs AES and SHA-2, which our own envelopes never use; nothing but the KDBX reader may call this.
 */

type Algorithm = { name: string; iv?: Uint8Array; hash?: string };
type Key = { readonly type: "secret" };
type Subtle = {
  digest(name: string, bytes: Uint8Array): Promise<ArrayBuffer>;
  importKey(format: "raw", bytes: Uint8Array, algorithm: Algorithm, extractable: false, usages: string[]): Promise<Key>;
  encrypt(algorithm: Algorithm, key: Key, bytes: Uint8Array): Promise<ArrayBuffer>;
  decrypt(algorithm: Algorithm, key: Key, bytes: Uint8Array): Promise<ArrayBuffer>;
  sign(name: string, key: Key, bytes: Uint8Array): Promise<ArrayBuffer>;
};
type Transform = {
  readable: {
    getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array }>; cancel(): Promise<void> };
  };
  writable: {
    getWriter(): {
      ready: Promise<void>;
      closed: Promise<void>;
      write(bytes: Uint8Array): Promise<void>;
      close(): Promise<void>;
      abort(): Promise<void>;
    };
  };
};
const platform = globalThis as unknown as {
  crypto: { subtle: Subtle };
  DecompressionStream: new (format: "gzip") => Transform;
};

/** SHA-256, 32 bytes. */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await platform.crypto.subtle.digest("SHA-256", bytes));
}

/** SHA-512, 64 bytes. */
export async function sha512(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await platform.crypto.subtle.digest("SHA-512", bytes));
}

/** HMAC-SHA-256 under a key of 64 bytes. */
export async function hmacSha256(key: Uint8Array, bytes: Uint8Array): Promise<Uint8Array> {
  const imported = await platform.crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  return new Uint8Array(await platform.crypto.subtle.sign("HMAC", imported, bytes));
}

/** AES-256-CBC with PKCS#7 padding; `null` where the padding shows that key or bytes are wrong. */
export async function openAesCbc(key: Uint8Array, iv: Uint8Array, bytes: Uint8Array): Promise<Uint8Array | null> {
  const imported = await platform.crypto.subtle.importKey("raw", key, { name: "AES-CBC" }, false, ["decrypt"]);
  return platform.crypto.subtle.decrypt({ name: "AES-CBC", iv }, imported, bytes).then(
    (plain) => new Uint8Array(plain),
    () => null,
  );
}

/**
 * The start of an AES-256-CBC text, whole blocks, without its padding: a block that decrypts to a full block of padding
 * is put behind it, because the platform always removes one.
 */
export async function openAesCbcStart(key: Uint8Array, iv: Uint8Array, blocks: Uint8Array): Promise<Uint8Array | null> {
  const imported = await platform.crypto.subtle.importKey("raw", key, { name: "AES-CBC" }, false, ["encrypt"]);
  const last = blocks.slice(blocks.length - 16);
  const padding = await platform.crypto.subtle.encrypt({ name: "AES-CBC", iv: last }, imported, new Uint8Array(0));
  const padded = new Uint8Array(blocks.length + 16);
  padded.set(blocks);
  padded.set(new Uint8Array(padding), blocks.length);
  return openAesCbc(key, iv, padded);
}

const roundsAtOnce = 64 * 1024;

/**
 * Encrypts one 16-byte block `rounds` times with AES-256 (the old KeePass key transformation): CBC over zeros, started
 * from the block, does one round per zero block, at the speed of the platform.
 */
export async function repeatAes(key: Uint8Array, block: Uint8Array, rounds: number): Promise<Uint8Array> {
  const imported = await platform.crypto.subtle.importKey("raw", key, { name: "AES-CBC" }, false, ["encrypt"]);
  const zeros = new Uint8Array(16 * Math.min(rounds, roundsAtOnce));
  let current = block.slice();
  for (let left = rounds; left > 0; ) {
    const count = Math.min(left, roundsAtOnce);
    const sealed = await platform.crypto.subtle.encrypt(
      { name: "AES-CBC", iv: current },
      imported,
      zeros.subarray(0, 16 * count),
    );
    current = new Uint8Array(sealed, 16 * (count - 1), 16).slice();
    left -= count;
  }
  return current;
}

/**
 * Decompresses gzip piece by piece. `take` gets each piece and answers false to stop. Answers `done`, `stopped`, or
 * `damaged` where the bytes are no whole gzip stream.
 */
export async function gunzip(
  bytes: Uint8Array,
  take: (piece: Uint8Array) => boolean,
): Promise<"done" | "stopped" | "damaged"> {
  const stream = new platform.DecompressionStream("gzip");
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  // Every promise of the writing side is watched, else damaged bytes would end the process as an unhandled rejection.
  const quiet = () => undefined;
  writer.closed.catch(quiet);
  writer.ready.catch(quiet);
  const pieceBytes = 64 * 1024;
  const feed = async () => {
    for (let at = 0; at < bytes.length; at += pieceBytes) await writer.write(bytes.subarray(at, at + pieceBytes));
    await writer.close();
  };
  const fed = feed().catch(quiet);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || value === undefined) return "done";
      if (!take(value)) return "stopped";
    }
  } catch {
    return "damaged";
  } finally {
    await reader.cancel().catch(quiet);
    await writer.abort().catch(quiet);
    await fed;
  }
}
