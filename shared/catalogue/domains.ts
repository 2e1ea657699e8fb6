/** What a host ends with, down to what somebody can register: by it tools are found, in the catalogue and in the register of tools. */
import { parse } from "tldts";

const longestHost = 253;

/**
 * The host and what it ends with, longest first, down to what somebody can register. On a domain where everybody may have a
 * subdomain (`github.io`) each of those is its own: what a stranger put there is not the company's.
 */
export function domainsOf(host: string): string[] {
  if (host.length > longestHost + 1) return [];
  const { hostname, domain, isIp } = parse(host, { allowPrivateDomains: true, extractHostname: false });
  const name = (hostname ?? "").toLowerCase().replace(/\.$/, "");
  if (isIp || name === "") return [];
  if (domain === null) return [name];
  const ends = [name];
  for (let end = name; end.length > domain.length; ) {
    end = end.slice(end.indexOf(".") + 1);
    ends.push(end);
  }
  return ends;
}
