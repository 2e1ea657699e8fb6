/** Words of computers. */
import { counted } from "./counted.ts";

export const computerWords = {
  computers: {
    heading: "Your computers",
    added: (on: string) => `Added ${on}`,
    name: "Name of this computer",
    rename: "Rename",
    remove: "Remove…",
    removeThis: "Remove this computer…",
    seen: "What others see of this",
    seenNote: "Names of computers stay in your personal vault.",
    revokeTitle: (name: string) => `Remove ${name}`,
    revokeNote: "As soon as you confirm, it gets nothing more.",
    revokeLast: (first: string) =>
      `It is ${first}’s only computer: ${first} can open nothing more. To come back, they are removed from the team and invited again`,
    revokeSeen: "What is on it stays there, behind its passphrase.",
    revokeDone: "Remove computer",
    revoked: (name: string) => `${name} gets nothing more`,
    removeTitle: "Remove this computer",
    removeNote: "Latchkey forgets you here, and the device sheet of this computer stops working.",
    removeErased: "Your profile and its half of the key are erased from this computer",
    removePending: (pending: number) =>
      `${counted(pending, "change that was", "changes that were")} not sent ${pending === 1 ? "is" : "are"} lost`,
    removeOthers: "Your other computers stay. This one gets nothing more",
    removeLast:
      "It is your only computer: what only you have is lost, and an admin has to remove you and invite you again",
    removeLastAdmin:
      "It is your only computer, and you are the only admin: what only you have is lost, and nobody can let you in again",
    removeOffline: "The server cannot be reached: it is only erased here. Remove it from another of your computers too",
    removeDone: "Remove this computer",
    eraseDone: "Erase it here",
    lostOther: (others: string) => `Add the new one from ${others}; nothing is lost`,
    stolenOwn: (others: string) =>
      `Remove it from ${others}. From then on it gets nothing more, and the keys of your vaults are replaced.`,
    stolenAdmins: (admins: string) =>
      `Ask an admin to remove this computer: ${admins}. From then on it gets nothing more, and the keys of your vaults are replaced.`,
    stolenNobody: "Nobody else could remove it: you are the only admin. Make somebody else an admin now.",
  },
};
