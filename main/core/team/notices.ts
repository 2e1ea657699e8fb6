/**
 * What changed for this person since they last looked [protocol: Notices]: rights, role, computers, sheets. All of it is read from
 * the state of the verified log when it is asked for, so that nobody can withhold a notice who does not withhold the entry. What is
 * kept is a number: up to which entry they have looked, on this computer.
 */
import type { NoticeShape } from "../../../shared/contract/notices.ts";
import { strict, uintField } from "../../../shared/encoding/fields.ts";
import { isBodyOf } from "../../../shared/protocol/team-log/entry.ts";
import { headAt, isAdmin, rightIn } from "../../../shared/protocol/team-log/state/rules.ts";
import type { Device, TeamState, VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { findEntry } from "../local/named-bytes.ts";
import { sealedRecord } from "../local/sealed-record.ts";
import type { TeamArea } from "./team-area.ts";

/** More than anybody reads. */
const listedAtMost = 100;

type Change = NoticeShape extends infer Notice ? (Notice extends unknown ? Omit<Notice, "by" | "at"> : never) : never;
type Looking = { state: TeamState; area: TeamArea; above: number };

const recordIn = (area: TeamArea) => sealedRecord(area, "notices-seen", strict({ upTo: uintField() }));

export type Notices = {
  /** `notice.list`. */
  list(): NoticeShape[];
  /** `notice.seen`. */
  seen(upTo: number): void;
  /** What comes after this entry was not looked at; inside the caller's transaction. */
  backTo(upTo: number): void;
  /** Each under a name of its own: it waits for its person to look at it. */
  names(): string[];
};

/** The notices of an unlocked profile. */
export function createNotices(area: TeamArea): Notices {
  const record = recordIn(area);
  let listed: { head: number; above: number; notices: NoticeShape[] } | null = null;

  /** What came before this computer was there is no news on it. A record that does not open was changed here, and hides nothing. */
  function seenUpTo(state: TeamState): number {
    const came = state.devices.get(area.profile.device)?.addedSeq ?? state.head.seq;
    return Math.max(came, record.read()?.upTo ?? 0);
  }

  function list(): NoticeShape[] {
    const state = area.log.state();
    const [head, above] = [state.head.seq, seenUpTo(state)];
    if (listed?.head !== head || listed.above !== above)
      listed = { head, above, notices: noticesAbove({ state, area, above }) };
    return listed.notices;
  }

  return {
    list,
    seen(upTo) {
      const state = area.log.state();
      // What is not there yet was not looked at.
      record.write({ upTo: Math.min(Math.max(upTo, seenUpTo(state)), state.head.seq) });
    },
    backTo(upTo) {
      const seen = record.read();
      if (seen !== null && seen.upTo > upTo) record.write({ upTo });
    },
    names: () => list().map(({ notice, kind }) => `notice:${notice}:${kind}`),
  };
}

function noticesAbove(looking: Looking): NoticeShape[] {
  if (looking.above >= looking.state.head.seq) return [];
  return [...ofVaults(looking), ...ofDevices(looking)]
    .flatMap((change) => signed(looking, change) ?? [])
    .sort((one, other) => other.notice - one.notice)
    .slice(0, listedAtMost);
}

/** With whose it is; null where the person did it themselves: access and role at any computer of theirs, the rest at this one. */
function signed({ area, state }: Looking, change: Change): NoticeShape | null {
  const entry = findEntry(area.db, change.notice, headAt(state, change.notice));
  if (entry === null) return { ...change, by: null, at: null };
  const { actor, time } = entry.body;
  const { profile } = area;
  const by = { by: actor.user, at: time };
  if (!("device" in change)) return actor.user === profile.user ? null : { ...change, ...by };
  if (actor.device === profile.device) return null;
  return { ...change, ...by, kind: isBodyOf(entry.body, "recovery-use") ? "recovered" : change.kind };
}

/** One for each vault in which something is another now than when they last looked; of `governance` their role. */
function ofVaults(looking: Looking): Change[] {
  return [...looking.state.vaults.values()].flatMap((vault) => {
    if (vault.kind === "shared") return ofShared(looking, vault);
    const role = looking.state.users.get(looking.area.profile.user)?.role;
    const since = vault.kind === "governance" && role !== undefined ? changedRight(looking, vault) : null;
    // Each role gives another right there.
    return since === null || role === undefined ? [] : [{ notice: since.notice, kind: "role" as const, role }];
  });
}

function ofShared(looking: Looking, vault: VaultInLog): Change[] {
  const right = changedRight(looking, vault);
  if (right !== null) return [{ ...right, kind: "access", vault: vault.vault }];
  const ended = vault.moments.find(({ archived }) => archived);
  const reads = rightIn(looking.state, looking.area.profile.user, vault) !== null;
  return ended !== undefined && ended.seq > looking.above && reads
    ? [{ notice: ended.seq, kind: "archived", vault: vault.vault }]
    : [];
}

/** The last change of the right, where it is another than it was; a way there and back is none. */
function changedRight({ state, area, above }: Looking, vault: VaultInLog) {
  const moments = vault.rights.get(area.profile.user) ?? [];
  const last = moments.at(-1);
  if (last === undefined || last.seq <= above) return null;
  // Whoever made a vault knows that they may open it.
  if (last.seq === vault.createdSeq && vault.createdBy === area.profile.user) return null;
  const had = moments.findLast(({ seq }) => seq <= above)?.permission ?? null;
  const permission = rightIn(state, area.profile.user, vault);
  return permission === had ? null : { notice: last.seq, permission, had };
}

function ofDevices(looking: Looking): Change[] {
  return [...looking.state.devices.values()].flatMap((device) => ofDevice(looking, device));
}

/** One's own devices; of other people, where this person is an admin, those that came after their first. */
function ofDevice(looking: Looking, found: Device): Change[] {
  const { state, area, above } = looking;
  const { device, user, kind, addedSeq, endedSeq } = found;
  const { profile } = area;
  if (device === profile.device || (endedSeq !== null && endedSeq <= above)) return [];
  const isOwn = user === profile.user;
  const isLater = kind === "computer" && addedSeq !== state.users.get(user)?.addedSeq && isAdmin(state, profile.user);
  const isToTell = addedSeq > above && (isOwn || isLater) && !isOver(looking, found);
  const came: Change = { notice: addedSeq, kind: kind === "paper" ? "sheet" : "computer", device, user };
  const isGone = endedSeq !== null && isOwn && kind === "computer";
  return [
    ...(isToTell ? [came] : []),
    ...(isGone ? [{ notice: endedSeq, kind: "computer-gone" as const, device, user }] : []),
  ];
}

/**
 * Whether that it came is no news any more. A computer that was there for an hour and is gone is some: it was sent all keys. But not
 * where it was revoked on this one, or its person left; and a sheet ends by being used or replaced, which is told by what comes
 * in its place.
 */
function isOver({ state, area }: Looking, { user, kind, endedSeq }: Device): boolean {
  if (endedSeq === null) return false;
  const end = findEntry(area.db, endedSeq, headAt(state, endedSeq));
  const isOfHere = end?.body.actor.device === area.profile.device;
  return kind !== "computer" || isOfHere || state.users.get(user)?.active !== true;
}
