/** Commands about tools and the accounts with them. */
import type { Handlers } from "../../../shared/contract/commands.ts";
import { ok } from "../../../shared/failures.ts";
import type { InboxNow } from "../letters/inbox-reading.ts";
import { ownAccounts, removeAccount, saveAccount } from "./account-acts.ts";
import { type StatingArea, stateAccount, statedLetters } from "./stated-accounts.ts";
import { acceptTools, archiveTool, mergeTool, saveTool } from "./tool-acts.ts";
import { getTool, listTools, suggestTools } from "./tool-views.ts";

/** Handlers of one unlocked profile. `inbox`: of the vault of tools, as it was read last. */
export function toolHandlers(area: StatingArea, inbox: () => InboxNow | null) {
  return {
    "tool.list": async () => ok(await listTools(area)),
    "tool.get": ({ tool }) => getTool(area, tool, statedLetters(inbox()?.letters ?? [])),
    "tool.save": (input) => saveTool(area, input),
    "tool.archive": (input) => archiveTool(area, input),
    "tool.merge": (input) => mergeTool(area, input),
    "tool.suggest": async () => ok(await suggestTools(area)),
    "tool.accept": (input) => acceptTools(area, input),
    "account.list": async () => ok(await ownAccounts(area)),
    "account.save": (input) => saveAccount(area, input),
    "account.remove": ({ account }) => removeAccount(area, account),
    "account.state": (input) => stateAccount(area, input),
  } satisfies Partial<Handlers>;
}
