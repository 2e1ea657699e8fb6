/**
 * What the register of shared logins lacks for one of them: people share a login on purpose, for a reason, and somebody answers
 * for it. Pure.
 */
/** In the order in which they are told. `review`: neither a next review nor an end; `review-past` and `ended`: the time is over. */
export const registerGaps = ["reason", "owner", "deputy", "review", "review-past", "ended"] as const;
export type RegisterGap = (typeof registerGaps)[number];

/** `unanswered`: without a reason or an owner; `missing`: not complete; `past`: its review or end is over; `soon`: one of both comes within 30 days; `ends`: it has an end. */
export const registerFilters = ["all", "unanswered", "missing", "past", "soon", "ends"] as const;
export type RegisterFilter = (typeof registerFilters)[number];

/** Those without which nobody can be asked about it. */
export const unansweredGaps: readonly RegisterGap[] = ["reason", "owner"];

/** Those that say that a time is over. */
export const pastGaps: readonly RegisterGap[] = ["review-past", "ended"];

/** As an item says it (`sharedLogin` in its overview). */
type Said = { reason: string; owner: string; deputy: string | null; reviewAt: number | null; end: number | null };
type Now = {
  /** Epoch milliseconds. */
  now: number;
  /** Whether this person is in the team. */
  isMember(user: string): boolean;
};

/** What is missing or past; nothing where it is complete. An owner who left is none. */
export function gapsOf(shared: Said | null, { now, isMember }: Now): RegisterGap[] {
  const answers = (user: string | null | undefined): boolean => user !== null && user !== undefined && isMember(user);
  const deputy = shared?.deputy;
  const [reviewAt, end] = [shared?.reviewAt ?? null, shared?.end ?? null];
  const found: Record<RegisterGap, boolean> = {
    reason: (shared?.reason ?? "").trim() === "",
    owner: !answers(shared?.owner),
    // Who owns it cannot stand in for themselves.
    deputy: !answers(deputy) || deputy === shared?.owner,
    review: reviewAt === null && end === null,
    "review-past": reviewAt !== null && reviewAt <= now,
    ended: end !== null && end <= now,
  };
  return registerGaps.filter((gap) => found[gap]);
}

/** A shared login, as an act names it after which more people can open it. */
export type RegisterFacts = { item: string; shared: Said | null };

/**
 * The logins that hold back such an act, with what each of them lacks, in their order; nothing: it may go. Whatever is missing or past
 * holds it back: people are let into a login for which somebody answers, for a reason, until a day.
 */
export function registerRefusal(logins: readonly RegisterFacts[], at: Now): { item: string; gaps: RegisterGap[] }[] {
  return logins.map(({ item, shared }) => ({ item, gaps: gapsOf(shared, at) })).filter(({ gaps }) => gaps.length > 0);
}
