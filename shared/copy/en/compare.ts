/** Words of two people who compare codes: an admin, and somebody whom they invited to more than `member`. */

/** Enough of a name to speak of somebody. */
const first = (name: string): string => name.split(" ")[0] ?? name;

export const compareWords = {
  compare: {
    /** In the dialog of an invite. */
    asks: (name: string, role: string) =>
      `Before ${name === "" ? "they are" : `${first(name)} is`} let in as ${role}, you compare two codes by phone or in person.`,
    /** Who waits for it, and what one does. */
    begin: "Compare codes",
    joiningNote: "Call them, or go to them: you read two codes to each other, then they are in",
    done: "Codes compared",
    title: (name: string, role: string) => `Let ${name} in as ${role}`,
    note: (name: string) =>
      `Call ${first(name)}, or go to them. Read the code to each other and type what you hear: then nobody stands between you.`,
    readThis: (name: string) => `Read this to ${first(name)}`,
    theyType: (name: string) => `${first(name)} types it into their Latchkey.`,
    typeWhat: (name: string) => `Type what ${first(name)} reads to you`,
    waits: (name: string) => `Ask ${first(name)} to press “Compare codes” in their Latchkey`,
    right: (name: string) => `This code is right. ${first(name)} still has to type yours.`,
    ready: "Both codes are right",
    letIn: (name: string) => `Let ${first(name)} in`,
    letInDone: (name: string) => `${name} is let in`,
    overTitle: (name: string) => `${first(name)} was not let in`,
    over: "If the codes differed, somebody else has this invite: cancel it and invite again.",
    again: "Start again",
    gets: "They get",
    getsRole: (role: string) => `The role ${role}`,
    /** On the joiner's computer. */
    joinerTitle: (who: string) => `Compare codes with ${who}`,
    joinerNote: (role: string) =>
      `You are invited as ${role}. Call each other, or meet: each reads a code and types the other’s.`,
    joinerCall: (who: string) => `${who} opens People and presses “Compare codes” beside your name`,
    joinerWaits: (who: string) => `Waiting until ${who} begins`,
    joinerTyped: (who: string) => `${who}’s code was right`,
    joinerLast: (who: string) => `${who} types your code and lets you in`,
    joinerMade: "Your keys were made on this computer",
    yourCode: (who: string) => `Read this to ${first(who)}`,
    secondAdmin: "You are the only admin. If you lose your computer, nobody can let people in or take them out.",
    secondAdminDo: "Invite a second admin",
  },
};
