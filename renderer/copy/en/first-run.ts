/** Words of first-run. */
import { counted } from "./counted.ts";

export const firstRunWords = {
  unlock: {
    passphrase: "Passphrase",
    unlock: "Unlock",
    deriving: "Deriving the key. This takes a moment on purpose.",
    forgot: "Forgot your passphrase?",
    another: "Another team",
    locked: "Locked. Nothing is decrypted on this computer",
    on: (person: string, device: string) => (person === "" ? `On “${device}”` : `${person} on “${device}”`),
    sheet: "Device sheet",
    sheetNote: "Groups of four, as printed. Spaces and case do not matter.",
    useSheet: "Use the device sheet",
    forgotTitle: "Without the passphrase this profile stays closed",
    forgotFacts: [
      "Nobody can reset it: not the server, not an admin, not us.",
      "Ask an admin to invite you again. You get back what your team shares with you.",
      "What only you had, in your personal vault, is lost with it.",
    ],
  },
  doors: {
    title: "Shared logins, safe from their own server",
    note: "Everything is encrypted on this computer. The server keeps what it cannot read.",
    create: "Create a team",
    createNote: "You become its first admin and choose where it lives",
    join: "Join with an invite",
    joinNote: "Somebody sent you a code that begins with latchkey://join",
    demo: "Just looking? From a checkout, “npm run demo” fills a team to click through.",
  },
  create: {
    heading: "Create a team",
    steps: ["This computer", "Your team", "Device sheet", "Ready"],
    of: (n: number, all: number) => `Step ${n} of ${all}`,
    place: "Where will the team live?",
    placeNote:
      "A small server keeps your team in step. It stores ciphertext and signatures, and can read neither names nor passwords.",
    ownServer: "On our server",
    ownServerNote: "Paste the setup code that the server printed at its start",
    builtIn: "On this computer, for trying alone",
    builtInNote: "Only while this app is open, only on this computer; move it later",
    setupCode: "Setup code",
    checking: "Asking the server",
    reached: (origin: string) => `Reached ${origin}. Its keys match the code.`,
    keychainTitle: "This computer has no keychain that answers",
    keychainNote:
      "Half of your key would lie in a file that only you can read. Whoever copies your disk has that half; your passphrase is then all that protects you.",
    keychainAccept: "Keep it in a file, I understand",
    name: "Name the team, and choose your passphrase",
    nameNote:
      "Your colleagues see both names. The passphrase stays on this computer; the server never receives it, and nobody can reset it for you.",
    teamName: "Team name",
    yourName: "Your name",
    passphrase: "Passphrase",
    again: "Passphrase again",
    notSame: "The two differ.",
    create: "Create team",
    creating: "Making keys on this computer",
    admin:
      "You become the first admin. Latchkey asks for a second one until there is one, so that a lost computer does not cost the team.",
  },
  strength: {
    good: "Good enough from the third bar. Five words you did not choose beat one with tricks.",
    names: ["Very weak.", "Weak.", "Not yet.", "Strong.", "Very strong."],
    short: "At least 12 characters.",
    years: (years: number) =>
      years < 1
        ? "Somebody who steals this computer’s disk would need less than a year."
        : years >= 1e12
          ? "Somebody who steals this computer’s disk would not get there."
          : `Somebody who steals this computer’s disk would need about ${Math.round(years).toLocaleString("en")} years.`,
  },
  sheet: {
    title: "Print the device sheet for this computer",
    note: "Use it if this computer forgets its keychain. You also need your passphrase. It does not replace a lost computer.",
    heading: "Device sheet",
    keep: "Keep it away from the computer.",
    print: "Print",
    printNote: "Opens the print window. Nothing is stored",
    wrote: "I wrote it down",
    wroteNote: "Type three groups to check it",
    check: (groups: number[]) => `Check: type groups ${groups.slice(0, -1).join(", ")} and ${groups.at(-1)}`,
    group: (n: number) => `Group ${n}`,
    without: "Go on without a sheet",
    withoutNote: "Without the sheet, a keychain reset means that an admin has to let this computer in again.",
    other: "A sheet for a lost computer is a different one, the recovery sheet. It comes later; keep the two apart.",
    done: "Continue",
  },
  join: {
    heading: (team: string) => (team === "" ? "Join a team" : `Join ${team}`),
    steps: ["This computer", "Your passphrase", "Waiting", "Ready"],
    title: "Paste the code that you were sent",
    note: "It begins with latchkey://join. Line breaks and spaces do not matter. Take it only from a person you know.",
    code: "Join code",
    from: (inviter: string, team: string) => `${inviter} invites you to ${team}.`,
    choose: "Choose your passphrase",
    chooseNote: "It stays on this computer. The server never receives it, and nobody can reset it for you.",
    ask: "Ask to be let in",
    asking: "Making keys on this computer",
    waiting: (who: string) => `Waiting for ${who} to let you in`,
    waitingNote: "You may close Latchkey. It looks again whenever it is open and unlocked.",
    next: "What happens next",
    nextFacts: (who: string) => [
      "Your keys were made on this computer",
      `${who}’s invite was checked, it is for you and used once`,
      `${who}’s app signs you in as a member`,
    ],
    nobody:
      "Nobody at the server can let you in. A person of your team has to, on their own computer, with their own key.",
    sheet: "Show the device sheet",
  },
};
