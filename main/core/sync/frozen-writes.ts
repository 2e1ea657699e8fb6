/** What may be sent while a fork is proven [protocol: Forks]: what only reads, where one stands, and entries that take a person or a computer out. */
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { RouteName, RouteRequest } from "../../../shared/protocol/routes/routes.ts";
import { parseEntry } from "../../../shared/protocol/team-log/entry.ts";

type WhileFrozen = "goes" | "stops" | "removals";

const whileFrozen = {
  challenge: "goes",
  session: "goes",
  join: "stops",
  joins: "goes",
  log: "goes",
  append: "removals",
  bundles: "goes",
  vaults: "goes",
  allHeads: "goes",
  commits: "goes",
  push: "stops",
  envelopes: "goes",
  upload: "stops",
  download: "goes",
  space: "goes",
  letters: "goes",
  sendLetter: "stops",
  inbox: "goes",
  openInbox: "stops",
  // Where this computer stands is what the others need to see the fork too.
  heads: "goes",
  stateHeads: "goes",
  // Nothing new: what a restored server needs before it can take a removal.
  restoreLog: "goes",
  restoreVault: "goes",
  lacking: "goes",
  openLink: "stops",
  linkOld: "stops",
  linkJoin: "stops",
  openCompare: "stops",
  linkNew: "goes",
  // Between a person and their server alone.
  secondFactor: "goes",
  enrolSecondFactor: "goes",
  confirmSecondFactor: "goes",
  answerSecondFactor: "goes",
  checkSecondFactor: "goes",
  releaseSecondFactor: "goes",
  secondFactors: "goes",
  live: "goes",
} as const satisfies Record<RouteName, WhileFrozen>;

/** Whether this request may go; otherwise `log-fork`. */
export function maySendFrozen<Name extends RouteName>(name: Name, request: RouteRequest<Name>): Result<true> {
  const rule: WhileFrozen = whileFrozen[name];
  const isRemoval = rule === "removals" && takesOut((request as RouteRequest<"append">).entries);
  return rule === "goes" || isRemoval ? ok(true) : fail("log-fork", { reason: "proven" }, "after-act");
}

/** Whether each of these entries takes a person or a computer out. */
export function takesOut(entries: readonly Uint8Array[]): boolean {
  return entries.every((bytes) => {
    const entry = parseEntry(bytes);
    return entry.ok && (entry.value.body.type === "user-remove" || entry.value.body.type === "device-revoke");
  });
}
