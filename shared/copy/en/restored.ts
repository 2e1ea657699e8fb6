/** Words of what apps brought back to a server that was restored from an older copy. */
import { counted } from "./counted.ts";

/** Of each type of entry: one, and several. */
const entries: Record<string, [one: string, several: string]> = {
  genesis: ["the beginning of the team", "beginnings of the team"],
  invite: ["invite", "invites"],
  "invite-cancel": ["cancelled invite", "cancelled invites"],
  "user-add": ["new person", "new people"],
  "user-role": ["changed role", "changed roles"],
  "user-remove": ["removed person", "removed people"],
  "device-add": ["new computer or sheet", "new computers or sheets"],
  "device-revoke": ["revoked computer or sheet", "revoked computers or sheets"],
  "recovery-open": ["begun recovery", "begun recoveries"],
  "recovery-confirm": ["confirmed recovery", "confirmed recoveries"],
  "recovery-cancel": ["stopped recovery", "stopped recoveries"],
  "recovery-use": ["finished recovery", "finished recoveries"],
  policy: ["change of the team’s rules", "changes of the team’s rules"],
  verify: ["compared safety number", "compared safety numbers"],
  "group-create": ["new group", "new groups"],
  "group-change": ["changed group", "changed groups"],
  "vault-create": ["new vault", "new vaults"],
  "vault-access": ["change of access", "changes of access"],
  "vault-keys": ["key handed on", "keys handed on"],
  "vault-rotate": ["new key of a vault", "new keys of vaults"],
  "vault-archive": ["archived vault", "archived vaults"],
};

export const restoredWords = {
  restored: {
    show: "Show them",
    title: (count: number, when: string) => `${counted(count, "change", "changes")}, brought back ${when}`,
    note: "All of it was still on your team’s computers, signed. The server took it again after checking it.",
    entries,
    entry: (type: string, count: number) => {
      const [one, several] = entries[type] ?? ["other change", "other changes"];
      return counted(count, one, several);
    },
    items: (vault: string, titles: string[], more: number) => {
      const rest = titles.length === 0 ? counted(more, "item", "items") : `${more} more`;
      return `${vault}: ${[...titles, ...(more === 0 ? [] : [rest])].join(", ")}`;
    },
    names: "names of people and vaults",
    inVault: "Another vault",
    who: "Who restored it? Ask the person who runs the server.",
    somebody: "Somebody",
  },
};
