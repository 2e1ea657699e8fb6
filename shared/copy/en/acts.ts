/** Words of acts that wait until teammates’ apps were seen. */

/** `Ivo’s or Mia’s app`. */
function appsOf(names: readonly string[]): string {
  const [first = "another person", ...others] = names;
  const of = (name: string) => `${name}’s`;
  if (others.length === 0) return `${of(first)} app`;
  if (others.length > 2) return `${of(first)} app or that of ${others.length} others`;
  return `${[first, ...others.slice(0, -1)].map(of).join(", ")} or ${of(others.at(-1) ?? "")} app`;
}

export const actsWords = {
  acts: {
    count: (n: number) => (n === 1 ? "1 act waits" : `${n} acts wait`),
    note: "Each is done automatically, and checked again before it is.",
    access: (who: string, vault: string, permission: string) => `${who}: ${permission} in ${vault}`,
    role: (who: string, role: string) => `${who}: ${role}`,
    places: (who: string, group: string) => `Add ${who} to ${group}`,
    somebody: "somebody",
    since: (names: readonly string[], time: string) => `Waits for ${appsOf(names)}, since ${time}`,
    stopped: {
      changed: "Somebody changed this meanwhile, so it was not done. Cancel it, and decide again.",
      restored: "This profile’s file is older than it was. Cancel it, and decide again.",
      refused: (why: string) => `It was not done: ${why}`,
    },
    waits: "Waiting",
    notDone: "Not done",
    cancel: "Cancel",
    cancelOf: (what: string) => `Cancel: ${what}`,
    cancelled: "Cancelled. Nothing changed",
    queued: "Waits until another person’s app was seen, then it is done automatically",
    why: "Why it waits",
    whyNote:
      "Before anybody gets more access, your computer compares its history with what another person’s app has signed within a day. In a team of four or more it needs two people, one of them an admin. A server that hides a removal from you can then not make you share with somebody who has left. Removing people never waits.",
    joins: (names: readonly string[]) => `Your app lets them in once ${appsOf(names)} was seen`,
  },
};
