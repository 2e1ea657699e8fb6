/**
 * What the signed versions of a login or an account say of its second factor over time: from when on what held, and whose word it
 * was [model: Items]. A version's time is the word of whoever signed it: nothing said later counts for a time before what came first.
 */
import type { EpochMs, UserId } from "../../encoding/ids.ts";
import { equalValues } from "../field-merge.ts";
import type { SecondFactor } from "../item-parts.ts";
import type { FactorHistory, FactorVersion } from "./coverage.ts";
import type { SignedStatement } from "./state.ts";

/** What one version says. */
export type Said = { tool: string | null; hasSeed: boolean; stated: SecondFactor | null };

/** A version, by who signed it and when they said they did. `said` null: it does not open. */
export type SaidVersion = { isThere: boolean; time: EpochMs; signer: UserId; said: Said | null };

/** A time in which it was there without a break. */
export type FactorSpan = Pick<FactorHistory, "versions" | "endedAt">;

/** A statement with the version that brought it; `signer` null: that cannot be told. */
type Brought = { stated: SecondFactor | null; signer: UserId | null; signedAt: EpochMs };

/** The spans, from versions in the order of their numbers. */
export function factorSpans(versions: readonly SaidVersion[]): FactorSpan[] {
  const spans: { versions: FactorVersion[]; endedAt: EpochMs | null }[] = [];
  const brought: Brought[] = [];
  let [at, isKnown] = [0 as EpochMs, true];
  for (const { isThere, time, signer, said } of versions) {
    at = Math.max(at, time) as EpochMs;
    const open = spans.at(-1)?.endedAt === null ? spans.at(-1) : undefined;
    if (!isThere) {
      if (open !== undefined) open.endedAt = at;
      continue;
    }
    const last = brought.at(-1);
    if (said !== null && (last === undefined || !isKnown || !equalValues(last.stated, said.stated)))
      // Behind a version that does not open nobody can tell who brought what the next one holds.
      brought.push({ stated: said.stated, signer: isKnown ? signer : null, signedAt: time });
    isKnown = said !== null;
    const version = { from: at, tool: said?.tool ?? null, hasSeed: said?.hasSeed ?? false };
    const stated = said === null ? null : signedBy(brought);
    if (open === undefined) spans.push({ versions: [{ ...version, stated }], endedAt: null });
    else if (!isSame(open.versions.at(-1), { ...version, stated })) open.versions.push({ ...version, stated });
  }
  return spans;
}

/** The last statement with who signed it; null where nothing is said, or nobody can tell whose word it is. */
function signedBy(brought: readonly Brought[]): SignedStatement | null {
  const last = brought.at(-1);
  if (last === undefined || last.stated === null || last.signer === null) return null;
  const { stated, signer, signedAt } = last;
  // One person alone could name anybody as the one who asked.
  const isAlone = stated.state === "exempt" && signer !== stated.by;
  if (isAlone && !brought.slice(0, -1).some((one) => isAskedIn(one, stated))) return null;
  return { ...stated, signer, signedAt };
}

/** Whether it is the same exemption, asked for and signed by the person for whom it speaks. */
function isAskedIn({ stated, signer }: Brought, { by, until, reason, approver }: SecondFactor): boolean {
  if (stated === null || stated.state !== "exempt" || signer !== by || stated.by !== by) return false;
  return stated.until === until && stated.reason === reason && stated.approver === approver;
}

function isSame(before: FactorVersion | undefined, { tool, hasSeed, stated }: FactorVersion): boolean {
  if (before === undefined) return false;
  return before.tool === tool && before.hasSeed === hasSeed && equalValues(before.stated, stated);
}

/** The same as it counts at a time: what says that it is of later is there already, and holds from now. */
export function untilNow({ versions, endedAt }: FactorSpan, now: EpochMs): FactorSpan {
  const isLater = (versions.at(-1)?.from ?? 0) > now || (endedAt ?? 0) > now;
  if (!isLater) return { versions, endedAt };
  const clamped = versions.map((version) => ({ ...version, from: Math.min(version.from, now) as EpochMs }));
  return { versions: clamped, endedAt: endedAt === null ? null : (Math.min(endedAt, now) as EpochMs) };
}
