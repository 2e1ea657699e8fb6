/** Words of requests for another name. */
import { counted } from "./counted.ts";

export const namesWords = {
  names: {
    title: "Names to decide",
    asks: "Asks to be called",
    quoted: (name: string) => `“${name}”`,
    like: (people: string[]) =>
      `Looks like ${people.length > 2 ? `${people[0]} and ${people.length - 1} others` : people.join(" and ")}`,
    accept: "Accept",
    acceptOf: (now: string, name: string) => `Accept: ${now} becomes ${name}`,
    accepted: (now: string, name: string) => `${now} is now ${name}`,
    decline: "Decline…",
    declineTitle: (now: string) => `Decline the new name of ${now}`,
    declineNote: (now: string, name: string) => `${now} asks to be called “${name}”.`,
    declineDone: "Decline",
    declined: (now: string) => `${now} keeps this name`,
    reason: "Reason (they read it)",
    missing: (name: string, count: number) =>
      count === 0
        ? `Some letters from ${name} did not arrive. Ask them.`
        : `${counted(count, "letter", "letters")} from ${name} did not arrive. Ask them.`,
    ask: "Ask for another name…",
    askTitle: "Ask for another name",
    askNote: "An admin decides. Until then everybody sees your current name.",
    askDone: "Ask",
    asked: (name: string) => `You asked to be called “${name}”`,
    own: {
      waiting: (name: string) => `You asked to be called “${name}”. It is sent when you are online.`,
      asked: (name: string) => `You asked to be called “${name}”. Waits for an admin.`,
      declined: (name: string, by: string, reason: string | null) =>
        reason === null ? `${by} declined “${name}”.` : `${by} declined “${name}”: ${reason}`,
    } satisfies Record<string, (name: string, by: string, reason: string | null) => string>,
    waiting: (section: string, count: number) => `${section}, ${count.toLocaleString("en")} for you`,
  },
};
