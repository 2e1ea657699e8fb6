/** Words of safety numbers, and of what to look at before somebody is given something. */

/** `Ada`, `Ada and Bob`, `Ada, Bob and Cleo`. */
const together = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

export const knownWords = {
  known: {
    title: "Safety number",
    ownNote: "Read it to anybody who compares it with you. It is not a secret.",
    none: (name: string) => `Not compared yet. Comparing shows that nobody stands between you and ${name}.`,
    same: (date: string) => `You compared it on ${date}`,
    sameNote: (name: string) => `If ${name}’s keys change, sharing with ${name} stops until you compare again.`,
    changed: (date: string) => `It changed since you compared it on ${date}`,
    changedNote: (name: string) =>
      `${name} came back with a recovery sheet. Until you compare again you cannot give ${name} anything; what ${name} could open stays open.`,
    compare: "Compare…",
    again: "Compare again…",
    by: (names: readonly string[]) => `Compared by ${together(names)}`,
    byOthers: (names: readonly string[]) => `Also compared by ${together(names)}`,
    dialogTitle: (name: string) => `Compare ${name}’s safety number`,
    dialogNote: (name: string) =>
      `Call ${name}, or meet. ${name} opens People, chooses themselves and reads their number to you.`,
    number: "The number that your app has",
    differ: "They differ",
    differTitle: "Somebody could stand between you",
    differNote: (name: string, admins: readonly string[]) =>
      admins.length === 0
        ? `Check that ${name} read their own number. If it still differs, give ${name} nothing.`
        : `Check that ${name} read their own number. If it still differs, give ${name} nothing and tell ${together(admins)}.`,
    done: "The numbers are the same",
    compared: (name: string) => `${name}’s safety number is compared`,
    mark: "You compared the safety number",
    changedMark: "Keys changed",
    keys: (name: string) => `${name}’s keys changed since you compared them. Compare again under People first.`,
    was: (name: string, former: string, date: string | null) =>
      date === null ? `${name} was called ${former}` : `${name} was called ${former} until ${date}`,
    like: (name: string, others: readonly string[]) => `${name} looks like ${together(others)}`,
    more: (count: number) => `And ${count} more`,
    person: (name: string, role: string) => `${name} (${role.toLowerCase()})`,
    short: {
      was: (former: string, date: string | null) => (date === null ? `Was ${former}` : `Was ${former} until ${date}`),
      like: (others: readonly string[]) => `Looks like ${together(others)}`,
    },
  },
};
