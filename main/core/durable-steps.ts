/**
 * What each act makes durable, in order: one row per command and per background task, so that none is added without saying
 * it. A process may die and an answer may get lost before and after every step; `e2e/act-steps.spec.ts` does both at each
 * step of every act that has more than one, `e2e/act-kills.spec.ts` with a real kill -9: they find a row that is not true.
 */
import type { CommandName } from "../../shared/contract/commands.ts";
import type { RouteName } from "../../shared/protocol/routes/routes.ts";
import type { backgroundTasks } from "./team/tasks/background-tasks.ts";

/** A transaction on this computer by a table that it writes, the folder of a profile, a record in the keychain, or a post. */
export type Step =
  | `here:${"drafts" | "import_reports" | "invites_made" | "log_entries" | "profile" | "settings"}`
  | "files"
  | "keychain"
  | `post:${Extract<RouteName, "append" | "join" | "push">}`;

type Act = CommandName | keyof typeof backgroundTasks;

/** One entry with all that goes beside it, taken by the server, then held here. */
const entry = ["post:append", "here:log_entries"] as const;
/** An edit: durable here first, then pushed. */
const edit = ["here:drafts", "post:push"] as const;

export const durableSteps = {
  "team.create": ["keychain", "here:profile", "post:append", "here:drafts", "post:push"],
  "team.checkServer": [],
  "team.join": ["keychain", "here:profile", "post:join", "here:log_entries"],
  "invite.create": ["here:invites_made", "post:append", "here:log_entries", "here:drafts", "post:push"],
  "invite.read": [],
  "invite.list": [],
  "invite.cancel": entry,
  "invite.again": [],
  "invite.copy": [],
  "account.status": [],
  // A typed device sheet puts the device secret back.
  "account.unlock": ["keychain"],
  "account.abandonJoin": ["files", "keychain"],
  "account.lock": [],
  "account.deviceSheet": [],
  "account.passphraseStrength": [],
  "account.active": [],
  "account.setAutoLock": ["here:settings"],
  "member.list": [],
  "act.list": [],
  "act.cancel": [],
  "vault.create": ["here:settings", "post:append", "here:log_entries", "here:drafts", "post:push"],
  "vault.list": [],
  "vault.rename": edit,
  "vault.voiding": [],
  "vault.void": entry,
  "vault.archive": entry,
  "vault.setAccess": entry,
  "item.save": edit,
  "item.list": [],
  "item.get": [],
  "item.reveal": [],
  "item.copyField": [],
  "item.code": [],
  "item.openWebsite": [],
  "item.delete": edit,
  "item.move": ["here:drafts", "post:push", "post:push"],
  "import.preview": [],
  "import.apply": ["here:drafts", "post:push", "here:import_reports"],
  "import.cancel": [],
  "import.reports": [],
  "sync.now": [],
  "sync.status": [],
  "sync.resume": [],
  ownPersonalVault: entry,
  answerJoins: entry,
  rotateDueKeys: entry,
  supplyKeys: entry,
  rememberNames: ["here:profile"],
} as const satisfies Record<Act, readonly Step[]>;

type Steps = typeof durableSteps;
/** Acts with more than one durable step. */
export type SteppedAct = {
  [Name in keyof Steps]: Steps[Name] extends readonly [Step, Step, ...Step[]] ? Name : never;
}[keyof Steps];
