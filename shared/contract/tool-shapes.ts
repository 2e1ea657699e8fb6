/** Tools and accounts, as the page gets them. */
import type { SecondFactor } from "../model/item-parts.ts";
import type { dataClasses, reviewCadences, ToolRole, toolStates } from "../model/records/tool-record.ts";

export type ToolRow = {
  tool: string;
  name: string;
  domains: string[];
  owner: string | null;
  deputy: string | null;
  dataClass: (typeof dataClasses)[number] | null;
  /** The tool through which people sign in; null: with a password of its own. */
  signInBy: string | null;
  state: (typeof toolStates)[number];
  /** Accounts that are there, and logins that this person can open; a login that is an account counts once. */
  accounts: number;
  /** Another tool that has one of its domains, or its name. */
  twin: string | null;
};
export type ToolList = { tools: ToolRow[]; mayEdit: boolean };

export type AccountShape = {
  account: string;
  tool: string;
  toolName: string;
  item: string | null;
  user: string | null;
  signInName: string | null;
  role: string | null;
  secondFactor: Pick<SecondFactor, "state" | "by" | "at" | "how"> | null;
  /** Its own person said exactly this, in a letter that is here. */
  isStated: boolean;
};

/** An account of this person. `isMine`: they stated it, and can say it anew; `waits`: what they said last is not filed yet. */
export type OwnAccount = AccountShape & { isMine: boolean; waits: boolean };

/** A login of the tool that this person can open. */
export type ToolLogin = { item: string; vault: string; title: string; username: string | null };

export type ToolDetail = ToolRow & {
  roles: ToolRole[];
  payer: string | null;
  reviewCadence: (typeof reviewCadences)[number] | null;
  notes: string | null;
  accountList: AccountShape[];
  logins: ToolLogin[];
  mayEdit: boolean;
};

/** A domain of logins that no tool has. `isKnown`: the catalogue names it. */
export type Suggestion = { domain: string; name: string; isKnown: boolean; logins: number };
