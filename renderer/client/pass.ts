/**
 * The page's pass at the loopback host: bought once with the one-time token of the address, kept for this tab, so that a
 * reload finds its way. Nothing else is stored in the page.
 */
import type { Proofs } from "../../shared/contract/bridge.ts";
import { readFrame } from "../../shared/contract/frames.ts";

const stored = "latchkey-proofs";

/** What this page and its host prove to each other; null for a page that nobody let in. */
export async function findProofs(): Promise<Proofs | null> {
  return (await redeemToken()) ?? readProofs(sessionStorage.getItem(stored) ?? "");
}

/** The token is gone from the address before anything else happens. */
async function redeemToken(): Promise<Proofs | null> {
  const token = location.hash.slice(1);
  if (token === "") return null;
  history.replaceState(null, "", location.pathname);
  const asked = { method: "POST", body: token, credentials: "same-origin" } as const;
  const answer = await fetch("/session", asked).catch(() => null);
  if (answer?.status !== 200) return null;
  const text = await answer.text();
  sessionStorage.setItem(stored, text);
  return readProofs(text);
}

function readProofs(text: string): Proofs | null {
  const { page, host } = (readFrame(text) ?? {}) as Partial<Proofs>;
  return typeof page === "string" && typeof host === "string" ? { page, host } : null;
}

/** Where a page that lost its channel finds Latchkey: `here`, another address, or null where whoever answers is not our host. */
export async function askWayHome({ page, host }: Proofs): Promise<"here" | { url: string } | null> {
  const asked = { method: "POST", body: page, credentials: "same-origin" } as const;
  const answer = await fetch("/home", asked).catch(() => null);
  if (answer === null || answer.status === 204) return "here";
  const [proof, url = ""] = answer.status === 200 ? (await answer.text()).split(" ") : [];
  return proof === host ? { url } : null;
}
