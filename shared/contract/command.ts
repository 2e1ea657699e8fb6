/**
 * What a command is: one row of its area's table. The core takes every command through one pipeline that obeys the row; pages and
 * scripts get the types of input and output from it. Names say what the person does, never what the machine does.
 */
import type { z } from "zod";

export type SessionState = "none" | "waiting" | "locked" | "unlocked";

/** Session states in which a command may be taken. */
export const always = ["none", "waiting", "locked", "unlocked"] as const;
export const open = ["unlocked"] as const;

/**
 * What an act makes durable: a transaction on this computer by a table that it writes, a file of the data folder (a profile's folder, the backups in it, how the window looks), a device
 * secret in the keychain, a note of one (written or taken away), or a post. A process may die and an answer may get lost before and after each (`e2e/act-steps.spec.ts`).
 */
export type Step =
  | `here:${"attachment_parts" | "audit_batches" | "drafts" | "import_reports" | "invites_made" | "letters_out" | "log_entries" | "profile" | "settings"}`
  | "files"
  | "keychain"
  | "note"
  | `post:${"answerSecondFactor" | "append" | "confirmSecondFactor" | "join" | "linkNew" | "push" | "releaseSecondFactor" | "sendLetter" | "stateHeads" | "upload"}`;
/** One entry with all that goes beside it, taken by the server, then held here. */
export const entry = ["post:append", "here:log_entries"] as const;
/** An edit: durable here first, then pushed. */
export const edit = ["here:drafts", "post:push"] as const;

export type CommandRule<Parsed = unknown> = {
  /** What it takes; unknown keys are refused. Ids become branded by the parse. */
  input: z.ZodType<Parsed>;
  /** Session states in which it is taken. */
  in: readonly SessionState[];
  /** What it makes durable, in order; nothing where it only reads. */
  steps: readonly Step[];
  /** A screen keeps itself up to date by it: it says nothing about a person being there. */
  quiet: boolean;
  /** Events after which its answer is another one: whoever shows it asks again. */
  refreshedBy: readonly string[];
  /** Asks for the person's second factor first. */
  stepUp: boolean;
  /** Needs a fresh view of the team by other people [protocol: Freshness]. */
  freshView: boolean;
  /**
   * May answer `ask-again`: of an item that asks for the passphrase before it shows, copies or gives away a secret. No other
   * command may, and a page calls these by a function of their own, which asks.
   */
  asksAgain: boolean;
};

type Given = Pick<CommandRule, "input" | "in" | "steps"> & Partial<CommandRule>;
const plain = {
  quiet: false,
  refreshedBy: [],
  stepUp: false,
  freshView: false,
  asksAgain: false,
} as const;

/** A row, with the type of what the command answers; flags that are not given are off. */
export function command<Output>() {
  return <const Row extends Given>(row: Row): Omit<typeof plain, keyof Row> & Row & Answering<Output> => ({
    ...plain,
    ...row,
  });
}

/** Carries the type of an answer; there is no value behind it. */
export type Answering<Output> = { readonly answers?: (output: Output) => Output };

/** An event that the core tells, with its type; there is no value behind it. */
export type EventRule<Shape> = { readonly tells?: (event: Shape) => Shape };

/** A row of an area's events. */
export function event<Shape>(): EventRule<Shape> {
  return {};
}
