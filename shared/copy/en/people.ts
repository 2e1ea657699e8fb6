/** Words of people. */
import { counted } from "./counted.ts";

export const peopleWords = {
  inviteMessage: ({ inviterName, teamName, code }: { inviterName: string; teamName: string; code: string }) => [
    `${inviterName} invites you to ${teamName} on Latchkey.`,
    "",
    "1. Install Latchkey and open it.",
    '2. Choose "Join a team" and paste this code:',
    "",
    code,
    "",
    "The code is good once, for seven days. Treat it like a key.",
  ],
  people: {
    search: (n: number) => `Search ${counted(n, "person", "people")}`,
    invite: "Invite",
    joining: "Wants to join",
    joiningNote: "Your app lets them in by itself while it is open",
    open: "Open invites",
    again: "Copy again",
    elsewhere: "This invite was made on another computer, which has its message",
    cancelled: "The invite is cancelled",
    none: (text: string) => `Nobody matches “${text}”.`,
    joiningAs: (role: string) => `As ${role.toLowerCase()}`,
    opens: (vaults: number, items: number) =>
      `${counted(vaults, "vault", "vaults")}, ${counted(items, "item", "items")}`,
    cancel: "Cancel the invite",
    left: (end: number, now: number) => {
      const hours = Math.max(0, Math.round((end - now) / 3_600_000));
      return hours >= 48 ? `${Math.round(hours / 24)} days left` : `${hours} h left`;
    },
    list: "People",
    roles: { member: "Member", lead: "Lead", admin: "Admin", auditor: "Auditor" },
    you: "you",
    since: (date: string) => `Here since ${date}`,
    canOpen: (name: string) => `What ${name} can open`,
    canOpenNote: "As far as you can see it: your vaults and theirs",
    nothing: "No vault that you can see.",
    computers: "Computers",
    inviteTitle: "Invite somebody",
    name: "Name",
    email: "Work e-mail",
    emailNote: "Kept inside your team's directory, never at the server in the clear.",
    inviteDone: "Make the invite",
    readyTitle: (name: string) => `The invite for ${name} is ready`,
    readyNote: "Send this message yourself. The code in it is good once, for seven days; treat it like a key.",
    copyMessage: "Copy the message",
    copied: "The message is on the clipboard for 2 minutes",
    alone:
      "Nobody else is here yet. Invite a second person, best a second admin later: a lost computer would cost the team.",
    state: { ended: "Ended", removed: "Removed" },
  },
};
