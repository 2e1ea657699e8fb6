/** Words of the team's rule on second factors of what is shared: what it holds back, setting it, exceptions. */
const logins = (count: number): string => (count === 1 ? "1 login" : `${count} logins`);

export const gateWords = {
  gate: {
    title: "Second factor of what we share",
    modes: { off: "Off", warn: "Warn", require: "Require" },
    modeNotes: {
      off: "Nothing is said, nothing is held back",
      warn: "Anybody who shares a login that is not settled is told, and can continue",
      require: "A login that is not settled cannot be opened to more people",
    },
    is: (mode: string, scope: string) => `${mode}, ${scope}`,
    scopes: {
      all: "for all shared logins",
      vault: (count: number) => (count === 1 ? "for 1 vault" : `for ${count} vaults`),
      tool: (count: number) => (count === 1 ? "for 1 tool" : `for ${count} tools`),
      class: (names: string) => `for tools with ${names} data`,
      mixed: "for some vaults, tools and classes of data",
    },
    wanted: (state: string) => `Second factor of what we share: ${state}`,
    what: (before: string, after: string) => `Second factor of what we share: ${before} → ${after}.`,
    change: "Change the rule on second factors of what we share",
    today: "Today’s rule",
    for: "For",
    all: "All shared logins",
    onlyClasses: "Only tools with this class of data",
    onlyVaults: "Only these vaults",
    onlyTools: "Only these tools",
    passes: "Still passes",
    passesWeak:
      "SMS only and not offered, if the catalogue knows nothing stronger for that tool, or if it does not know the tool and a lead said so.",
    passesException: "An exception with an end, signed by a second person.",
    save: "Change the rule",
    saveAsking: (name: string) => `Ask ${name} to sign`,
    askSeveral: "Ask for the second signature",
    needsTwo: (names: string) => `A rule needs two admins. ${names} can sign it, and sees this list first.`,
    changed: "Rule changed",
    asked: "Asked for the second signature",
    would: (held: number, of: number) => `It would hold back ${held} of ${of} shared logins today`,
    wouldWarn: (held: number, of: number) => `It would warn about ${held} of ${of} shared logins today`,
    holdsNothing: (of: number) => `It would hold back none of ${of} shared logins`,
    wouldNote: "People who use them keep their access. Only what opens a login to more people is held back.",
    forSigner: (held: number, of: number) =>
      `Of the ${of} shared logins that you can open, it would hold back ${held} today.`,
    counts: { settled: "settled", attention: "attention", unsettled: "not settled", unknown: "unknown" },
    columns: { login: "Login", factor: "Second factor", vault: "Vault" },
    more: (count: number) => `${count} more`,
    unseen: (count: number) =>
      count === 1
        ? "1 shared vault that you cannot open is not counted here."
        : `${count} shared vaults that you cannot open are not counted here.`,
    absent: (count: number) =>
      count === 1
        ? "1 item is not on this computer yet, so nobody can say here how it stands."
        : `${count} items are not on this computer yet, so nobody can say here how they stand.`,
    reasons: {
      "seed-here": "Code here",
      stated: "Settled",
      "by-sso": "By SSO",
      exempt: "Exempt",
      "sms-only": "SMS only",
      "not-offered": "Not offered",
      "seed-missing": "Seed missing",
      "too-old": "Over 100 days old",
      "from-later": "Said for a later day",
      "sso-unsettled": "Its SSO is not settled",
      "exemption-ended": "Exception ended",
      "exemption-incomplete": "Exception not signed",
      "nobody-said": "Unknown",
      "not-signed": "Not signed",
    },
    warning: (count: number) => `${logins(count)} without a settled second factor. You can continue.`,
    ask: {
      stopTitle: "Not yet",
      stop: (count: number) => `${logins(count)} without a settled second factor`,
      stopNote: "Your team’s rule: a login is opened to more people only when its second factor is settled.",
      settled: "All of them are settled now",
      settledNote: "You can continue.",
      what: "What you can do",
      say: "Say how…",
      sayOf: (login: string) => `Say how the second factor of ${login} stands`,
      saying: "Say which second factor it has, add its code to the login, or ask a second person for an exception.",
      cannot: "somebody who edits the vault can",
      in: (vault: string, isAsked: boolean) => (isAsked ? `${vault}. An exception waits to be signed` : vault),
      go: "Continue",
      close: "Close",
      nothingDone: "Nothing was shared",
    },
    list: {
      title: (count: number) => `${logins(count)} to settle`,
      note: "Logins that your team’s rule is about, and whose second factor you can settle.",
      done: "Done",
      none: "All of them are settled",
    },
    decline: "Decline…",
    declineTitle: (login: string) => `Decline the exception for ${login}?`,
    declineNote: (who: string) => `${who} sees your reason on the login. It stays not settled.`,
    declineDone: "Decline it",
    declined: (who: string, reason: string, on: string) => `${who} declined an exception on ${on}: ${reason}.`,
    past: (user: string, by: string, count: number) =>
      `${by} gave ${user} access while ${logins(count)} had no settled second factor`,
    pastCode: "Not settled",
    pastIn: (what: string, vault: string) => `${what}. In ${vault}`,
    pastTitle: "Given past the team’s rule",
    pastNote:
      "Found by this computer in the signed log. Their app did not keep to the rule, or they could not see the logins.",
  },
};
