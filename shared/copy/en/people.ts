/** Words of people. */
import { counted } from "./counted.ts";

export const peopleWords = {
  inviteMessage: ({ inviterName, teamName, code }: { inviterName: string; teamName: string; code: string }) => [
    `${inviterName} invites you to ${teamName} on Latchkey.`,
    "",
    "1. Install Latchkey and open it.",
    '2. Choose "Join with an invite" and paste this code:',
    "",
    code,
    "",
    "The code works once, for seven days. Treat it like a key.",
  ],
  people: {
    search: (n: number) => `Search ${counted(n, "person", "people")}`,
    invite: "Invite",
    joining: "Wants to join",
    joiningNote: "Your app lets them in automatically while it is open",
    open: "Open invites",
    again: "Copy again",
    elsewhere: "This invite was created on another computer; copy its message there",
    cancelled: "Invite cancelled",
    none: (text: string) => `Nobody matches “${text}”.`,
    joiningAs: (role: string) => `As ${role.toLowerCase()}`,
    opens: (vaults: number, items: number) =>
      `${counted(vaults, "vault", "vaults")}, ${counted(items, "item", "items")}`,
    cancel: "Cancel invite",
    left: (end: number, now: number) => {
      const hours = Math.max(0, Math.round((end - now) / 3_600_000));
      return hours >= 48 ? `${Math.round(hours / 24)} days left` : `${hours} h left`;
    },
    list: "People",
    roles: { member: "Member", lead: "Lead", admin: "Admin", auditor: "Auditor" },
    you: "you",
    since: (date: string) => `Joined ${date}`,
    canOpen: (name: string) => `What ${name} can open`,
    canOpenNote: "Only vaults that you can open too are listed",
    nothing: "No vault that you can open.",
    computers: "Computers",
    inviteTitle: "Invite somebody",
    name: "Name",
    email: "Work e-mail",
    emailNote: "Your team sees it. The server cannot read it.",
    inviteDone: "Create invite",
    readyTitle: (name: string) => `The invite for ${name} is ready`,
    readyNote: "Send this message yourself. The code in it works once, for seven days. Treat it like a key.",
    copyMessage: "Copy message",
    copied: "Message copied; the clipboard keeps it for 2 minutes",
    alone:
      "You are the only person here so far. Invite somebody: if this computer is lost and you are alone, the team’s data is lost with it.",
    state: { ended: "Ended", removed: "Removed" },
  },
};
