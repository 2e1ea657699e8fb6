/** Words of one's own accounts with tools. */
export const ownAccountsWords = {
  ownAccounts: {
    title: "My accounts",
    add: "Add my account",
    note: "Accounts with tools that are yours alone. Everybody in the team sees which you have and how their second factor stands, never a password.",
    none: "You have said nothing yet",
    noneNote: "Add the accounts that you have with tools of your own, and how their second factor stands.",
    noTools: "There are no tools yet. Leads and admins add them.",
    columns: {
      tool: "Tool",
      signInName: "Username",
      role: "Role",
      factor: "Second factor",
      how: "How known",
    },
    acts: "Change or remove",
    youSaid: (on: string) => `You said so on ${on}`,
    byLead: "Added by a lead",
    waits: "Waits for a lead’s app",
    change: (tool: string) => `Say again how your account with ${tool} stands`,
    changeTitle: (tool: string) => `Your account with ${tool}`,
    addTitle: "Add an account of yours",
    done: "Say so",
    said: "Said. A lead’s app files it",
    remove: (tool: string) => `Say that you have no account with ${tool} any more`,
    removed: (tool: string) => `You said that you have no account with ${tool} any more`,
  },
};
