/**
 * The composite key of a KDBX file: password, key file, or both. An absent password and an empty one are different
 * keys. Key files: XML version 1 and 2 (with its check), 32 raw bytes, 64 hex digits, or any other file by its hash.
 */
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { bytesEqual, hexBytes, joinBytes } from "../../../../shared/text.ts";
import { bytesOfBase64 } from "./bytes.ts";
import { kdbxLimits } from "./limits.ts";
import { sha256 } from "./platform.ts";
import { createXmlReader } from "./xml-reader.ts";

export type KdbxCredentials = { password: string | null; keyFile: Uint8Array | null };

/** The composite key, 32 bytes. Failures: `import` (no-credentials, key-file), `limit`. */
export async function compositeKey(credentials: KdbxCredentials): Promise<Result<Uint8Array>> {
  if (credentials.password === null && credentials.keyFile === null) {
    return fail("import", { reason: "no-credentials" }, "after-act");
  }
  const parts: Uint8Array[] = [];
  if (credentials.password !== null) {
    const typed = new TextEncoder().encode(credentials.password);
    parts.push(await sha256(typed));
    typed.fill(0);
  }
  if (credentials.keyFile !== null) {
    const key = await keyOfFile(credentials.keyFile);
    if (!key.ok) return key;
    parts.push(key.value);
  }
  const joined = joinBytes(parts);
  const composite = await sha256(joined);
  for (const part of [...parts, joined]) part.fill(0);
  return ok(composite);
}

async function keyOfFile(file: Uint8Array): Promise<Result<Uint8Array>> {
  if (file.length > kdbxLimits.keyFileBytes) return fail("limit", { field: "keyFile", number: file.length });
  const fromXml = await keyOfXml(file);
  if (fromXml !== null) return fromXml;
  if (file.length === 32) return ok(file.slice());
  if (file.length === 64) {
    const key = hexBytes(String.fromCharCode(...file));
    if (key !== null) return ok(key);
  }
  return ok(await sha256(file));
}

const xmlKeyFileBytes = 64 * 1024;

/** The key in an XML key file; `null` where the file is no such file at all. */
async function keyOfXml(file: Uint8Array): Promise<Result<Uint8Array> | null> {
  if (file.length > xmlKeyFileBytes) return null;
  const read = readKeyXml(file);
  if (read === null) return null;
  const refuse = () => fail("import", { reason: "key-file" }, "after-act");
  if (/^1(\.|$)/.test(read.version)) {
    const key = bytesOfBase64(read.key);
    return key === null || key.length === 0 ? refuse() : ok(key);
  }
  if (!/^2(\.|$)/.test(read.version)) return refuse();
  const key = hexBytes(read.key.replace(/\s/g, ""));
  const check = hexBytes(read.hash ?? "");
  if (key === null || key.length !== 32 || check === null || check.length !== 4) return refuse();
  const hash = await sha256(key);
  return bytesEqual(hash.subarray(0, 4), check) ? ok(key) : refuse();
}

type KeyXml = { version: string; key: string; hash: string | null };

function readKeyXml(file: Uint8Array): KeyXml | null {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(file);
  } catch {
    return null;
  }
  const found: KeyXml = { version: "", key: "", hash: null };
  const path: string[] = [];
  const reader = createXmlReader({
    open(name, attributes) {
      path.push(name);
      if (path.join("/") === "KeyFile/Key/Data") found.hash = attributes.get("Hash") ?? null;
      return null;
    },
    text(piece) {
      const place = path.join("/");
      if (place === "KeyFile/Meta/Version") found.version += piece.trim();
      if (place === "KeyFile/Key/Data") found.key += piece;
      return null;
    },
    close() {
      path.pop();
      return null;
    },
  });
  const ended = reader.push(text) ?? reader.end();
  return ended === null && found.version !== "" && found.key !== "" ? found : null;
}
