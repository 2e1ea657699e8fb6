/** An act that waits until teammates' apps were seen, or signed it, in words, wherever it is shown; and taking it away. */
import type { QueuedAct } from "../../shared/contract/acts.ts";
import type { GroupShape, MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { nameOf } from "../page/act-state.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { ruleOf, wantedRule } from "../page/rule-state.ts";
import { groupName } from "./reader.ts";
import { vaultTitle } from "./vault-title.ts";

export type ActNames = { members: MemberShape[]; groups: GroupShape[]; vaults: VaultShape[] };

/** What it gives, and to whom. */
export function whatOf(act: QueuedAct, { members, groups, vaults }: ActNames): string {
  const change = ruleOf(act);
  if (change !== null) return wantedRule(change);
  const group = groups.find((one) => one.group === act.group);
  const called = group === undefined ? words.acts.somebody : groupName(group);
  const who = act.users.map(nameOf(members)).join(", ");
  if (act.role !== undefined) return words.acts.role(who, words.people.roles[act.role]);
  if (act.permission === undefined) return words.acts.places(who, called);
  const vault = vaults.find((one) => one.vault === act.vault);
  const title = vault === undefined ? "" : vaultTitle(vault);
  return words.acts.access(who === "" ? called : who, title, words.vault[act.permission]);
}

/** Takes it away. */
export async function cancelAct({ act }: QueuedAct): Promise<void> {
  const cancelled = await call("act.cancel", { act });
  if (cancelled.ok) tell(words.acts.cancelled);
  else tellFailure(cancelled.failure);
}
