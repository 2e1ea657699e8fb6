/** Route to handler; the compiler keeps it complete. */
import { getBlob, putBlob, readSpace } from "./blob-routes.ts";
import type { Handler, HttpRoute } from "./call.ts";
import { listHeads, stateHeads } from "./heads-routes.ts";
import { listJoins, postJoin } from "./join-routes.ts";
import { listLetters, publishInboxKey, readInboxKey, sendLetter } from "./letter-routes.ts";
import { linkJoin, linkNew, linkOld, openCompare, openLink } from "./link-routes.ts";
import { appendLog, readBundles, readLog } from "./log-routes.ts";
import { listLacking, restoreLog, restoreVault } from "./restore-routes.ts";
import {
  answerSecondFactor,
  checkSecondFactor,
  confirmSecondFactor,
  enrolSecondFactor,
  listSecondFactors,
  readSecondFactor,
  releaseSecondFactor,
} from "./second-factor-routes.ts";
import { giveChallenge, makeSession } from "./session-routes.ts";
import { pushVault, readAllHeads, readChainPage, readVaultEnvelopes, readVaultHeads } from "./vault-routes.ts";

export const handlers: { [Name in HttpRoute]: Handler<Name> } = {
  challenge: giveChallenge,
  session: makeSession,
  join: postJoin,
  joins: listJoins,
  log: readLog,
  append: appendLog,
  bundles: readBundles,
  vaults: readVaultHeads,
  allHeads: readAllHeads,
  commits: readChainPage,
  push: pushVault,
  envelopes: readVaultEnvelopes,
  upload: putBlob,
  download: getBlob,
  space: readSpace,
  letters: listLetters,
  sendLetter,
  inbox: readInboxKey,
  openInbox: publishInboxKey,
  heads: listHeads,
  stateHeads,
  openLink,
  linkOld,
  linkNew,
  openCompare,
  linkJoin,
  restoreLog,
  restoreVault,
  lacking: listLacking,
  secondFactor: readSecondFactor,
  enrolSecondFactor,
  confirmSecondFactor,
  answerSecondFactor,
  checkSecondFactor,
  releaseSecondFactor,
  secondFactors: listSecondFactors,
};
