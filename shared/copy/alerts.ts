/** A sentence for what was raised: what was found, what it means, what to do. Codes without words of their own use the failure's. */
import type { FailureCode } from "../failures.ts";
import { sentence } from "./failures.ts";

/** What was raised, as far as words for it ask. */
type Alert = {
  code: string;
  reason?: AlertReason;
  vault?: string;
  user?: string;
  count?: number;
};
/** The part of this disk that it is about, or a teammate's word, where the code alone does not say it. */
type AlertReason =
  | "drafts"
  | "auto-lock"
  | "reports"
  | "latest-time"
  | "acts"
  | "statement"
  | "twice"
  | "fork"
  | "evidence";
export type AlertWords = { title: string; note: string };
/** Names of what an alert speaks of, where this person may read them. */
export type AlertNames = { vault: string | null; person: string | null };

type Words = (vault: string) => AlertWords;

const byReason: Record<AlertReason, AlertWords> = {
  drafts: {
    title: "Changes that were not sent are damaged or missing",
    note: "This profile’s file was changed outside Latchkey. What the server holds did not change. Look at what you changed last.",
  },
  "auto-lock": {
    title: "The time for the automatic lock cannot be read",
    note: "This profile’s file was changed outside Latchkey. Latchkey now locks after 1 minute; set the time again in Settings.",
  },
  "latest-time": {
    title: "The latest time that this computer has seen cannot be read",
    note: "This profile’s file was changed outside Latchkey. Access that ends is counted by this computer’s clock from now on.",
  },
  acts: {
    title: "The list of acts that wait cannot be read",
    note: "This profile’s file was changed outside Latchkey. What waited for another person’s app is not done automatically: look who has access, and give again what is missing.",
  },
  reports: {
    title: "A report of an import cannot be read",
    note: "This profile’s file was changed outside Latchkey. The imported items did not change.",
  },
  fork: {
    title: "The server has shown two different histories of your team",
    note: "Writing is frozen; reading, copying and removing people go on.",
  },
  evidence: {
    title: "The evidence of two histories cannot be read",
    note: "This profile’s file was changed outside Latchkey. Ask an admin whether writing is frozen on their computer.",
  },
  twice: {
    title: "Two programs sign as one computer of your team",
    note: "Its profile was copied, or an older copy of it was put back. If nobody put one back, revoke that computer.",
  },
  statement: {
    title: "A teammate’s computer names another history than yours",
    note: "What it says counts for nothing, and everything goes on. Call an admin: that computer, or the server, is not what it was.",
  },
};

/** What only the server keeps from me looks so: above my log, or a vault's head that it leaves out. */
const ofStatement: Partial<Record<FailureCode, AlertWords>> = {
  "log-gap": {
    title: "A teammate’s computer knows changes that the server does not show you",
    note: "What you have does not change, and everything goes on. Ask them what changed, and call an admin.",
  },
  "log-rollback": {
    title: "A teammate’s computer knows changes that the server does not show you",
    note: "What you have does not change, and everything goes on. Ask them what changed, and call an admin.",
  },
};

const ofTeam: Partial<Record<FailureCode, AlertWords>> = {
  role: {
    title: "Your server says that this computer is no longer in the team",
    note: "Nothing is sent and nothing new arrives. Ask an admin. What is on this computer does not change.",
  },
  "local-rollback": {
    title: "The file on this computer is older than it was",
    note: "You can read everything. Your changes stay on this computer until the server has shown what is missing.",
  },
  "log-fork": {
    title: "The server has shown two different histories of your team",
    note: "You can read and copy everything, but nothing is sent. Call an admin: the server was restored badly, or somebody else controls it.",
  },
  "log-rollback": {
    title: "The server shows an older state of your team",
    note: "What you have does not change. Call an admin: the server was restored badly, or somebody else controls it.",
  },
};

const ofVault: Partial<Record<FailureCode, Words>> = {
  "local-rollback": (vault) => ({
    title: `Changes to ${vault} were missing on this computer`,
    note: "This profile’s file was changed outside Latchkey, or is older than it was. Latchkey gets them from the server again.",
  }),
  "log-fork": (vault) => ({
    title: `The server has shown two different histories of ${vault}`,
    note: "You can still read what you have. Your changes stay on this computer until somebody who manages it says on which one it goes on.",
  }),
  "log-rollback": (vault) => ({
    title: `The server leaves out changes to ${vault}`,
    note: "You can still read what you have. Your changes stay on this computer. Call an admin.",
  }),
  "key-commit": (vault) => ({
    title: `A key for ${vault} is not the vault’s key`,
    note: "It was refused. Another computer that has the key will hand it over.",
  }),
};

/** No alarm: what a server lacked that was put back to an older copy, it has again. */
function restoredWords(count: number): AlertWords {
  return {
    title: "The server was restored from an older copy",
    note: `Your team’s apps brought ${count === 1 ? "1 change" : `${count} changes`} back.`,
  };
}

/** The words for an alert. */
export function alertWords({ code, reason, vault, user, count }: Alert, names: AlertNames): AlertWords {
  if (code === "restored") return restoredWords(count ?? 0);
  const known = code as FailureCode;
  const shown = names.vault ?? "a vault";
  const other = {
    title: vault === undefined ? "Something was refused" : `Something in ${shown} was refused`,
    note: sentence({ code: known }),
  };
  const of =
    reason === "statement"
      ? (ofStatement[known] ?? byReason.statement)
      : reason !== undefined
        ? byReason[reason]
        : vault === undefined
          ? ofTeam[known]
          : ofVault[known]?.(shown);
  const { title, note } = of ?? other;
  return {
    title,
    note: user === undefined || names.person === null ? note : `${note} It was signed by ${names.person}.`,
  };
}
