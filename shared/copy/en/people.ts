/** Words of people. */
import { counted } from "./counted.ts";

type InviteWords = { inviterName: string; teamName: string; code: string; place: string; isCompared: boolean };

export const peopleWords = {
  inviteMessage: ({ inviterName, teamName, code, place, isCompared }: InviteWords) => [
    `${inviterName} invites you to ${teamName} on Latchkey.`,
    "",
    place === ""
      ? `1. Install Latchkey. ${inviterName} can tell you where to get it.`
      : `1. Install Latchkey: ${place}`,
    "2. Open it, choose “Join with an invite” and paste this code:",
    "",
    code,
    "",
    isCompared
      ? `3. Choose a passphrase. Then call ${inviterName}: you compare two codes, and you are in.`
      : `3. Choose a passphrase. Then ${inviterName}’s app lets you in.`,
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
    none: (text: string) => `Nobody matches “${text}”.`,
    joiningAs: (role: string) => `As ${role.toLowerCase()}`,
    vaults: (vaults: number) => counted(vaults, "vault", "vaults"),
    cancel: "Cancel invite",
    left: (end: number, now: number) => {
      const hours = Math.max(0, Math.round((end - now) / 3_600_000));
      return hours >= 48 ? `${Math.round(hours / 24)} days left` : `${hours} h left`;
    },
    list: "People",
    roles: { member: "Member", lead: "Lead", admin: "Admin", auditor: "Auditor" },
    you: "you",
    canOpen: (name: string) => `What ${name} can open`,
    nothing: (name: string) => `${name} can open no shared vault. Open a vault’s sheet to add ${name}.`,
    nothingYou: "You can open no shared vault yet.",
    columns: { vault: "Vault", via: "Via, and why", permission: "Permission", until: "Until" },
    hiddenVault: "A vault that you cannot open",
    via: {
      created: (_: string | null, on: string | null) => (on === null ? "Created it" : `Created it, ${on}`),
      given: (by: string | null, on: string | null) =>
        by === null ? "Added directly" : `Added by ${by}${on === null ? "" : `, ${on}`}`,
      invite: (by: string | null, on: string | null) =>
        by === null ? "With the invite" : `Invited by ${by}${on === null ? "" : `, ${on}`}`,
    },
    viaGroups: (names: string[], on: string | null) => `In ${names.join(", ")}${on === null ? "" : `, since ${on}`}`,
    managedBy: (names: string[], more: number) =>
      names.length === 0
        ? "Nobody else manages it"
        : `Managed by ${more > 0 ? `${names.join(", ")} and ${more} more` : names.join(" and ")}`,
    about: "About this person",
    computers: "Computers",
    computerOf: (name: string, number: number) => `${name}’s computer ${number}`,
    yourComputer: (number: number) => `Your computer ${number}`,
    noComputer: "They have no computer that can open anything.",
    inTeam: "In the team",
    role: "Role",
    access: "Access",
    joined: "Joined",
    mail: "E-mail",
    inviteTitle: "Invite somebody",
    name: "Name",
    email: "Work e-mail",
    emailNote: "Your team sees it. The server cannot read it.",
    inviteNote: "You send the invite yourself; the server sends no mail and knows no address.",
    place: "Where to get Latchkey",
    placeNote: "An address or a person, as the message will say it. Without it the message names you.",
    emailWrong: "This is not a complete e-mail address.",
    to: "To",
    openMail: "Open in mail program",
    next: "What happens next",
    nextFacts: (name: string, isCompared: boolean) => [
      `${name} pastes the code; the keys are made on their computer`,
      isCompared
        ? `You call ${name}, and compare two codes under People`
        : `Your app lets ${name} in while it is open, or another admin’s does`,
      `Latchkey tells you as soon as ${name} is in`,
    ],
    isIn: (name: string) => `${name} joined the team`,
    late: "Waiting, but their invite has ended",
    lateNote: "A new invite lets them in. Send it to them; on their computer they start again with it.",
    lateEnded: (date: string) => `Invite ended on ${date}`,
    inviteAgain: "Invite again",
    noVaults: (managers: string) =>
      managers === ""
        ? "Nobody has shared a vault with you yet. The people who manage a vault can add you."
        : `Nobody has shared a vault with you yet. The people who manage a vault can add you, for example ${managers}.`,
    inviteDone: "Create invite",
    inviteOffline: "The server cannot be reached. No invite was created; try again when you are online.",
    readyTitle: (name: string) => `The invite for ${name} is ready`,
    readyNote: "Send this message yourself. The code in it works once, for seven days. Treat it like a key.",
    message: "The message",
    copyMessage: "Copy message",
    alone:
      "You are the only person here so far. Invite somebody: if this computer is lost and you are alone, the team’s data is lost with it.",
    state: { ended: "Ended", removed: "Removed" },
    remove: "Remove from team…",
    removeTitle: (name: string) => `Remove ${name} from the team`,
    removeNote: (name: string) => `As soon as you confirm, ${name}’s computers get nothing more.`,
    removeKeys: (vaults: number) =>
      vaults === 0
        ? "No shared vault needs a new key"
        : `${counted(vaults, "shared vault gets", "shared vaults get")} a new key, from your app or that of somebody who can edit there`,
    removeArchived: (vaults: number) =>
      `${counted(vaults, "shared vault that nobody else can open is", "shared vaults that nobody else can open are")} closed for good`,
    removePersonal: (name: string) => `${name}’s personal vault is closed for good. Nobody can open it, not even you`,
    removeGroups: (name: string, groups: number) => `${name} leaves ${counted(groups, "group", "groups")}`,
    removeInvites: (name: string, invites: number) =>
      `${counted(invites, "open invite of", "open invites of")} ${name} ${invites === 1 ? "ends" : "end"}`,
    removeSeen: (name: string, items: number) =>
      items === 0
        ? `What ${name} saw stays known to ${name}.`
        : `What ${name} saw stays known to ${name}: up to ${counted(items, "item", "items")} in these vaults. Change the passwords that matter.`,
    opened: "Opened",
    openedOf: (items: number, hasGaps: boolean) =>
      `${items === 0 ? "No secrets" : `Secrets of ${counted(items, "item", "items")}`}, as far as their computers tell${hasGaps ? ", with gaps" : ""}`,
    removeOpened: (name: string, items: number, hasGaps: boolean) =>
      `${name} opened ${items === 0 ? "no secrets" : `secrets of ${counted(items, "item", "items")}`}, as far as ${name}’s computers tell${hasGaps ? "; some of what they recorded is missing" : ""}.`,
    goesTo: "Who manages it from now on",
    youAsHeir: "You",
    aGroup: "A group",
    removeType: "Type “remove” to confirm",
    removeWord: "remove",
    removeAgain: (name: string) => `If ${name} comes back, they join as a new person with an empty personal vault.`,
    removeDone: (name: string) => `Remove ${name}`,
    removed: (name: string) => `${name} is no longer in the team`,
    changeRole: "Change role…",
    roleTitle: (name: string) => `Change the role of ${name}`,
    roleOwn: "This is your own role: you cannot raise it again yourself.",
    roleMay: {
      member: "Uses what they were given, and shares what they manage",
      lead: "Uses what they were given, and shares what they manage",
      admin: "Also invites and removes people, and changes roles",
      auditor: "Opens no shared vault; loses every one that they can open now",
    },
    /** In the dialog of an invite, in a few words. */
    roleShort: {
      member: "Uses what is given",
      lead: "Makes and shares vaults",
      admin: "Invites and removes",
      auditor: "Reads the activity, no secrets",
    },
    roleDone: (role: string) => `Make ${role.toLowerCase()}`,
    roleEndDone: "Save",
    roleEndNote: (name: string) => `When it ends, ${name} is removed from the team.`,
    roleUntil: (role: string, date: string) => `${role} until ${date}`,
    roleChanged: (name: string, role: string) => `${name} is now ${role.toLowerCase()}`,
  },
};
