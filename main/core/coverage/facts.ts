/**
 * What editors' apps filed of logins in vaults that the reader cannot open [model: Letters]. Believed is who could write into that vault
 * where their letter stood in the log; whose right ended since vouches for nothing from then on. The item stays the truth.
 */
import type { EpochMs, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import type { FactorVersion, UncountedVault } from "../../../shared/model/second-factor/coverage.ts";
import type { SignedStatement } from "../../../shared/model/second-factor/state.ts";
import type { Letter } from "../../../shared/protocol/letters/letter.ts";
import type { LoginFact, LoginFacts } from "../../../shared/protocol/letters/login-facts.ts";
import { covers, rightAt } from "../../../shared/protocol/team-log/state/rules.ts";
import type { TeamState, VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { Received } from "../letters/incoming.ts";
import { contentsOf } from "../letters/letter-contents.ts";

/** The newest fact of a login, and when it was filed. */
export type FiledFact = { fact: LoginFact; by: Letter["body"]["from"]; at: EpochMs };

type Span = { versions: FactorVersion[]; endedAt: EpochMs | null };

/** What was filed of one vault. */
export type VaultFacts = {
  spans: Map<ItemId, Span[]>;
  /** Logins of which nothing was filed, by time. */
  uncounted: UncountedVault[];
  /** As of now; what is gone is not in it. */
  newest: Map<ItemId, FiledFact>;
};

/** `timeOf`: when an entry of the log was signed, as far as it lies here. */
export type FactsContext = { state: TeamState; now: EpochMs; timeOf(seq: number): EpochMs | null };

/** A letter with the place in which it counts. */
type Filed = { letter: Letter; content: LoginFacts; at: EpochMs };

/** By vault; of each at most so many logins as a vault may have, and what is more leaves it uncounted. */
export function readFacts(context: FactsContext, received: readonly Received[]): Map<VaultId, VaultFacts> {
  const letters = received.flatMap(({ letter, standing, isDisputed }) =>
    !isDisputed && (standing === "counts" || standing === "late") ? letter : [],
  );
  const byVault = new Map<VaultId, Filed[]>();
  for (const filed of inOrder(contentsOf(letters, "login-facts"), context.now)) {
    const { vault } = filed.content;
    if (!mayFile(context.state, filed)) continue;
    const there = byVault.get(vault);
    if (there === undefined) byVault.set(vault, [filed]);
    else there.push(filed);
  }
  return new Map([...byVault].map(([vault, all]) => [vault, factsOf(context, vault, all)]));
}

/** Whether its author could write into that shared vault there. */
function mayFile(state: TeamState, { letter: { body }, content: { vault } }: Pick<Filed, "letter" | "content">): boolean {
  if (state.vaults.get(vault)?.kind !== "shared") return false;
  return covers(rightAt(state, { vault, device: body.from.device, seq: body.logSeq }), "edit");
}

/**
 * By where they stand in the log, then by time; those of one run keep their order, whatever their clock said, and a clock that is
 * ahead puts nothing above what others say now.
 */
function inOrder(contents: readonly { letter: Letter; content: LoginFacts }[], now: EpochMs): Filed[] {
  const runs = new Map<string, EpochMs>();
  const counted = [...contents].sort((left, right) => left.letter.body.counter - right.letter.body.counter);
  const filed = counted.map(({ letter, content }): Filed => {
    const { chain, logSeq, time } = letter.body;
    const at = Math.max(runs.get(`${chain} ${logSeq}`) ?? 0, Math.min(time, now)) as EpochMs;
    runs.set(`${chain} ${logSeq}`, at);
    return { letter, content, at };
  });
  // Sorting keeps the order of equals, so that of one run stays.
  return filed.sort((left, right) => left.letter.body.logSeq - right.letter.body.logSeq || left.at - right.at);
}

function factsOf(context: FactsContext, vault: VaultId, all: readonly Filed[]): VaultFacts {
  const made: VaultFacts = { spans: new Map(), uncounted: [], newest: new Map() };
  const inLog = context.state.vaults.get(vault) as VaultInLog;
  const created = context.timeOf(inLog.createdSeq) ?? (0 as EpochMs);
  let open: UncountedVault = { vault, from: created, to: null, logins: null };
  let at = created;
  for (const filed of all) {
    at = Math.max(at, filed.at) as EpochMs;
    const isWhole = takeIn(made, filed, at);
    const logins = isWhole ? Math.max(0, filed.content.logins - made.newest.size) : null;
    if (logins === open.logins) continue;
    made.uncounted.push({ ...open, to: at });
    open = { vault, from: at, to: null, logins };
  }
  made.uncounted.push(open);
  for (const [item, { by }] of made.newest) endsWith(context, inLog, { item, by, made });
  return made;
}

/** False: there are more than a vault may have. */
function takeIn({ spans, newest }: VaultFacts, { letter, content }: Filed, at: EpochMs): boolean {
  let isWhole = true;
  for (const fact of content.facts) {
    const { item } = fact;
    if (!spans.has(item) && spans.size >= limits.factsPerVault) {
      isWhole = false;
      continue;
    }
    newest.set(item, { fact, by: letter.body.from, at });
    addVersion(spans, item, { from: at, ...saidByFact(fact) });
  }
  for (const item of content.gone) {
    newest.delete(item);
    const last = spans.get(item)?.at(-1);
    if (last !== undefined && last.endedAt === null) last.endedAt = at;
  }
  return isWhole;
}

function addVersion(spans: VaultFacts["spans"], item: ItemId, version: FactorVersion): void {
  const there = spans.get(item) ?? [];
  spans.set(item, there);
  const last = there.at(-1);
  if (last === undefined || last.endedAt !== null) there.push({ versions: [version], endedAt: null });
  else last.versions.push(version);
}

/** What a fact says, as a statement that its author's app checked. */
export function saidByFact(fact: LoginFact): Omit<FactorVersion, "from"> {
  const { tool, state, by, at, how, until, approver, through } = fact;
  if (state === "totp-here") return { tool, hasSeed: true, stated: null };
  const signer = state === "exempt" ? approver : by;
  if (state === "unknown" || by === null || at === null || signer === null) return { tool, hasSeed: false, stated: null };
  // The reason stays in the item; without one it is filed as unknown.
  const reason = state === "exempt" ? state : null;
  const said = { state, by, at, how: how ?? "person", until, reason, approver, tool: through } as const;
  return { tool, hasSeed: false, stated: { ...said, signer, signedAt: at } satisfies SignedStatement };
}

type Vouched = { item: ItemId; by: FiledFact["by"]; made: VaultFacts };

/** Whose right ended vouches for nothing from then on: until somebody else files it, nobody knows. */
function endsWith({ state, now, timeOf }: FactsContext, inLog: VaultInLog, { item, by, made }: Vouched): void {
  const { vault } = inLog;
  if (covers(rightAt(state, { vault, device: by.device, seq: state.head.seq }), "edit")) return;
  const ended = Math.min(
    state.devices.get(by.device)?.endedSeq ?? state.head.seq,
    inLog.rights.get(by.user)?.at(-1)?.seq ?? state.head.seq,
  );
  const tool = made.newest.get(item)?.fact.tool ?? null;
  const from = Math.max(timeOf(ended) ?? now, made.newest.get(item)?.at ?? 0) as EpochMs;
  addVersion(made.spans, item, { from, tool, hasSeed: false, stated: null });
}
