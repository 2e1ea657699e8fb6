/** A sentence for every failure code: what happened, what it means, what to do. The compiler keeps the list complete. */
import type { Failure, FailureCode } from "../failures.ts";

const sentences: Record<FailureCode, string> = {
  "kdf-floor": "The protection of this profile was weakened from outside. Latchkey does not open it; ask your admin.",
  "ask-again": "This item asks for your passphrase first.",
  unlock: "That is not the passphrase of this computer.",
  commitment: "What arrived was encrypted for another place. Latchkey rejected it.",
  aead: "What arrived was changed on the way. Latchkey rejected it.",
  encoding: "What arrived is not in Latchkey’s format. Latchkey rejected it.",
  limit: "That is larger than Latchkey allows.",
  suite: "That was encrypted in a way that this Latchkey does not know. It was not opened.",
  "client-too-old": "Your team uses something that this Latchkey does not know. Update Latchkey; nothing is lost.",
  signature: "A signature is wrong. Latchkey rejected what it belongs to.",
  role: "You do not have permission to do that. Ask a manager of the vault, or an admin of your team.",
  invite: "This invite does not work: it is mistyped, used, cancelled or expired. Ask for a new one.",
  sas: "The codes differ. Stop here and call the other person.",
  "key-changed": "The keys on this computer are not those that your team knows. Ask an admin before you go on.",
  "key-commit": "A key that was handed over is not the vault’s key. Somebody else’s app will hand it over again.",
  "recipient-set": "The team changed while this was on its way. Try again.",
  "epoch-stale": "This vault is getting a new key. Try again in a moment.",
  "log-gap": "The server left something out. Latchkey rejected its answer and asks again.",
  "log-rollback": "The server shows an older state than this computer has seen. Nothing changes here.",
  "log-fork":
    "The server shows a different history than this computer has seen. Tell an admin; you can still read everything.",
  genesis: "The beginning of this team’s history is not valid. Latchkey rejected it.",
  "stale-view": "No other app has recently confirmed what you see.",
  manifest: "A vault’s contents do not match what its people signed. What you had stays as it is.",
  "local-rollback": "The file on this computer is older than it was. Latchkey brings it up to date before it writes.",
  "session-binding": "The server does not accept this computer. Try again, or ask your admin.",
  replay: "The server has seen this request before.",
  throttled: "Too many tries in a row. Wait a moment.",
  "step-up": "Confirm this with your second factor first.",
  cosign: "This needs a second person’s signature.",
  "unknown-team": "This belongs to another team. Latchkey rejected it.",
  pin: "This is not the server that your code was made for. Check the address, and ask who gave you the code.",
  import: "This file cannot be opened: the passphrase or key file is wrong, or the file is damaged.",
  "otp-uri": "This is not a seed for time-based codes. Counter-based and Steam codes are not supported.",
  review: "This review is not valid.",
  update: "This update is not signed by us.",
  locked: "Latchkey is locked.",
  offline: "The server cannot be reached. Your changes stay on this computer.",
  "server-error": "The server has a problem. Try again later; nothing is lost.",
  "not-found": "That does not exist, or you cannot see it.",
  "invalid-input": "Something here is not right. Check what you entered.",
  busy: "Latchkey is already running with this data folder. Use that window.",
  cancelled: "Cancelled.",
  "storage-full": "The disk is full. Free some space, then try again.",
  "newer-database": "This profile was written by a newer Latchkey. Update this one; nothing was changed.",
  "damaged-database":
    "This profile’s file is damaged. Nothing was changed. Put back a copy of Latchkey’s folder if you keep one, or ask an admin for a new invite.",
  "keychain-missing": "The keychain does not have this computer’s half of the key. Your device sheet has it too.",
  "clipboard-unavailable": "This desktop has no clipboard tool that Latchkey can use. Show the value instead.",
  "setup-code": "This setup code does not work: it is mistyped, used or replaced by a newer one.",
  "older-version":
    "The newest version of a login cannot be read, and an older one is shown. Open it and save it to go on from there.",
  moved: "Somebody moved this login to another vault while it was changed here. Your change is kept on this computer.",
  "access-ended": "Your access to this vault has ended. Ask somebody who manages it for more time.",
  "file-missing":
    "The server no longer has a file of this item, nor does this computer. Remove the file to send the rest.",
  "not-settled": "Your team’s rule holds this back: a second factor is not settled yet.",
  voided: "A manager undid the latest changes in this vault. Yours are kept on this computer; save them again.",
  bug: "Latchkey made a mistake. Nothing was lost; please tell us what you did.",
};

