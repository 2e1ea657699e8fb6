/**
 * From the bytes of a KDBX file and its credentials to the sealed part's plain bytes (still compressed). Every refusal
 * is `import` with a reason, `wrong-key` among them. Nothing after a failed check is read.
 */
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { bytesEqual, joinBytes } from "../../../../shared/text.ts";
import { type ByteReader, byteReader, littleEndian64 } from "./bytes.ts";
import { compositeKey, type KdbxCredentials } from "./credentials.ts";
import { deriveKey } from "./derivation.ts";
import { type KdbxHeader, parseHeader } from "./header.ts";
import { kdbxLimits } from "./limits.ts";
import { hmacSha256, openAesCbc, openAesCbcStart, sha256, sha512 } from "./platform.ts";
import { chacha20 } from "./stream-ciphers.ts";

export type KdbxContainer = { header: KdbxHeader; payload: Uint8Array; headerHash: Uint8Array };

const wrongKey = () => fail("import", { reason: "wrong-key" }, "after-act");
const damaged = (reason: string) => fail("import", { reason });
const tooManyBlocks = () => fail("limit", { field: "blocks", number: kdbxLimits.blocks });

/** Opens the outer layers. Failures: `import` with a reason (`wrong-key` where password or key file are not right), `limit`. */
export async function openContainer(file: Uint8Array, credentials: KdbxCredentials): Promise<Result<KdbxContainer>> {
  if (file.length > kdbxLimits.fileBytes) return fail("limit", { field: "bytes", number: file.length });
  const header = parseHeader(file);
  if (!header.ok) return header;
  const composite = await compositeKey(credentials);
  if (!composite.ok) return composite;
  const payload = await withKeys(async (keep) => {
    const transformed = keep(await deriveKey(keep(composite.value), header.value.derivation));
    const open = header.value.major === 3 ? openVersion3 : openVersion4;
    return open({ file, header: header.value, transformed, keep });
  });
  if (!payload.ok) return payload;
  return ok({ header: header.value, payload: payload.value, headerHash: await sha256(header.value.bytes) });
}

/** Remembers a key, to wipe it. */
type Keep = (key: Uint8Array) => Uint8Array;
type Opening = { file: Uint8Array; header: KdbxHeader; transformed: Uint8Array; keep: Keep };

/** Every key that the work keeps is wiped when it ends, refused or not. */
async function withKeys<T>(work: (keep: Keep) => Promise<T>): Promise<T> {
  const keys: Uint8Array[] = [];
  try {
    return await work((key) => {
      keys.push(key);
      return key;
    });
  } finally {
    for (const key of keys) key.fill(0);
  }
}

async function openVersion3({ file, header, transformed, keep }: Opening): Promise<Result<Uint8Array>> {
  const key = keep(await sha256(keep(joinBytes([header.masterSeed, transformed]))));
  const sealed = file.subarray(header.bytes.length);
  const startBytes = header.outerStream?.startBytes;
  if (startBytes === undefined || sealed.length < 48) return damaged("cut-off");
  const start =
    header.cipher === "aes"
      ? await openAesCbcStart(key, header.iv, sealed.subarray(0, 32))
      : decryptChacha(key, header.iv, sealed.slice(0, 32));
  if (start === null || !bytesEqual(start.subarray(0, 32), startBytes)) return wrongKey();
  const plain = await decrypt(header, key, sealed);
  return plain === null ? damaged("cut-off") : readHashedBlocks(keep(plain).subarray(32));
}

async function openVersion4({ file, header, transformed, keep }: Opening): Promise<Result<Uint8Array>> {
  const reader = byteReader(file, header.bytes.length);
  const hash = reader.take(32);
  const mac = reader.take(32);
  if (hash === null || mac === null) return damaged("cut-off");
  if (!bytesEqual(hash, await sha256(header.bytes))) return damaged("header-hash");
  const macKey = keep(await sha512(keep(joinBytes([header.masterSeed, transformed, Uint8Array.of(1)]))));
  const headerKey = keep(await sha512(keep(joinBytes([new Uint8Array(8).fill(0xff), macKey]))));
  if (!bytesEqual(mac, await hmacSha256(headerKey, header.bytes))) return wrongKey();
  const sealed = await readMacBlocks(reader, macKey);
  if (!sealed.ok) return sealed;
  const key = keep(await sha256(keep(joinBytes([header.masterSeed, transformed]))));
  const plain = await decrypt(header, key, sealed.value);
  return plain === null ? damaged("padding") : ok(plain);
}

async function decrypt(header: KdbxHeader, key: Uint8Array, sealed: Uint8Array): Promise<Uint8Array | null> {
  if (header.cipher === "aes") return openAesCbc(key, header.iv, sealed);
  return decryptChacha(key, header.iv, sealed.slice());
}

function decryptChacha(key: Uint8Array, iv: Uint8Array, bytes: Uint8Array): Uint8Array {
  chacha20(key, iv).apply(bytes);
  return bytes;
}

/** Version 4: blocks each under an HMAC with its number; an empty one ends. */
async function readMacBlocks(reader: ByteReader, macKey: Uint8Array): Promise<Result<Uint8Array>> {
  const blocks: Uint8Array[] = [];
  for (let index = 0; ; index++) {
    if (index > kdbxLimits.blocks) return tooManyBlocks();
    const mac = reader.take(32);
    const lengthAt = reader.take(4);
    if (mac === null || lengthAt === null) return damaged("cut-off");
    const block = reader.take(new DataView(lengthAt.buffer, lengthAt.byteOffset, 4).getUint32(0, true));
    if (block === null) return damaged("cut-off");
    const number = littleEndian64(index);
    const expected = await withKeys(async (keep) => {
      const key = keep(await sha512(keep(joinBytes([number, macKey]))));
      return hmacSha256(key, joinBytes([number, lengthAt, block]));
    });
    if (!bytesEqual(mac, expected)) return damaged("block-mac");
    if (block.length === 0) return ok(joinBytes(blocks));
    blocks.push(block);
  }
}

/** Version 3: numbered blocks each with its SHA-256; an empty one with a zero hash ends. */
async function readHashedBlocks(plain: Uint8Array): Promise<Result<Uint8Array>> {
  const reader = byteReader(plain);
  const blocks: Uint8Array[] = [];
  for (let index = 0; ; index++) {
    if (index > kdbxLimits.blocks) return tooManyBlocks();
    const number = reader.u32();
    const hash = reader.take(32);
    const block = reader.take(reader.u32() ?? -1);
    if (number !== index || hash === null || block === null) return damaged("cut-off");
    if (block.length === 0) {
      return hash.every((byte) => byte === 0) ? ok(joinBytes(blocks)) : damaged("block-hash");
    }
    if (!bytesEqual(hash, await sha256(block))) return damaged("block-hash");
    blocks.push(block);
  }
}
