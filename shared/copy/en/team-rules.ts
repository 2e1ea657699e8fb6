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
    is: (isAsked: boolean, from: string | null) => (!isAsked ? "off" : from === null ? "on" : `on from ${from}`),
    wants: "Every session asks for a code",
    wanted: (state: string) => `Every session asks for a code: ${state}`,
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