/** Finer words for some reasons; the code's sentence where there is none. */
const reasons: Record<string, string> = {
  "key-changed/person":
    "This person’s keys are others than the ones you compared. Compare their safety number again under People before you give them anything.",
  "key-changed/number": "This number changed while you compared it. Compare the one that is shown now.",
  "role/last-admin": "A team keeps an admin whose role has no end, with a computer.",
  "role/no-access": "You can no longer open this vault. Ask somebody who manages it.",
  "role/last-manager": "Somebody without an end date has to go on managing this. Choose another person.",
  "log-fork/elsewhere": "The server does not show the other history now. Try again when an admin says that it does.",
  "log-fork/removal":
    "The other history still has somebody, or a computer, that yours removed. An admin on it removes them there first.",
  "role/other-history":
    "You, or this computer, have no place on the other history. Ask an admin on it for a new invite.",
  "not-settled/absent":
    "Some items of this vault are not on this computer yet, so their second factors are not known here. Sync, then try again.",
  "not-found/history": "No other history is proven any more.",
  "not-found/admin": "Only an admin on both histories can say which one goes on.",
  "invite/mistyped": "This is not a complete join code. Copy all of it, from latchkey:// to its end.",
  "invite/ended": "This invite has expired; it was valid for seven days. Ask for a new one.",
  "invite/used": "This invite was already used. Ask for a new one.",
  "invite/cancelled": "This invite was cancelled. Ask for a new one.",
  "sas/ended": "The time for it is over. Start again on both computers.",
  "sas/again": "The other computer started again. Start again here too.",
  "sas/not-compared": "You were let in before any codes were compared. Call your admin, and ask for a new invite.",
  "sas/added-before": "You were let in before these codes were compared. Call your admin, and ask for a new invite.",
  "otp-uri/hotp": "Counter-based codes (HOTP) are not supported: a wrong code would be worse than none.",
  "otp-uri/steam": "Steam codes are not supported: a wrong code would be worse than none.",
  "otp-uri/vendor":
    "These codes use a scheme of their vendor’s own, which is not supported: a wrong code would be worse than none.",
  "otp-uri/secret": "This is not a complete base32 seed: letters A to Z and digits 2 to 7.",
  "otp-uri/migration": "This export cannot be read. Show the QR code again, whole and sharp.",
  "otp-uri/parts": "This part belongs to another export. Begin again with the parts of one.",
  "otp-uri/picture": "No QR code was found in this picture. Try a sharper or larger one.",
  "otp-uri/other": "The QR code in this picture is not one of a second factor.",
  "otp-uri/other-code": "That is another code. Wait for the next one, or read the QR code again.",
  "otp-uri/held": "This login has a code already. Replace it in the editor of the login.",
  "invalid-input/picture": "This is not a PNG or JPEG, or it is broken.",
  "limit/pixels": "This picture is too large. Cut out the QR code, or take a screenshot.",
  "limit/time": "Reading this picture took too long. Cut out the QR code, or take a screenshot.",
  "invalid-input/mistyped":
    "The device sheet is mistyped somewhere. Check it line by line, with the character at the end of each line.",
  "invalid-input/mistyped/sheet":
    "The recovery sheet is mistyped somewhere. Check it line by line, with the character at the end of each line.",
  "invalid-input/purpose/sheet": "This is not a recovery sheet. A device sheet does not replace a computer.",
  "not-found/sheet": "This recovery sheet is not in force there. Perhaps a newer one replaced it.",
  "role/recovery": "It was stopped, by you on another computer or by an admin.",
  "role/sheet": "The recovery sheet was revoked.",
  "step-up/code": "This code is not right. Type the one that your authenticator shows now.",
  "step-up/session": "Your team asks for a code in every session. Type the one that your authenticator shows.",
  "step-up/enrol": "Set up a second factor of your own first, in Settings.",
  "step-up/used": "This code was already used. Wait for the next one.",
  "throttled/locked": "Too many wrong codes: none is accepted any more. Use a recovery code, or ask an admin.",
  "invalid-input/factor": "A code has six digits; a recovery code has 26 characters.",
  "not-found/second-factor":
    "No second factor is set up at the server, or its setup was left. Begin again in Settings.",
  "role/failed": "Wrong codes came from this computer. Choose another one.",
  "role/own": "Another admin does this for you.",
  "import/codes-unknown":
    "This is no export of codes that can be read here. Those of Aegis, 2FAS, Stratum and andOTP can, and pictures of QR codes.",
  "import/codes-newer":
    "This export is of a newer form than this Latchkey reads. Update it, or show the codes as QR codes.",
  "import/codes-damaged": "This export is damaged. Make it again in its app.",
  "import/codes-asked": "This export is encrypted. Type the passphrase that its app asked for.",
  "import/codes-passphrase": "This is not the passphrase of this export, or the file is damaged.",
  "import/archive-none": "This is not a Latchkey archive.",
  "import/archive-newer": "This archive was made by a newer Latchkey. Update this one.",
  "import/archive-passphrase": "This is not the passphrase of this archive, or its first bytes are damaged.",
  "import/archive-damaged": "This archive is damaged. Nothing was imported.",
  "import/archive-cut": "The end of this archive is missing. Nothing was imported.",
  "import/archive-order": "Parts of this archive were exchanged, removed or added. Nothing was imported.",
  "import/archive-count": "This archive does not hold as much as it says. Nothing was imported.",
  "role/exports-admins": "Only admins can export in this team. Ask an admin.",
  "role/exports-none": "Nobody can export in this team.",
  "stale-view/export":
    "Nobody else’s app has confirmed within a day who can export. Try again once a teammate has opened their app.",
  "stale-view/rules": "Somebody changed the team’s rules meanwhile. Look at them again, then make your change.",
  "limit/archive": "An archive holds up to 100 MB. Choose fewer vaults.",
  "older-version/export": "There are other items now than were shown here. Look again, then export.",
  "invalid-input/same/archivePassphrase": "Choose another passphrase than the one you unlock with.",
  "invalid-input/same": "That is the passphrase you already have.",
  "invalid-input/other-profile": "This device sheet belongs to another profile.",
  "damaged-database/trial-version":
    "This profile was made by a trial version of Latchkey, which this version cannot read. Nothing was changed.",
  "damaged-database/lock":
    "Latchkey cannot lock the file lock.db in its data folder. Move that file away and start again; it holds nothing.",
  "limit/attachment": "A file can have up to 25 MB.",
  "limit/attachments": "An item holds up to 50 files.",
  "limit/team-bytes": "Your share of the server’s space is used up. Remove files, or ask your admin.",
  "busy/edited": "Somebody is changing this right now. Try again in a moment.",
  "storage-full/downloads": "Latchkey cannot write into your folder for downloads.",
  "storage-full/place": "Latchkey cannot write there. Save the file somewhere else.",
  "file-missing/left": "Some files of this item can no longer be opened here. It can be moved without them.",
  "offline/begin": "The server cannot be reached. Check that it runs and that you are online, then try again.",
  "not-found/link":
    "No computer waits under this number. Compare it with the one that your other computer shows, or begin there again.",
  "not-found/blob": "The server no longer has this file. Somebody who still has it can add it again.",
  "damaged-database/data-folder": "Latchkey is not allowed to write into its data folder. Nothing was changed.",
  "not-found/no-mail": "No mail program opened. The message is on the clipboard: paste it into a mail.",
  "invite/short": "The code stops early. Copy the whole message and paste it here.",
  "invite/letter": "The code contains a character that no code has. Copy the whole message and paste it here.",
  "invite/purpose": "This is not an invite code. Ask for an invite.",
  "invite/purpose/setup": "This is a setup code, for creating a team. To join a team, ask for an invite.",
  "invite/purpose/device-sheet": "This is a device sheet, for unlocking. To join a team, ask for an invite.",
  "setup-code/short": "The setup code stops early. Copy all of it.",
  "setup-code/letter": "The setup code contains a character that no code has. Copy it again.",
  "setup-code/purpose": "This is not a setup code.",
  "setup-code/purpose/join": "This is an invite code. Go back and choose “Join with an invite”.",
  "setup-code/purpose/device-sheet": "This is a device sheet, for unlocking. The server prints the setup code.",
  "setup-code/mistyped": "This is not a complete setup code. Copy all of it.",
};

