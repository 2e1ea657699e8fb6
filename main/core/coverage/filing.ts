/**
 * Filing facts about logins [model: Letters]: what this computer's own versions changed, and what nobody else can file any more. Only what
 * changed since it was filed here goes, in batches, beside the record of what was filed.
 */
import { z } from "zod";
import { hashText } from "../../../shared/crypto/hash.ts";
import { hashField, idField, strict, timeField } from "../../../shared/encoding/fields.ts";
import type { DeviceId, EpochMs, Hash, ItemId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { gapsOf } from "../../../shared/model/register.ts";
import type { FactorSpan } from "../../../shared/model/second-factor/history.ts";
import type { LoginFact } from "../../../shared/protocol/letters/login-facts.ts";
import { covers, devicesOf, hasRoleEnded, readersOf, rightAt } from "../../../shared/protocol/team-log/state/rules.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { ChainItem } from "../../../shared/protocol/vault-chain/chain.ts";
import { governanceOf } from "../letters/letters.ts";
import type { Wanted } from "../letters/outgoing.ts";
import { readBroughtBack } from "../local/brought-back.ts";
import { sealedRecord } from "../local/sealed-record.ts";
import { removeSealed } from "../store/sealed-rows.ts";
import { type Register, readRegister } from "../tools/register.ts";
import { isReadable } from "../vaults/overviews/overviews.ts";
import type { CoverageArea } from "./coverage-area.ts";
import { shownOf } from "./shown.ts";

/**
 * What was filed here of one vault: of each login the hash of its fact, or that it is gone. `since`: when this server was last
 * found to lack what was there: what was filed before can be lost with it, and is filed again.
 */
const filedSchema = strict({
  form: z.literal(1),
  since: timeField(),
  items: z.array(strict({ item: idField<ItemId>(), fact: hashField() })).max(4 * limits.factsPerVault),
});

export type Filing = {
  /** Whether something changed since it was looked at last. */
  isDue(): boolean;
  /** Files what changed; more than one round where there is much. */
  file(): Promise<Result<true>>;
  /** This history gives way to another, with what was filed in it; inside the caller's transaction. */
  forget(): void;
  /** The file of the profile is about to be closed: nothing more is read. */
  stop(): void;
};

/** So many letters a round: an inbox takes so many an hour. */
const lettersAtOnce = 16;
const filedName = (vault: VaultId): string => `filed-facts/${vault}`;
const goneHash = (): Hash => hashText("filed-fact", "gone");

/** The filing of an unlocked profile. */
export function createFiling(area: CoverageArea): Filing {
  let lookedAt: string | null = null;

  return {
    isDue: () => markOf(area) !== lookedAt,
    stop: area.histories.stop,
    forget() {
      for (const vault of area.log.state().vaults.keys()) removeSealed(area.db, "settings", filedName(vault));
      lookedAt = null;
    },
    async file() {
      await area.items();
      const mark = markOf(area);
      const to = governanceOf(area.log.state());
      if (to === undefined) return ok(true);
      const register = await readRegister(area);
      let [left, isWhole] = [lettersAtOnce, true];
      for (const vault of ownVaults(area)) {
        const filed = await fileVault({ area, register, to, vault, most: left });
        if (!filed.ok) return filed;
        left -= filed.value.letters;
        isWhole &&= filed.value.isWhole;
        if (left <= 0) break;
      }
      if (isWhole && left > 0) lookedAt = mark;
      return ok(true);
    },
  };
}

/** Shared vaults into which this person may write, and of which nothing is missing here. */
function ownVaults({ log, rights, chains, absentIn, keyring }: CoverageArea): VaultId[] {
  const isWhole = (vault: VaultId): boolean =>
    chains.stopped(vault) === null && chains.isWhole(vault) && absentIn(vault) === 0 && keyring.current(vault) !== null;
  return [...log.state().vaults.values()].flatMap(({ vault, kind, archived }) =>
    kind === "shared" &&
    !archived &&
    isReadable({ log, rights }, vault) &&
    covers(rights.of(vault), "edit") &&
    isWhole(vault)
      ? [vault]
      : [],
  );
}

function markOf(area: CoverageArea): string {
  const { log, chains } = area;
  const heads = ownVaults(area).map((vault) => `${vault} ${chains.chain(vault).head.hash}`);
  return [log.state().head.hash, readBroughtBack(area)?.at ?? 0, ...heads].join("\n");
}

type OneVault = { area: CoverageArea; register: Register; to: VaultId; vault: VaultId; most: number };

/** `isWhole` false: more is left for another round. */
async function fileVault(one: OneVault): Promise<Result<{ letters: number; isWhole: boolean }>> {
  const { area, to, vault, most } = one;
  const found = await findLogins(one);
  // It is asked for again with a later round.
  if (found === null) return ok({ letters: 0, isWhole: false });
  const record = sealedRecord(area, filedName(vault), filedSchema);
  const since = (readBroughtBack(area)?.at ?? 0) as EpochMs;
  const known = record.read();
  const before = new Map((known?.since === since ? known.items : []).map(({ item, fact }) => [item, fact]));
  const changed = [...found.facts].filter(([item, { hash, isOwn }]) => isOwn && before.get(item) !== hash);
  const gone = found.gone.filter((item) => before.get(item) !== goneHash());
  const isFirst = known?.since !== since && found.isForVault;
  const parts = Math.max(
    Math.ceil(changed.length / limits.factsPerLetter),
    Math.ceil(gone.length / limits.factsPerLetter),
  );
  const count = Math.min(most, Math.max(parts, isFirst ? 1 : 0));
  if (count === 0) return ok({ letters: 0, isWhole: parts === 0 });
  const part = <Value>(all: readonly Value[], at: number) =>
    all.slice(at * limits.factsPerLetter, (at + 1) * limits.factsPerLetter);
  const after = new Map(before);
  const letters = Array.from({ length: count }, (_, at): Wanted => {
    const [facts, lost] = [part(changed, at), part(gone, at)];
    for (const [item, { hash }] of facts) after.set(item, hash);
    for (const item of lost) after.set(item, goneHash());
    const content = { vault, logins: found.facts.size, facts: facts.map(([, { fact }]) => fact), gone: lost };
    return { to, type: "login-facts", content };
  });
  const items = [...after].map(([item, fact]) => ({ item, fact }));
  const written = area.letters.write(letters, () => record.write({ form: 1, since, items }));
  return written.ok ? ok({ letters: count, isWhole: count >= parts }) : written;
}

type Found = {
  facts: Map<ItemId, { fact: LoginFact; hash: Hash; isOwn: boolean }>;
  gone: ItemId[];
  /** This computer says of the vault as a whole how many logins it has. */
  isForVault: boolean;
};

/** Null where the vault could not be read whole. */
async function findLogins({ area, register, vault }: OneVault): Promise<Found | null> {
  const { chains, profile, log } = area;
  const shown = await shownOf(area);
  let read = area.histories.of(vault, "logins", shown);
  if (!read.isRead) {
    await area.histories.read();
    read = area.histories.of(vault, "logins", shown);
  }
  if (!read.isRead) return null;
  const state = log.state();
  const stands = standIn(state, vault);
  const found: Found = { facts: new Map(), gone: [], isForVault: stands === profile.device };
  for (const [item, spans] of read.items) {
    const current = chains.chain(vault).items.get(item) as ChainItem;
    const isOwn = responsible(state, { vault, current, stands }) === profile.device;
    const last = spans.at(-1);
    if (last === undefined) continue;
    if (last.endedAt !== null || current.deleted) {
      if (isOwn) found.gone.push(item);
      continue;
    }
    const fact = factOf(area, register, { item, last });
    found.facts.set(item, { fact, hash: hashText("filed-fact", JSON.stringify(fact)), isOwn });
  }
  return found;
}

type Asked = { vault: VaultId; current: Pick<ChainItem, "author">; stands: DeviceId | null };

/** Whose app files a login: the computer that signed its newest version; where that may not write there any more, the one that stands in. */
function responsible(state: TeamState, { vault, current: { author }, stands }: Asked): DeviceId | null {
  const mayFile = covers(rightAt(state, { vault, device: author.device, seq: state.head.seq }), "edit");
  return mayFile ? author.device : stands;
}

/** The first computer of the first person who may write there, by their ids: the same for everybody. */
function standIn(state: TeamState, vault: VaultId): DeviceId | null {
  const editors = readersOf(state, vault).filter(({ permission }) => covers(permission, "edit"));
  for (const { user } of editors.sort((one, other) => (one.user < other.user ? -1 : 1))) {
    const computer = devicesOf(state, user).find(({ kind }) => kind === "computer");
    if (computer !== undefined) return computer.device;
  }
  return null;
}

function factOf(area: CoverageArea, register: Register, { item, last }: { item: ItemId; last: FactorSpan }): LoginFact {
  const version = last.versions.at(-1);
  const overview = area.chainOverview(item)?.overview;
  const shared = overview?.sharedLogin ?? null;
  const state = area.log.state();
  const now = area.ports.clock.now() as EpochMs;
  const isMember = (user: string): boolean =>
    state.users.get(user as UserId)?.active === true && !hasRoleEnded(state, user as UserId, now);
  // That a review or an end is past shows by its time.
  const isComplete = gapsOf(shared, { now: 0, isMember }).length === 0;
  return {
    ...{ item, tool: overview === undefined ? null : register.toolOf(overview) },
    ...stateOf(version),
    ...{ isComplete, reviewAt: shared?.reviewAt ?? null, end: shared?.end ?? null },
  };
}

type Stated = Pick<LoginFact, "state" | "how" | "by" | "approver" | "at" | "until" | "through">;
const nothingSaid: Stated = {
  ...{ state: "unknown", how: null, by: null, approver: null, at: null, until: null, through: null },
};

/** A statement whose author is not the one it names is none; so is a seed that is said to be there and is not. */
function stateOf(version: FactorSpan["versions"][number] | undefined): Stated {
  if (version?.hasSeed === true) return { ...nothingSaid, state: "totp-here" };
  const stated = version?.stated ?? null;
  if (stated === null || stated.state === "totp-here" || stated.state === "unknown") return nothingSaid;
  const { state, how, by, approver, at, until, tool, reason, signer, signedAt } = stated;
  const isExempt = state === "exempt";
  const isSigned = isExempt ? approver === signer && by !== approver && (reason ?? "").trim() !== "" : signer === by;
  if (!isSigned) return nothingSaid;
  return { state, how, by, approver, at: Math.min(at, signedAt) as EpochMs, until, through: tool };
}
