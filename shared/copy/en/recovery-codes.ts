/** Words of recovery codes. */
import { counted } from "./counted.ts";

const people = (names: string[]): string =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

export const recoveryCodesWords = {
  recoveryCodes: {
    title: "Recovery codes",
    count: (codes: number) => counted(codes, "code", "codes"),
    left: (codes: number, left: number) => `${counted(codes, "code", "codes")}, ${left} left`,
    keptBy: (names: string[]) => (names.length === 0 ? "Kept by nobody else" : `Kept by ${people(names)}`),
    edit: "Show and edit",
    paste: "One code on each line",
    tooMany: (codes: number) => `${counted(codes, "code", "codes")} too many`,
    findLogin: "Find a login",
    noLogin: "No login matches.",
    another: "Choose another",
    closed: "A login that you cannot open",
    of: (login: string) => `Recovery codes of ${login}`.slice(0, 200),
    add: "Add recovery codes",
    used: (when: string) => `Used ${when}`,
    use: "Mark as used",
    free: "Mark as not used",
    marked: (place: number) => `Code ${place} marked as used`,
    freed: (place: number) => `Code ${place} marked as not used`,
    low: (left: number) => (left === 0 ? "No code is left" : `Only ${counted(left, "code is", "codes are")} left`),
    lowBadge: "Few left",
    lowNote: "Get new ones from the website, and put them here in place of the old ones.",
    opens: (names: string[]) => `${people(names)} will be able to open them.`,
  },
};
