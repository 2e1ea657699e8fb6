/**
 * The page's Content-Security-Policy and companions, the same in tests, development and release. Nothing in the page
 * may load, send or be framed by anything but itself; Mantine's style elements are let in by a nonce alone.
 */

/** What the built documents hold where the nonce belongs. */
const noncePlaceholder = "__CSP_NONCE__";

/** What it holds where the colour scheme belongs, so that the first thing drawn has the right one. */
const schemePlaceholder = "__COLOR_SCHEME__";
const schemes = { system: "light dark", light: "light", dark: "dark" } as const;

/** Whether that file of the page is a document: it gets a nonce, the colour scheme and the policy. */
export function isDocument(path: string): boolean {
  return path.endsWith(".html");
}

/** A built document for one answer. */
export function indexPage(
  built: Uint8Array,
  { nonce, appearance }: { nonce: string; appearance: keyof typeof schemes },
): string {
  return Buffer.from(built)
    .toString("utf8")
    .replaceAll(noncePlaceholder, nonce)
    .replaceAll(schemePlaceholder, schemes[appearance]);
}

/** The policy for one answer. `connect` names the page's own channel ('none' under Electron). */
export function pagePolicy(nonce: string, connect: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'none'",
    `connect-src ${connect}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types default",
  ].join("; ");
}

/** Headers of every answer of the loopback host. */
export const fixedHeaders: Record<string, string> = {
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "permissions-policy":
    "camera=(), microphone=(), geolocation=(), usb=(), hid=(), serial=(), clipboard-read=(), clipboard-write=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};
