/**
 * What I hold of a vault against what the log says of it: checked, taken back, begun anew, or stopped [protocol: Cuts and pins
 * bind] [protocol: Completeness].
 */
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { type Failure, ok, type Result } from "../../../shared/failures.ts";
import type { Binding, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { type Commit, parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import { checkWhole, findPinNotHeld } from "../../../shared/protocol/vault-chain/completeness.ts";
import type { Profile } from "../store/profile-row.ts";
import { fetchToPin } from "./chain-restart.ts";
import type { ChainStore } from "./chain-store.ts";
import type { StoppedVaults } from "./stopped-vaults.ts";
import type { Transport } from "./transport.ts";
import type { SyncSubscriptions } from "./vault-events.ts";

type Parts = {
  profile: Profile;
  transport: Transport;
  events: SyncSubscriptions;
  store: ChainStore;
  stops: StoppedVaults;
  /** Heads that are missing, of which people were told. */
  told: Set<string>;
  state(): TeamState;
};

/** The one check of completeness, of what I hold; `upTo`: the log as I knew it when the server was asked. */
export function checkComplete({ state, store, profile }: Parts, vault: VaultId, upTo: number): Result<true> {
  return checkWhole(state(), store.chain(vault), { device: profile.device, upTo });
}

/** Tells people, once, whose word it is that is not kept. */
export function nameMissing<T>({ stops, told }: Parts, vault: VaultId, checked: Result<T>): Result<T> {
  if (checked.ok || checked.failure.detail?.user === undefined) return checked;
  const name = `${vault}/${checked.failure.detail.number}/${checked.failure.detail.user}`;
  if (!told.has(name)) stops.note(vault, checked.failure);
  told.add(name);
  return checked;
}

function checkHeld(parts: Parts, vault: VaultId): Result<true> {
  const rewound = rewindVoided(parts, vault);
  return rewound.ok ? parts.store.check(vault) : rewound;
}

/** The same where new entries came: what a pin beside mine makes of it is the next pull's, and nothing is written before. */
export function recheckHeld(parts: Parts, vault: VaultId): void {
  const held = checkHeld(parts, vault);
  if (!held.ok && pinNotHeld(parts, vault)?.lies !== "beside") stopAt(parts, vault, held.failure);
}

/** What I hold against what the log says by now: as it is, begun anew at a manager's pin, or stopped. */
export async function settleHeld(parts: Parts, vault: VaultId): Promise<Result<true>> {
  const held = checkHeld(parts, vault);
  if (held.ok) return held;
  const found = pinNotHeld(parts, vault);
  if (found?.lies === "beside") return beginAnew(parts, vault, found.pin);
  stopAt(parts, vault, held.failure);
  return held;
}

function pinNotHeld({ state, store }: Parts, vault: VaultId): ReturnType<typeof findPinNotHeld> {
  const inLog = state().vaults.get(vault);
  return inLog === undefined ? null : findPinNotHeld(inLog, store.chain(vault));
}

/** A manager's pin ahead, to which the server leads by another way than mine. */
export function leadsElsewhere(parts: Parts, vault: VaultId, next: Uint8Array | undefined): Binding | null {
  const found = pinNotHeld(parts, vault);
  const commit = found === null || next === undefined ? null : parseCommit(next);
  return commit?.ok === true && commit.value.body.prev !== parts.store.chain(vault).head.hash
    ? (found?.pin ?? null)
    : null;
}

/** My chain gives way to the one that a manager pinned: kept as evidence, told, and what I wrote comes back as drafts. */
export async function beginAnew(parts: Parts, vault: VaultId, pin: Binding): Promise<Result<true>> {
  const { store, stops, events, state, transport } = parts;
  const mine = store.chain(vault);
  const made = await fetchToPin({ transport, state, mine }, vault, pin);
  if (!made.ok) return made;
  const evidence = store.commitAt(vault, made.value.common.head.seq + 1);
  const replaced = store.replace(vault, made.value, pin);
  if (!replaced.ok) return replaced;
  const detail = { vault, number: made.value.common.head.seq + 1 };
  stops.note(vault, { code: "log-fork", retry: "never", detail }, evidence);
  events.tell("keysChanged", vault);
  tellAdvanced(parts, vault, made.value.commits);
  return ok(true);
}

/** Stops where my chain and the log part; the commit of mine at that place is the evidence. */
function stopAt({ stops, store }: Parts, vault: VaultId, failure: Failure): void {
  const { number, reason } = failure.detail ?? {};
  const isFork = failure.code === "log-fork" && number !== undefined;
  stops.stop(vault, failure, isFork ? store.commitAt(vault, reason === undefined ? number : number + 1) : undefined);
}

/** Where a manager's pin voids what I hold above it: takes it out of my chain, keeps it, and tells people. */
function rewindVoided({ store, events, stops }: Parts, vault: VaultId): Result<true> {
  const rewound = store.rewind(vault);
  if (!rewound.ok) return rewound;
  if (rewound.value) {
    stops.note(vault, { code: "voided", retry: "never" });
    events.tell("keysChanged", vault);
  }
  return ok(true);
}

/** What screens and lists follow. */
export function tellAdvanced({ events }: Pick<Parts, "events">, vault: VaultId, commits: readonly Commit[]): void {
  if (commits.length === 0) return;
  events.tell("vaultAdvanced", { vault, changes: commits.flatMap(({ body }) => body.changes) });
}
