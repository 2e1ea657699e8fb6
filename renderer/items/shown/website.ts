/**
 * How a website's address is read by a person: the real host, decoded, and whether to ask before it is opened. Which
 * addresses may be opened at all is decided in `shared/model/websites.ts`, and again by the core.
 */
import { decodeHost } from "../../../shared/model/host-names.ts";
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
