/** Words of recovery sheets, and of recoveries: one's own, and those of others. */
import { counted } from "./counted.ts";

const vaultsOf = (count: number): string => counted(count, "vault", "vaults");
/** So much of a day is left. */
const left = (ms: number): string => {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
};

export const recoveryWords = {
  recovery: {
    heading: "Recovery sheet",
    replaces: "Replaces a lost computer",
    missing: "Without a second computer or this sheet, a lost computer costs you your personal vault",
    advice: "It brings you back if all your computers are lost",
    made: (on: string, rehearsed: string | null) =>
      `Made ${on}, ${rehearsed === null ? "not rehearsed yet" : `rehearsed ${rehearsed}`}`,
    notMade: "Not made yet",
    make: "Make one…",
    anew: "New sheet…",
    rehearse: "Rehearse…",
    revoke: "Revoke…",
    revokeName: "the recovery sheet",
    revokeNote: "As soon as you confirm, it opens nothing more.",
    revokeDone: "Revoke the sheet",
    revoked: "The recovery sheet is void",
    revokeLast: (first: string) =>
      `It is ${first}’s only computer: ${first} can open nothing more until they come back with their recovery sheet`,
    ask: "Type your passphrase to make a recovery sheet",
    askDone: "Make the sheet",
    shownOnce: "Print it now: it is shown once. It is in force as soon as it is on paper.",
    voids: "The sheet before is void as soon as this one is in force.",
    who: (needsAdmin: boolean) =>
      needsAdmin
        ? "Anybody who holds it and convinces an admin opens what you can open. You are told on all your computers, and can stop it for 24 hours."
        : "Anybody who holds it opens what you can open, at once: your team has no other admin who would have to confirm.",
    inForce: "The recovery sheet is in force",
    code: "The same lines as a QR code",
    keep: "Keep it away from your computers. No passphrase is needed for it.",
    server: (address: string) => `Server: ${address}`,
    rehearseTitle: "Rehearse the recovery sheet",
    rehearseNote: "Type what is on the paper. Nothing is sent or changed, and nobody is told.",
    lines: "Recovery sheet",
    linesNote:
      "Type it line by line as printed, with the character at the end of each line. Spaces and case do not matter.",
    check: "Check",
    works: "This sheet would bring you back",
    worksFacts: (made: string, held: number, of: number) => [
      `It is yours and in force, made ${made}`,
      `It holds the keys of ${held} of your ${vaultsOf(of)}`,
    ],
    personal: (isThere: boolean) =>
      isThere ? "Your personal vault is among them" : "Your personal vault is not among them yet; sync and try again",
    confirmer: (names: string) => (names === "" ? "No other admin has to confirm" : `An admin can confirm: ${names}`),
    putBack: "Put the paper back, done",
    lostWith: (needsAdmin: boolean) =>
      needsAdmin
        ? "Your recovery sheet brings you back, with an admin, after a day"
        : "Your recovery sheet brings you back",
    removeLast: "It is your only computer: you come back with your recovery sheet alone",
    choice: "Use a recovery sheet",
    choiceNote: "Your computer is lost, or you forgot your passphrase",
    newHeading: "Recover with your sheet",
    steps: ["Server and sheet", "Your passphrase", "Confirmed", "Ready"],
    aside: "The server cannot recover you. Your sheet does, and an admin who knows that it is you.",
    whereTitle: "Type what is on your recovery sheet",
    whereNote: "The server’s address is on it too.",
    begin: "Begin",
    begun: "Making keys on this computer",
    chooseNote: "A new passphrase, for this computer. The server never receives it, and nobody can reset it.",
    waiting: "Waiting for an admin to confirm",
    waitingNote:
      "Call an admin, by voice, so that they know it is you. They can confirm 24 hours after their app learned of it.",
    waitingFacts: ["Keys for this computer were made here", "Your team is told that you recover"],
    waitsFor: "An admin confirms; without another admin it goes on automatically",
    over: "The recovery has ended",
    overNote: "Nothing is lost: this computer held no items yet. If it was you, call an admin and begin again.",
    abandonFacts: ["The keys made for it are deleted, here and in the keychain", "Your recovery sheet stays as it is"],
    band: "Recovery",
    ofOther: (name: string) => `Somebody is recovering ${name}’s account.`,
    ofOwn: "Somebody is recovering your account.",
    opened: (at: string) => `Opened ${at}.`,
    show: "Show",
    ownTitle: "Somebody is recovering your account",
    ownNote:
      "With your recovery sheet, on a new computer. If it is not you, stop it now, then look whether the sheet is where you keep it.",
    title: (name: string) => `Is this really ${name}?`,
    note: "Call them, or go to them. Do not ask by mail or chat: anybody who has their computer reads these too.",
    facts: (opened: string, made: string) => `Opened ${opened}, with the sheet of ${made}`,
    opens: (vaults: number) => `The new computer would open ${vaultsOf(vaults)}. The sheet is void afterwards`,
    confirms: (names: string) =>
      names === "" ? "Nobody else is an admin: it goes on automatically" : `Then an admin confirms: ${names}`,
    confirmedBy: (names: string) => `Confirmed by ${names}`,
    waits: (ms: number) => `You can confirm it in ${left(ms)}`,
    mayConfirm: "You can confirm it now",
    harmless: "Stopping harms nobody: if it was them, they begin again.",
    stop: "Stop the recovery",
    stopOwn: "Stop it, this is not me",
    goOn: "It is me, go on",
    close: "Close",
    confirm: "Confirm, it is them",
    stopped: "The recovery was stopped",
    stoppedOwn: "The recovery was stopped. If the sheet is gone, revoke it under Settings, Computers and sheets.",
    confirmed: "You confirmed the recovery",
  },
};
