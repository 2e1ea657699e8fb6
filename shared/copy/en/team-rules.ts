/** Words of the team's rules, and of who has a second factor. */

/** `Bob, Cleo or Dora`. */
function eitherOf(names: readonly string[]): string {
  const last = names.at(-1) ?? "another admin";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} or ${last}`;
}

export const teamRulesWords = {
  rules: {
    sessions: "Every session asks for a code",
    off: "Off. The server asks only before acts that could harm the team",
    since: "The server asks for a code of the second factor whenever somebody connects again",
    from: (on: string) => `From ${on}. Until then nothing changes for anybody`,
    on: "On",
    notYet: "Not yet",
    isOff: "Off",
    change: "Change…",
    title: "Ask for a code in every session?",
    note: "Once for each computer, and again after it was not used for half an hour or after twelve hours; not after a lock in between. Who has no second factor stays offline from that day until they set one up.",
    choices: {
      off: "Off",
      kept: (on: string) => `As it is: from ${on}`,
      now: "From now on",
      days: (count: number, on: string) => `In ${count} days, from ${on}`,
    },
    done: "Change the rule",
    changed: "Rule changed",
    own: "Set up your own second factor first: nobody asks others for what they do not have.",
    toOwn: "Set it up",
    signers: (names: readonly string[]) =>
      `A change needs two admins: it waits until ${eitherOf(names)} has signed it too.`,
    asked: "Asked for the second signature",
    is: (isAsked: boolean, from: string | null) => (!isAsked ? "off" : from === null ? "on" : `on from ${from}`),
    wants: "Every session asks for a code",
    wanted: (state: string) => `Every session asks for a code: ${state}`,
    waits: (names: readonly string[], time: string) => `Waits for the signature of ${eitherOf(names)}, since ${time}`,
    refusedBy: (names: string) => `Refused by ${names}`,
    nobodyLeft: "Nobody is left who can sign it",
    whyWaits: "A change of the team’s rules needs a second admin, whom you neither added nor made an admin.",
    request: {
      name: "A change that needs your signature",
      wants: (name: string) => `${name} wants to change a team rule.`,
      what: (before: string, after: string) => `Every session asks for a code: ${before} → ${after}.`,
      lapsed: "The rules changed since, so it cannot be signed any more.",
      newer: "It changes what this version of Latchkey cannot show, so it cannot be signed here.",
      sign: "Sign…",
      refuse: "Refuse",
      dismiss: "Dismiss",
      title: (name: string) => `Sign ${name}’s change of the team’s rules?`,
      note: (name: string) =>
        `It takes effect for everybody as soon as ${name}’s app has your signature. Ask them first if you did not expect it.`,
      now: "Now",
      after: "Then",
      done: "Sign the change",
      signed: (name: string) => `Signed. ${name}’s app makes the change`,
      refused: (name: string) => `Refused. ${name} is told`,
    },
    byAdmins: "set by admins",
    who: "Who has a second factor",
    whoNote: "As the server says; no app can check it",
    has: "Set up",
    lacks: "None yet",
    lacking: (count: number, of: number) => (count === 0 ? "Everybody has one" : `${count} of ${of} have none yet`),
    person: "Second factor",
    release: "Let them set it up again…",
    releaseTitle: (name: string) => `Let ${name} set up a second factor again?`,
    releaseNote:
      "For when a phone is lost, and the recovery codes too. Call them first: a thief with their computer could ask you for this.",
    releaseWhere: "On this computer, within a day",
    releaseDone: "Let them set it up",
    released: (name: string) => `${name} can set it up again, for a day`,
  },
};
