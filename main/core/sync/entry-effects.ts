/** What new entries of the log mean for vaults: they may open, close or be rotated, and screens show people and invites anew. */
import type { UserId, VaultId } from "../../../shared/encoding/ids.ts";
import type { Entry } from "../../../shared/protocol/team-log/entry.ts";
import { entryRule } from "../../../shared/protocol/team-log/entry-types.ts";
import { vaultsOfGroup } from "../../../shared/protocol/team-log/state/groups.ts";
import { rightIn } from "../../../shared/protocol/team-log/state/rules.ts";
import type { TeamState, VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { Emitter } from "../emitter.ts";
import type { OpenKeyring } from "./keyring.ts";
import type { Rights } from "./own-rights.ts";
import type { SyncedLog } from "./team-log.ts";
import type { SyncSubscriptions } from "./vault-events.ts";
import type { VaultSync } from "./vault-sync.ts";

type Parts = {
  log: SyncedLog;
  vaults: VaultSync;
  keyring: OpenKeyring;
  rights: Rights;
  events: SyncSubscriptions;
  emitter: Emitter;
};

/** Follows the log: what every verified entry changes is checked again and told. */
export function followEntries(parts: Parts): void {
  parts.events.on("entriesVerified", (entries) => takeEffect(parts, entries));
}

function openTo(state: TeamState, users: readonly UserId[]): VaultId[] {
  const opens = (vault: VaultInLog) => users.some((user) => rightIn(state, user, vault) !== null);
  return [...state.vaults.values()].filter(opens).map(({ vault }) => vault);
}

function takeEffect({ log, vaults, keyring, rights, events, emitter }: Parts, entries: readonly Entry[]): void {
  const state = log.state();
  const touched = new Set<VaultId>();
  const changed = new Set<"members" | "invites">();
  for (const { body } of entries) {
    const rule = entryRule(body.type);
    const named = rule.names(body.payload as never, state);
    for (const vault of named.vaults) touched.add(vault);
    for (const group of named.groups) for (const { vault } of vaultsOfGroup(state, group)) touched.add(vault);
    for (const { given } of body.attached.bundles) for (const { vault } of given) touched.add(vault);
    for (const { vault } of body.attached.cuts) touched.add(vault);
    // An heir may be given a vault in which nothing fell: what the person behind the entry may still open is looked at again.
    if (rule.namesHeirs(body.payload as never, body.actor))
      for (const vault of openTo(state, named.users)) touched.add(vault);
    for (const what of rule.changes) changed.add(what);
  }
  if (changed.has("members")) emitter.emit("member.changed", {});
  if (changed.has("invites")) emitter.emit("invite.changed", {});
  for (const vault of touched) {
    if (rights.of(vault) === null) events.tell("vaultClosed", vault);
    else {
      vaults.recheck(vault);
      keyring.isBroken(vault);
      events.tell("keysChanged", vault);
    }
    emitter.emit("vault.changed", { vault });
  }
}
