/** Rules about an item's websites: which may be opened, and how a host is shown. */
import { fail, ok, type Result } from "../failures.ts";

/** Schemes before another one, as an address field that already says `https://` makes them; the last is meant. */
const doubleScheme = /^(?:https?:?\/\/)+(?=https?:?\/\/)/i;
const colonLost = /^(https?)\/\//i;
const hostAndPort = /^[^/?#]+:\d+(?:[/?#]|$)/;

/** The address to open: http and https only, a missing scheme is https, one of two is dropped, no name or password in it. `invalid-input` else. */
export function websiteAddress(typed: string): Result<{ address: string; host: string }> {
  const text = typed.trim().replace(doubleScheme, "").replace(colonLost, "$1://").replace(/^\/\//, "");
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(text) && !hostAndPort.test(text) ? text : `https://${text}`;
  let url: URL;
  try {
    url = new URL(withScheme);
  } catch {
    return fail("invalid-input", { field: "url", reason: "address" });
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return fail("invalid-input", { field: "url", reason: "scheme" });
  if (url.username !== "" || url.password !== "") return fail("invalid-input", { field: "url", reason: "credentials" });
  if (url.hostname === "") return fail("invalid-input", { field: "url", reason: "host" });
  return ok({ address: url.href, host: url.host });
}
