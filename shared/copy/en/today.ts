/** Words of Today. */

export const todayWords = {
  today: {
    verbs: { hand: "Hand a code", approve: "Approve", settle: "Settle", safer: "Make it safer" },
    none: "Nothing waits for you",
    noneNote: "What others need from you, and what would make your team safer, appears here.",
    decide: "Decide",
    name: (name: string) => `${name} asks for another name`,
    nameNote: (now: string, wanted: string) => `From “${now}” to “${wanted}”`,
    joins: (name: string, role: string) => `${name} wants to join as ${role}`,
    joinsNote: "Compare the codes first, by phone or in person",
    items: {
      conflict: { act: "Choose a value", note: "Two people changed the same field" },
      unsent: { act: "Find a place", note: "Your change cannot be sent" },
      damaged: { act: "Look at it", note: "The newest version cannot be read" },
    },
    unanswered: (title: string) => `Nobody said why ${title} is shared`,
    unansweredNote: "A shared login needs a reason and an owner",
    manyUnanswered: (logins: number) => `${logins.toLocaleString("en")} shared logins without a reason or an owner`,
    unansweredOf: (titles: readonly string[], more: number) =>
      more === 0 ? titles.join(", ") : `${titles.join(", ")} and ${more.toLocaleString("en")} more`,
    sayWhy: (logins: number) => (logins === 1 ? "Say why the login is shared" : "Say why these logins are shared"),
    exception: (who: string, login: string) => `${who} asks for an exception for ${login}`,
    exceptionNote: (reason: string, until: string) => `Until ${until}: ${reason}`,
    exceptionEnds: (login: string, on: string) => `The exception for ${login} ends on ${on}`,
    exceptionEndsNote: (reason: string) => `It was given for: ${reason}`,
    settleAct: "Settle…",
    settleFactors: (count: number) =>
      count === 1 ? "1 login without a settled second factor" : `${count} logins without a settled second factor`,
    settleFactorsNote: "Your team’s rule is about them, and you can say how they stand",
    inVault: (what: string, vault: string) => `${what}. In ${vault}`,
    oneAdmin: "You are the only admin",
    oneAdminNote: "If you lose your computer, nobody can let people in or take them out",
    oneComputer: "This is your only computer",
    oneComputerNote: "If it is lost, your personal vault is lost with it",
    oneComputerTeam: "If it is lost, your personal vault is lost, and nobody can let you in again",
    makeSheet: "Make a recovery sheet",
    onlyYou: (vault: string) => `Only you can let people into ${vault}`,
    onlyYouNote: "If your computer is lost, nobody new can be added for a while",
    addDeputy: "Add a deputy",
  },
};
