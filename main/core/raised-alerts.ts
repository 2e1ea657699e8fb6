/** What was raised since unlock, for a page that begins to listen later or is loaded anew; gone at lock, told again at the next one. */
import type { AlertShape } from "../../shared/contract/shapes.ts";
import type { Emitter } from "./emitter.ts";

/** More than anybody reads; a server that does not stop fills no memory. */
const kept = 50;

/** Keeps what `emitter` raises from now on; the answer lists it, newest first, each thing once. */
export function keepAlerts(emitter: Pick<Emitter, "on">): () => AlertShape[] {
  let alerts: AlertShape[] = [];
  emitter.on("alert.raised", (alert) => {
    const name = JSON.stringify(alert);
    alerts = [alert, ...alerts.filter((one) => JSON.stringify(one) !== name)].slice(0, kept);
  });
  emitter.on("session.changed", ({ state }) => {
    if (state !== "unlocked") alerts = [];
  });
  return () => alerts;
}
