/** Words of groups: who is in them, who decides that, what they are given. */
import { counted } from "./counted.ts";

/** Names of people or groups, as they are. */
function listed(names: string[], word = "and"): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} ${word} ${names.at(-1)}`;
}

export const groupsWords = {
  groups: {
    list: "Groups",
    tabs: "People or groups",
    search: (n: number) => `Search ${counted(n, "group", "groups")}`,
    none: (text: string) => `No group matches “${text}”.`,
    noneYet: "A group gives several people the same vaults.",
    firstTitle: "No groups yet",
    firstNote: "Anybody in a group can open every vault that it is given, also those who join later.",
    people: (n: number) => counted(n, "person", "people"),
    managedBy: (names: string[]) => (names.length === 0 ? "Nobody manages it" : `Managed by ${listed(names)}`),
    facts: (people: number, vaults: number) =>
      `${counted(people, "person", "people")}, ${counted(vaults, "vault", "vaults")}.`,
    decide: (names: string[]) =>
      names.length === 0 ? "Nobody manages this group" : `Only ${listed(names)} can change who is in here`,
    more: (role: string, can: string, names: string[]) => `${role}. In ${listed(names)}, so ${can}`,
    by: (role: string, names: string[]) => `${role}. In ${listed(names)}`,
    create: "New group",
    createNote: "The people in it can open every vault that the group is given.",
    createDone: "Create group",
    name: "Name",
    manager: "Managed by",
    managerNote: "Only the manager decides who is in the group, not every admin. More managers can follow.",
    members: "Who is in it",
    created: (name: string) => `${name} was created`,
    columns: { member: "Member", role: "Role", acts: "More" },
    managers: "Managers",
    vaults: "Vaults given",
    noMembers: "Nobody is in this group yet.",
    noVaults: "No vault is given to this group yet.",
    joins: (items: number) =>
      items === 0
        ? "New members can open these vaults at once."
        : `New members can open them at once, ${counted(items, "item", "items")}. Members who leave lose them, and the keys are replaced.`,
    until: (date: string) => `until ${date}`,
    add: "Add people",
    addOne: "Add",
    addDone: (name: string) => `Add ${name}`,
    addSearch: "Search people",
    addNote: (name: string, vaults: number) =>
      vaults === 0 ? `${name} joins the group.` : `${name} can open ${counted(vaults, "vault", "vaults")} at once.`,
    added: (name: string, group: string) => `${name} is in ${group} now`,
    everybody: "Everybody is in this group already.",
    nobody: (text: string) => `Nobody outside this group matches “${text}”.`,
    give: "Give a vault",
    giveSearch: "Search vaults that you manage",
    giveOne: "Give",
    giveDone: (title: string) => `Give ${title}`,
    given: (group: string, title: string) => `${group} can open ${title} now`,
    noGive: "You manage no other vault that you could give.",
    items: (items: number) => counted(items, "item", "items"),
    whoGains: (people: number, managers: string[]) =>
      `${counted(people, "person", "people")}${managers.length === 0 ? "" : `, and anybody who is added later by ${listed(managers, "or")}`}`,
    actsOf: (name: string) => `More about ${name}`,
    makeManager: "Make manager",
    noManager: "Remove as manager…",
    takeOut: "Remove from group…",
    takeOutTitle: (name: string, group: string) => `Remove ${name} from group ${group}`,
    takeOutNote: (name: string) =>
      `As soon as you confirm, ${name} can no longer open what only this group opens for them.`,
    takeOutDone: "Remove from group",
    takenOut: (name: string, group: string) => `${name} is no longer in ${group}`,
    noManagerTitle: (name: string, group: string) => `${name} no longer manages ${group}`,
    noManagerNote: (name: string) => `${name} can no longer change who is in the group.`,
    noManagerDone: "Remove as manager",
    isManager: (name: string, group: string) => `${name} manages ${group} now`,
    leave: "Leave…",
    leaveTitle: (group: string) => `Leave ${group}`,
    leaveNote: "As soon as you confirm, you can no longer open what only this group opens for you.",
    leaveDone: "Leave group",
    left: (group: string) => `You left ${group}`,
    lastManager: "Nobody else manages this group. Make somebody a manager first.",
    keys: (vaults: number) =>
      vaults === 0 ? "No vault needs a new key" : `${counted(vaults, "vault gets", "vaults get")} a new key`,
    known: (name: string) => `What ${name} saw stays known to ${name}: change the passwords that matter`,
    back: "Back to the groups",
  },
};
