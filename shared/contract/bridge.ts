/** Plain strings only, for the preload: the two functions that a page gets, and the channel names under them. */

/** The global that the preload (Electron) or the browser bridge defines in the page. */
export const bridgeGlobal = "latchkey";

/** The page asks the Electron host for its channel under this name; the port comes back under the same. */
export const channelRequest = "latchkey:channel";

/**
 * What the page's first frame holds, and the core's (browser host): random words that only this page and this host know.
 * Until each has seen the other's, the page asks nothing and the core answers nothing.
 */
export type Proofs = { page: string; host: string };

/** One message on the page's channel. `id` pairs an answer with its call. */
export type PageToCore = { kind: "hello"; proof: string } | { kind: "call"; id: number; name: string; input: unknown };
/** As a host passes it on; whoever reads it may know more of what it holds. */
export type CoreToPage<Name = string, Answer = unknown, Event = unknown> =
  | { kind: "hello"; proof: string }
  | { kind: "answer"; id: number; result: Answer }
  | { kind: "event"; name: Name; event: Event }
  /** The core is about to be replaced: the page must leave for this address (browser host) or is destroyed (Electron). */
  | { kind: "moved"; url: string | null };
