/**
 * Text form of the messages on the page's channel where structured clone is not to be had (browser host, WebSocket):
 * JSON in which a `Uint8Array` stands as `{"$bytes": base64}`. Both ends are ours, but each treats the other as hostile:
 * what is read here is only shaped, the contract's schema checks it afterwards.
 */

/** The largest frame taken from a page: an import file of 100 MB in base64, and space around it. */
export const maxFrameBytes = 140 * 1024 * 1024;

const chunk = 0x8000;

function base64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += chunk) binary += String.fromCharCode(...bytes.subarray(at, at + chunk));
  return btoa(binary);
}

function unbase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** Writes one message as text. */
export function writeFrame(message: unknown): string {
  return JSON.stringify(message, (_key, value) => (value instanceof Uint8Array ? { $bytes: base64(value) } : value));
}

/** Reads one message; null where the text is no frame at all. `__proto__` keys are dropped. */
export function readFrame(text: string): unknown {
  try {
    return JSON.parse(text, (key, value) => {
      if (key === "__proto__") return undefined;
      if (isBytes(value)) return unbase64(value.$bytes);
      return value;
    });
  } catch {
    return null;
  }
}

function isBytes(value: unknown): value is { $bytes: string } {
  if (typeof value !== "object" || value === null || !("$bytes" in value)) return false;
  return typeof value.$bytes === "string" && Object.keys(value).length === 1;
}
