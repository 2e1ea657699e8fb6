/** Words of what changed for a person since they last looked. */
import { itemsWords } from "./items.ts";

type Permission = keyof typeof itemsWords.items.can;
/** Whoever signed it may have left; their name may not be known any more. */
const who = (name: string): string => (name === "" ? "Somebody" : name);

export const changesWords = {
  changes: {
    name: "Changes for you",
    many: (count: number) => `${count} changes for you`,
    show: "Show",
    seen: "Got it",
    later: "Not now",
    close: "Got it, close",
    toVault: "Show vault",
    toPeople: "Show people",
    toComputers: "Show computers",
    aVault: "a vault",
    given: (by: string, vault: string, can: Permission) =>
      `${who(by)} gave you access to ${vault}: you ${itemsWords.items.can[can]}`,
    changed: (by: string, vault: string, can: Permission) =>
      `${who(by)} changed your access to ${vault}: you ${itemsWords.items.can[can]} now`,
    taken: (by: string, vault: string) => `${who(by)} removed your access to ${vault}`,
    archived: (by: string, vault: string) => `${who(by)} archived ${vault}: it can be read and not changed`,
    role: (by: string, role: string) => `${who(by)} changed your role to ${role.toLowerCase()}`,
    computer: "Another computer of yours was added",
    sheet: "Another computer of yours made a recovery sheet",
    recovered: "A new computer came in with your recovery sheet",
    computerGone: (by: string | null) =>
      by === null ? "One of your computers was removed" : `${who(by)} removed one of your computers`,
    notYou: "If it was not you, remove it now.",
    notYouGone: "It was removed again. If it was not you, tell an admin: it could read what you can read.",
    computerOf: (name: string) => `${who(name)} added a computer`,
    recoveredOf: (name: string) => `${who(name)} came back on a new computer with their recovery sheet`,
    askThem: "Ask them whether it was them.",
  },
};
