/** Words of acts that two people sign. */
import { counted } from "./counted.ts";

/** `Bob, Cleo or Dora`. */
function eitherOf(names: readonly string[]): string {
  const last = names.at(-1) ?? "another person";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} or ${last}`;
}

const acts = {
  "user-remove": "Removing a person",
  "user-role": "Changing a role",
  "device-revoke": "Removing a computer or a recovery sheet",
};

export const cosignWords = {
  cosign: {
    heading: "What two people sign",
    acts,
    notes: {
      "user-remove": "Also after a role has ended: the app then removes nobody automatically",
      "user-role": "Making somebody an admin as well as making them a member again",
      "device-revoke": "Also your own. A stolen computer keeps its access until a second person signs",
    },
    always: "Changing these rules",
    alwaysNote: "Always, where there is a second admin who can sign",
    two: "Two people",
    one: "One person",
    which: "Any admin can ask for a change of this",
    change: "Change…",
    nobody:
      "This needs a second admin who was neither added nor made an admin by the first: until then nobody could sign.",
    title: "Which acts need a second signature?",
    note: "Another person signs each of them, on their own computer, after reading what it does. The person it is about cannot sign, nor anybody whom the first person added or made an admin. Where nobody can sign, one signature is enough.",
    done: "Change the rule",
    asked: "Asked for the second signature",
    waits: (names: readonly string[], time: string) => `Waits for the signature of ${eitherOf(names)}, since ${time}`,
    refusedBy: (names: string) => `Refused by ${names}`,
    nobodyLeft: "Nobody is left who can sign it",
    whyWaits:
      "It needs the signature of a second person, whom you neither added nor made an admin, and whom it is not about.",
    wanted: {
      policy: "Change the team’s rules",
      twoFor: (names: readonly string[]) =>
        names.length === 0 ? "Nothing else is signed by two people" : `Two people sign: ${names.join(", ")}`,
      remove: (who: string) => `Remove ${who} from the team`,
      revoke: (who: string) => `Remove a computer or a sheet of ${who}`,
    },
    request: {
      name: "An act that needs your signature",
      wants: {
        policy: (name: string) => `${name} wants to change the team’s rules.`,
        "user-remove": (name: string, who: string) => `${name} wants to remove ${who} from the team.`,
        "user-role": (name: string, who: string) => `${name} wants to change the role of ${who}.`,
        "device-revoke": (name: string, who: string) => `${name} wants to remove a computer or a sheet of ${who}.`,
      },
      self: "themselves",
      needs: "It needs your signature.",
      lapsed: "What it was decided on has changed since, or it is older than two weeks, so it can no longer be signed.",
      newer: "It changes what this version of Latchkey cannot show, so it cannot be signed here.",
      sign: "Read and sign…",
      refuse: "Refuse",
      dismiss: "Dismiss",
      title: (name: string) => `Sign what ${name} wants to do?`,
      note: (name: string) =>
        `It is done as soon as ${name}’s app has your signature. Ask them first if you did not expect it.`,
      now: "Now",
      after: "Then",
      role: "Role",
      end: "Ends",
      noEnd: "does not end",
      membership: (who: string) => `${who} in the team`,
      inTeam: "yes",
      outOfTeam: "removed, and can open nothing",
      device: {
        computer: (who: string, number: number) => `Computer ${number} of ${who}`,
        paper: (who: string) => `Recovery sheet of ${who}`,
      },
      inUse: "in use",
      revoked: "removed, and gets nothing more",
      vaults: (count: number) => `Access falls in ${counted(count, "shared vault", "shared vaults")}`,
      heir: (name: string, what: string) => `${name} becomes the manager of ${what}`,
      hiddenVault: "a vault that you cannot open",
      hiddenGroup: "a group",
      done: "Sign",
      signed: (name: string) => `Signed. ${name}’s app does it`,
      refused: (name: string) => `Refused. ${name} is told`,
    },
  },
};
