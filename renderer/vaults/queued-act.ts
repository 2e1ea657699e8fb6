/** An act that waits until teammates' apps were seen, or signed it, in words, wherever it is shown; and taking it away. */
import type { QueuedAct } from "../../shared/contract/acts.ts";
import type { GroupShape, MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { clock } from "../../shared/copy/dates.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { ruleState } from "../settings/rule-state.ts";
import { groupName } from "./reader.ts";
import { vaultTitle } from "./vault-title.ts";

export type ActNames = { members: MemberShape[]; groups: GroupShape[]; vaults: VaultShape[] };

const nameOf = (members: MemberShape[]) => (user: string) =>
  members.find((member) => member.user === user)?.name || words.acts.somebody;

/** What it gives, and to whom. */
export function whatOf(act: QueuedAct, { members, groups, vaults }: ActNames): string {
  if (act.sessions !== undefined) return words.rules.wanted(ruleState(act.sessions));
  const group = groups.find((one) => one.group === act.group);
  const called = group === undefined ? words.acts.somebody : groupName(group);
  const who = act.users.map(nameOf(members)).join(", ");
  if (act.role !== undefined) return words.acts.role(who, words.people.roles[act.role]);
  if (act.permission === undefined) return words.acts.places(who, called);
  const vault = vaults.find((one) => one.vault === act.vault);
  const title = vault === undefined ? "" : vaultTitle(vault);
  return words.acts.access(who === "" ? called : who, title, words.vault[act.permission]);
}

/** For whom it waits, or why it is not done. */
export function stateOf(act: QueuedAct, members: MemberShape[]): string {
  const { problem, waitsFor, at } = act;
  if (problem === undefined && act.sessions !== undefined) return signatureOf(act, members);
  if (problem === undefined) return words.acts.since(waitsFor.map(nameOf(members)), clock(at));
  if (problem === "stale-view") return words.acts.stopped.changed;
  if (problem === "local-rollback") return words.acts.stopped.restored;
  return words.acts.stopped.refused(sentence({ code: problem }));
}

/** Who may sign it, and who would not. */
function signatureOf({ waitsFor, refusedBy = [], at }: QueuedAct, members: MemberShape[]): string {
  const name = nameOf(members);
  const waits = waitsFor.length === 0 ? words.rules.nobodyLeft : words.rules.waits(waitsFor.map(name), clock(at));
  return refusedBy.length === 0 ? waits : `${words.rules.refusedBy(refusedBy.map(name).join(", "))}. ${waits}`;
}

/** Takes it away. */
export async function cancelAct({ act }: QueuedAct): Promise<void> {
  const cancelled = await call("act.cancel", { act });
  if (cancelled.ok) tell(words.acts.cancelled);
  else tellFailure(cancelled.failure);
}
