/**
 * How a website's address is read by a person: the real host, decoded, and whether to ask before it is opened. Which
 * addresses may be opened at all is decided in `shared/model/websites.ts`, and again by the core.
 */
import { websiteAddress } from "../../../shared/model/websites.ts";

/** Why a host deserves a look: letters of another script, a bare number, or no encryption on the way. */
export type Caution = "letters" | "number" | "plain";
export type Website = { address: string; host: string; shown: string; caution: Caution | null };

/** Reads a typed address; null where it is none that may be opened. */
export function readWebsite(typed: string): Website | null {
  const read = websiteAddress(typed);
  if (!read.ok) return null;
  const url = new URL(read.value.address);
  const host = decodeHost(url.hostname) + (url.port === "" ? "" : `:${url.port}`);
  const path = `${url.pathname}${url.search}`.replace(/\/$/, "");
  return { address: url.href, host, shown: `${host}${path}`, caution: cautionOf(url) };
}

function cautionOf(url: URL): Caution | null {
  if (/^\[|^\d+\.\d+\.\d+\.\d+$/.test(url.hostname)) return "number";
  if (/[^\p{Script=Latin}\p{M}\p{N}.-]/u.test(decodeHost(url.hostname))) return "letters";
  return url.protocol === "http:" && url.hostname !== "localhost" ? "plain" : null;
}

/** What was probably meant by a host without a dot, or null. */
export function likelyHost(typed: string): string | null {
  const host = /^(?:https?:\/\/)?([a-z0-9-]+)$/i.exec(typed.trim())?.[1]?.toLowerCase();
  return host === undefined || host === "localhost" || /^\d+$/.test(host) ? null : `${host}.com`;
}

/** A host name with its `xn--` labels decoded (RFC 3492); a label that does not decode stays as it is. */
export function decodeHost(host: string): string {
  return host
    .split(".")
    .map((label) => (label.startsWith("xn--") ? (decodeLabel(label.slice(4)) ?? label) : label))
    .join(".");
}

const [start, tMin, tMax, skew, damp, firstBias, firstCode] = [36, 1, 26, 38, 700, 72, 128];

function decodeLabel(label: string): string | null {
  const cut = label.lastIndexOf("-");
  const codes = [...label.slice(0, Math.max(0, cut))].map((letter) => letter.charCodeAt(0));
  let [code, at, bias] = [firstCode, 0, firstBias];
  for (let read = cut + 1; read < label.length; ) {
    const before = at;
    let weight = 1;
    for (let k = start; ; k += start) {
      const digit = digitOf(label.charCodeAt(read++));
      if (digit === null) return null;
      at += digit * weight;
      const threshold = Math.min(Math.max(k - bias, tMin), tMax);
      if (digit < threshold) break;
      weight *= start - threshold;
    }
    const size = codes.length + 1;
    bias = adapt(at - before, size, before === 0);
    code += Math.floor(at / size);
    at %= size;
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
    codes.splice(at++, 0, code);
  }
  return String.fromCodePoint(...codes);
}

function digitOf(code: number): number | null {
  if (code >= 97 && code <= 122) return code - 97;
  return code >= 48 && code <= 57 ? code - 22 : null;
}

function adapt(delta: number, size: number, isFirst: boolean): number {
  let left = isFirst ? Math.floor(delta / damp) : delta >> 1;
  left += Math.floor(left / size);
  let k = 0;
  for (; left > ((start - tMin) * tMax) >> 1; k += start) left = Math.floor(left / (start - tMin));
  return k + Math.floor(((start - tMin + 1) * left) / (left + skew));
}
