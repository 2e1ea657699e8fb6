/** Which addresses may leave the app for the desktop: plain websites and empty mails. Needs nothing, so that core and host ask the same. */
import { isEmailAddress } from "../../shared/text.ts";

/** The address of a website in its one spelling; null for anything but http and https, or with a name or password in it. */
export function plainWebsite(address: string): string | null {
  const url = URL.parse(address);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return null;
  return url.username === "" && url.password === "" ? url.href : null;
}

/** `mailto:` with everything encoded that could end the address or begin a header; null for what is no one address. */
export function plainMail(email: string): string | null {
  return isEmailAddress(email) ? `mailto:${encodeURIComponent(email).replace("%40", "@")}` : null;
}

/** Whether this is, letter for letter, what one of the two gives. */
export function isOuterAddress(address: string): boolean {
  if (!address.startsWith("mailto:")) return plainWebsite(address) === address;
  try {
    return plainMail(decodeURIComponent(address.slice("mailto:".length))) === address;
  } catch {
    return false;
  }
}