/** The sentence for somebody who begins on this computer: nothing is kept here that could wait for the server. */
export function sentenceBefore(failure: Pick<Failure, "code" | "detail">): string {
  return sentence(failure.code === "offline" ? { code: "offline", detail: { reason: "begin" } } : failure);
}

const days = (ms: number): string => (ms <= 86_400_000 ? "1 day" : `${Math.ceil(ms / 86_400_000)} days`);

/** The sentence for a failure. */
export function sentence(failure: Pick<Failure, "code" | "detail">): string {
  const line = failure.detail?.number;
  if (failure.code === "invalid-input" && failure.detail?.reason === "mistyped" && line !== undefined)
    return `Line ${line} of the ${failure.detail.field === "sheet" ? "recovery" : "device"} sheet is mistyped, or something before it is missing.`;
  if (failure.detail?.reason === "long" && line !== undefined)
    return `The code has ${line} ${line === 1 ? "character" : "characters"} too many at its end. Copy only the code.`;
  const kind = reasons[`${failure.code}/${failure.detail?.reason ?? ""}/${failure.detail?.field ?? ""}`];
  if (kind !== undefined) return kind;
  const field = failure.code === "not-found" && failure.detail?.field === "sheet" ? "sheet" : undefined;
  const fine = reasons[`${failure.code}/${failure.detail?.reason ?? field ?? ""}`];
  if (fine !== undefined) return fine;
  const waitMs = failure.detail?.waitMs;
  if (failure.code === "throttled" && failure.detail?.reason === "recovery" && waitMs !== undefined)
    return `Your app waits a day before it confirms. ${Math.ceil(waitMs / 3_600_000)} h are left.`;
  if (failure.code === "throttled" && failure.detail?.reason === "second-factor" && waitMs !== undefined)
    return `Too many wrong codes. You can try again in ${Math.ceil(waitMs / 60_000)} min; a recovery code works now.`;
  if (failure.code === "throttled" && failure.detail?.reason === "purge" && waitMs !== undefined)
    return `An item can be deleted forever 30 days after the server took its deletion. You can do it in ${days(waitMs)}.`;
  if (failure.code === "throttled" && waitMs !== undefined)
    return `Too many tries in a row. You can try again in ${Math.ceil(waitMs / 1000)} s.`;
  return sentences[failure.code];
}
