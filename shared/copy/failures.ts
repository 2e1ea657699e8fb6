/** A sentence for every failure code: what happened, what it means, what to do. The compiler keeps the list complete. */
import type { Failure, FailureCode } from "../failures.ts";

const sentences: Record<FailureCode, string> = {
  "kdf-floor": "This profile was changed to open too cheaply. Latchkey does not open it; ask your admin.",
  unlock: "That is not the passphrase of this computer.",
  commitment: "What arrived was not sealed for this place. Nothing was taken.",
  aead: "What arrived was changed on the way. Nothing was taken.",
  encoding: "What arrived is not in Latchkey's form. Nothing was taken.",
  limit: "That is larger than Latchkey takes.",
  suite: "That was made with another kind of encryption. Nothing was opened.",
  "client-too-old": "Your team uses something that this Latchkey does not know. Update it; nothing is lost.",
  signature: "A signature is wrong. Nothing was taken.",
  role: "You may not do that here. A manager of this vault, or an admin, can.",
  invite: "This invite does not let you in: mistyped, used, cancelled, or over. Ask for a new one.",
  sas: "The codes differ. Stop here and call the other person.",
  "key-changed": "The keys on this computer are not those that your team knows. Ask an admin before you go on.",
  "key-commit": "A key that was handed over is not the vault's key. Somebody else's app will hand it over again.",
  "recipient-set": "The team changed while this was on its way. Try again.",
  "epoch-stale": "This vault is getting a new key. Try again in a moment.",
  "log-gap": "The server left something out. Nothing was taken; Latchkey asks again.",
  "log-rollback": "The server shows an older state than this computer has seen. What you have stays as it is.",
  "log-fork": "The server shows you another history than you have seen. Tell an admin; reading goes on.",
  genesis: "This is not how a team begins. Nothing was taken.",
  "stale-view": "Nobody else's app has confirmed what you see lately.",
  manifest: "A vault's contents do not match what its people signed. What you had stays as it is.",
  "local-rollback": "The file on this computer is older than it was. Latchkey brings it up to date before it writes.",
  "session-binding": "The server does not take this computer's word. Try again, or ask your admin.",
  replay: "The server has seen this request before.",
  throttled: "Too many tries in a row. Wait a moment.",
  "step-up": "Confirm this with your second factor first.",
  cosign: "This needs a second person's signature.",
  "unknown-team": "This is another team than yours. Nothing was taken.",
  pin: "This is not the server that your code was made for. Check the address, and ask who gave you the code.",
  import: "This file does not open: wrong passphrase or key file, or it is damaged.",
  "otp-uri": "This is not a seed for codes by time. Counter-based and Steam codes are not taken.",
  review: "This review does not hold.",
  update: "This update is not signed by us.",
  locked: "Latchkey is locked.",
  offline: "The server cannot be reached. What you changed waits on this computer.",
  "server-error": "The server has a problem. Try again later; nothing is lost.",
  "not-found": "That is not here, or not yours to see.",
  "invalid-input": "Something in here is not right.",
  busy: "Latchkey already runs with this data folder. Use that window.",
  cancelled: "Cancelled. Nothing was taken.",
  "storage-full": "The disk is full. Free some space, then try again.",
  "newer-database": "This profile was written by a newer Latchkey. Update this one; nothing was changed.",
  "damaged-database": "This profile's file is damaged. Nothing was changed; put a backup in its place.",
  "keychain-missing": "The keychain does not have this computer's half of the key. Type your device sheet below.",
  "clipboard-unavailable": "This desktop has no clipboard tool that Latchkey may use. Reveal the value instead.",
  "setup-code": "This setup code does not open the server: mistyped, used, or replaced by a newer one.",
  "older-version":
    "The newest version of a login cannot be read, and an older one is shown. Open it and save it to go on from there.",
  "not-settled": "Its second factor is not settled yet.",
  voided: "A manager took back the latest changes in this vault. Yours wait here again, to be saved anew.",
  bug: "Latchkey made a mistake. Nothing was lost; please tell us what you did.",
};

/** Finer words for some reasons; the code's sentence where there is none. */
const reasons: Record<string, string> = {
  "invite/mistyped": "This is not a whole join code. Copy all of it, from latchkey:// to its end.",
  "invite/ended": "This invite is over; it was good for seven days. Ask for a new one.",
  "invite/used": "This invite was used already. Ask for a new one.",
  "invite/cancelled": "This invite was cancelled. Ask for a new one.",
  "otp-uri/hotp": "Counter-based codes (HOTP) are not taken: a wrong code would be worse than none.",
  "otp-uri/steam": "Steam codes are not taken: a wrong code would be worse than none.",
  "otp-uri/vendor": "These codes follow a scheme of their vendor's own: a wrong code would be worse than none.",
  "otp-uri/secret": "This is not a whole base32 seed: letters A to Z and digits 2 to 7.",
  "invalid-input/mistyped": "The device sheet is mistyped somewhere. Check it line by line, to the sign at each end.",
  "invalid-input/other-profile": "This device sheet belongs to another profile.",
  "damaged-database/trial-version":
    "This profile was made by a trial version of Latchkey, which this one does not read. Nothing was changed.",
  "damaged-database/lock":
    "Latchkey cannot lock the file lock.db in its data folder. Move that file away and start again; it holds nothing.",
  "damaged-database/data-folder": "Latchkey may not write into its data folder. Nothing was changed.",
  "limit/attachment": "A file may have up to 25 MB.",
  "limit/attachments": "An item holds up to 50 files.",
  "limit/team-bytes": "Your share of the server’s space is used up. Remove files, or ask your admin.",
  "storage-full/downloads": "Latchkey cannot write into your folder for downloads.",
  "not-found/blob": "The server does not have this file (any more). Somebody who has it can add it again.",
  "setup-code/mistyped": "This is not a whole setup code. Copy all of it.",
};

/** The sentence for a failure. */
export function sentence(failure: Pick<Failure, "code" | "detail">): string {
  const line = failure.detail?.number;
  if (failure.code === "invalid-input" && failure.detail?.reason === "mistyped" && line !== undefined)
    return `Line ${line} of the device sheet is mistyped, or something before it is missing.`;
  const fine = reasons[`${failure.code}/${failure.detail?.reason ?? ""}`];
  if (fine !== undefined) return fine;
  const waitMs = failure.detail?.waitMs;
  if (failure.code === "throttled" && waitMs !== undefined)
    return `Too many tries in a row. The next one is taken in ${Math.ceil(waitMs / 1000)} s.`;
  return sentences[failure.code];
}
