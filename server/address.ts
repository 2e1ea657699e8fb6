/** Where the server listens and what clients pin. A public address needs TLS of its own or a proxy that has it. */
import { isIP, isIPv4 } from "node:net";
import { fail, ok, type Result } from "../shared/failures.ts";

export type AddressOptions = { host: string; origin: string | null; hasCertificate: boolean; isBehindProxy: boolean };

/** Whether only this computer reaches it. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}

/** Refuses by name, before anything listens, what would send a team's traffic in the clear or pin nonsense. */
export function checkAddress({ host, origin, hasCertificate, isBehindProxy }: AddressOptions): Result<true> {
  if (!isLoopback(host) && !hasCertificate && !isBehindProxy) return wrong("host", "public-without-tls");
  if (isBehindProxy && origin === null) return wrong("origin", "proxy-without-origin");
  if ((host === "0.0.0.0" || host === "::") && origin === null) return wrong("origin", "every-address");
  return origin === null ? ok(true) : checkOrigin(origin);
}

/** An origin is scheme, host and port, nothing more; plain HTTP only on this computer [protocol: Sessions]. */
function checkOrigin(origin: string): Result<true> {
  let url: URL;
  try {
    url = new URL(origin);
  } catch {
    return wrong("origin", "address");
  }
  if (url.origin !== origin) return wrong("origin", "address");
  const isPlain = url.protocol === "http:" && isLoopback(url.hostname.replace(/^\[|\]$/g, ""));
  return url.protocol === "https:" || isPlain ? ok(true) : wrong("origin", "plain-http");
}

/** The listening address as a URL. */
export function listeningUrl(host: string, port: number, hasCertificate: boolean): string {
  return `${hasCertificate ? "https" : "http"}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

function wrong(field: string, reason: string): Result<true> {
  return fail("invalid-input", { field, reason }, "after-act");
}
