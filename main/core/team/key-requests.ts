/**
 * A key that was listed for this computer and never gave one [protocol: Vault keys]: its bundle is lost, or holds nothing that fits. The
 * computer asks by letter, and whoever has the key lists it anew. The letter goes to the personal inboxes of a few people who can
 * help, which their apps read anyway; nobody reads the inbox of every vault.
 */
import type { DeviceId, Hash, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { ok } from "../../../shared/failures.ts";
import type { Letter } from "../../../shared/protocol/letters/letter.ts";
import type { LetterContent } from "../../../shared/protocol/letters/letter-types.ts";
import { type KeyFor, keysPerEntry, maySupply } from "../../../shared/protocol/team-log/compose-intents.ts";
import { isUnknownDevice } from "../../../shared/protocol/team-log/known-keys.ts";
import { devicesOf, rank, readersOf, rightIn } from "../../../shared/protocol/team-log/state/rules.ts";
import type { SentKey, TeamState, VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { isListedOut } from "../../../shared/protocol/team-log/state/vault-keys.ts";
import { contentsOf, countingOf } from "../letters/letter-contents.ts";
import { ownInboxMark, readOwnInbox } from "../letters/own-inbox.ts";
import { act, circumstances } from "../log/act.ts";
import type { KeyRequests, TeamArea, TeamParts } from "./team-area.ts";

/** So many people are asked at once: one who is there is enough. */
const askedAtOnce = 3;

/** Of an unlocked profile. */
export function createKeyRequests(area: TeamParts): KeyRequests {
  const { letters, log } = area;
  let looked = "";
  return {
    mustAsk: () => lackingKeys(area).length > 0,
    ask() {
      const wanted = lackingKeys(area).flatMap((vault) => {
        const content = { vault: vault.vault, epoch: vault.epoch };
        return helpersOf(area, vault).map((to) => ({ to, type: "key-request" as const, content }));
      });
      const written = wanted.length === 0 ? ok([] as Hash[]) : letters.write(wanted);
      return written.ok ? ok(true) : written;
    },
    mustLook: () => looked !== ownInboxMark(area),
    async answer() {
      const now = ownInboxMark(area);
      const { to, isAll } = await openRequests(area);
      const { seq } = log.state().head;
      const answered = to.length === 0 ? ok(true) : await act(area, { type: "vault-keys", to });
      if (answered.ok) looked = now;
      if (answered.ok && !isAll && log.state().head.seq > seq) area.requestSync();
      return answered.ok ? ok(true) : answered;
    },
  };
}

const listings = (vault: VaultInLog, device: DeviceId): readonly SentKey[] =>
  vault.epochs.get(vault.epoch)?.sent.get(device) ?? [];
const lastListing = (listed: readonly SentKey[]): number => Math.max(-1, ...listed.map(({ entrySeq }) => entrySeq));

/** Vaults whose key was listed for this computer, is not here after a round of syncing, and was not asked for since. */
function lackingKeys({ keyring, letters, log, profile }: Pick<TeamArea, "keyring" | "letters" | "log" | "profile">) {
  const state = log.state();
  const lacking = [...state.vaults.values()].filter((vault) => {
    if (vault.archived || vault.rotationDue || listings(vault, profile.device).length === 0) return false;
    return rightIn(state, profile.user, vault) !== null && keyring.current(vault.vault) === null;
  });
  if (lacking.length === 0) return [];
  const written = letters.written().map(({ letter }) => letter);
  const asked = contentsOf(written, "key-request");
  return lacking.filter((vault) => {
    const since = lastListing(listings(vault, profile.device));
    return !asked.some(({ letter, content }) => isAbout(content, vault) && letter.body.logSeq >= since);
  });
}

/** Personal inboxes of people who were sent the key: first who did not list it in vain, then who manages the vault; one's own other computers too. */
function helpersOf({ log, profile }: Pick<TeamArea, "log" | "profile">, vault: VaultInLog): VaultId[] {
  const state = log.state();
  const sent = vault.epochs.get(vault.epoch)?.sent;
  const inVain = new Set(listings(vault, profile.device).map(({ by }) => by));
  const hasIt = (user: UserId): boolean =>
    devicesOf(state, user).some(
      ({ device, kind }) => device !== profile.device && kind === "computer" && sent?.has(device),
    );
  return readersOf(state, vault.vault)
    .filter(({ user }) => hasIt(user))
    .sort(
      (one, other) =>
        Number(inVain.has(one.user)) - Number(inVain.has(other.user)) || rank(other.permission) - rank(one.permission),
    )
    .flatMap(({ user }) => state.personalVaults.get(user) ?? [])
    .slice(0, askedAtOnce);
}

/**
 * What others ask and this computer may give: once for each request, never more than one person may list, and no more than one entry
 * holds; then not all of it.
 */
async function openRequests(area: TeamParts): Promise<{ to: KeyFor[]; isAll: boolean }> {
  const { log, profile } = area;
  const came = await readOwnInbox(area);
  const state = log.state();
  const on = circumstances(area, state);
  const wanted = new Map<string, KeyFor>();
  const asked = new Set<string>();
  for (const { letter, content } of contentsOf(countingOf(came), "key-request")) {
    const vault = state.vaults.get(content.vault);
    const { user, device } = letter.body.from;
    if (vault === undefined || !isAbout(content, vault) || !maySupply(on, vault.vault)) continue;
    if (!isOpen(state, vault, letter) || isListedOut(epochOf(vault), device, profile.user)) continue;
    if (user === profile.user && device === profile.device) continue;
    if (isUnknownDevice(state, profile.user, device)) continue;
    if (asked.has(`${device} ${vault.vault}`)) continue;
    if (asked.size >= keysPerEntry) return { to: inOrder(wanted), isAll: false };
    asked.add(`${device} ${vault.vault}`);
    wanted.set(device, { device, vaults: [...(wanted.get(device)?.vaults ?? []), vault.vault].sort() });
  }
  return { to: inOrder(wanted), isAll: true };
}

const inOrder = (wanted: ReadonlyMap<string, KeyFor>): KeyFor[] =>
  [...wanted.values()].sort((one, other) => (one.device < other.device ? -1 : 1));

const epochOf = (vault: VaultInLog) =>
  vault.epochs.get(vault.epoch) as NonNullable<ReturnType<typeof vault.epochs.get>>;

/** Its author may have the key, was listed for it, and nobody has listed it again since they asked. */
function isOpen(state: TeamState, vault: VaultInLog, { body }: Letter): boolean {
  const { user, device } = body.from;
  const listed = listings(vault, device);
  const isThere = state.devices.get(device)?.active === true && rightIn(state, user, vault) !== null;
  return isThere && listed.length > 0 && lastListing(listed) <= body.logSeq;
}

/** About the key that the vault has now. */
function isAbout({ vault, epoch }: LetterContent<"key-request">, now: VaultInLog): boolean {
  return vault === now.vault && epoch === now.epoch && !now.archived && !now.rotationDue;
}
