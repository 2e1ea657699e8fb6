/** Words of adding a computer of one's own: on the one that is in, and on the new one. */
import { counted } from "./counted.ts";

/** So much time is left. */
const left = (ms: number): string => {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} left`;
};
const tries = (count: number): string => counted(count, "try", "tries");

export const newComputerWords = {
  newComputer: {
    left,
    tries,
    wrong: (count: number) => `Not this code. ${tries(count)} left`,
    spelling: "Letters and digits, in any case, with or without the space. O counts as zero, I as one.",
    here: "This computer shows",
    /** Of the two computers, whose code is typed. */
    typeCode: "Code of the other computer",
    checkCode: "Check code",
    overTitle: "No computer was added",
    over: "The link between the two computers has ended.",
    again: "Start again",
    add: "Add a computer…",
    addTitle: "Add a computer",
    addNote:
      "Have both computers in front of you. What you type by hand makes the link safe: no link and no QR code can start it.",
    askTitle: "Type your passphrase to add a computer",
    begin: "Begin",
    onNew: "On the new computer, open Latchkey, choose “Add this computer”, and type",
    server: "Server",
    number: "Number",
    waits: "Waiting for the new computer",
    answered: "The new computer has answered",
    each: "Type each code into the other computer",
    newShows: "The new computer shows",
    intoNew: "Type it into the new one.",
    right: "This code is right. Now type the other one into the new computer.",
    opens: (vaults: number) => `It opens your ${counted(vaults, "vault", "vaults")}`,
    ready: "Both codes are right",
    limits: "After three wrong tries, or ten minutes, you start again.",
    addDone: "Add this computer",
    added: "The new computer is added",
    stop: "Stop",
    choice: "Add this computer",
    choiceNote: "You use Latchkey on another computer already",
    heading: "Add this computer",
    steps: ["Server and number", "Your passphrase", "Compare", "Ready"],
    whereTitle: "Type what your other computer shows",
    whereNote: "There, open Settings, Computers and sheets, and choose “Add a computer…”.",
    address: "Server",
    slot: "Number",
    slotWrong: "The number has eight digits.",
    chooseNote: "It belongs to this computer. You can use the same one on both. The server never receives it.",
    making: "Making keys on this computer",
    compareNote:
      "The other computer is the one where you are signed in. If both codes are right, nobody stands between the two, not even the server.",
    otherShows: "The other computer shows",
    intoOther: "Type it into the other one.",
    whereYouAre: "Where you are",
    reached: (server: string, slot: string) => `${server} answered under number ${slot}`,
    keysMade: "Keys for this computer were made here; they never leave it",
    otherWaits: "The other computer has not answered yet",
    otherAnswered: (team: string) => `The other computer answered; its team is called ${team}`,
    waiting: "Finish on the other computer",
    waitingNote: "Type this computer’s code there, then choose “Add this computer”.",
    thisRight: "The other computer’s code was right",
    otherAdds: "The other computer adds this one",
    notAdded: "The other computer did not add this one",
    notAddedNote: "Nothing is lost: this computer held no items yet.",
    abandonFacts: [
      "The keys made for it are deleted, here and in the keychain",
      "To add this computer, begin again on the other one",
    ],
    aside: "The passphrase belongs to one computer. The server cannot add a computer: one of yours has to.",
  },
};
