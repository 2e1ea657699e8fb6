/**
 * Recoveries in the team [protocol: Recovery]: who recovers, since when this app knows, and the acts of those who confirm or stop it. An
 * admin's app waits a day from when it first held the opening, by the latest time that it has seen; the log knows no clock.
 */
import { z } from "zod";
import type { RecoveryShape, RecoveryStatus } from "../../../shared/contract/recovery-shapes.ts";
import type { Act } from "../../../shared/contract/shapes.ts";
import { hashField, strict, timeField } from "../../../shared/encoding/fields.ts";
import type { EpochMs, Hash } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { confirmersOf } from "../../../shared/protocol/team-log/state/recovery.ts";
import { devicesOf, isAdmin, rightIn } from "../../../shared/protocol/team-log/state/rules.ts";
import type { Recovery, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { sealedRecord } from "../local/sealed-record.ts";
import { act } from "../log/act.ts";
import { done } from "../log/done.ts";
import { ownChoices, ownSheets } from "./held-shares.ts";
import { rehearsedAt } from "./recovery-sheet.ts";
import type { TeamArea } from "./team-area.ts";

const recordSchema = z.array(strict({ open: hashField(), at: timeField() })).max(limits.entriesPerPage);
type Seen = { open: Hash; at: EpochMs }[];

/** Notes since when this app knows of each opening: now, as soon as it is held, and with every entry that comes. */
export function followRecoveries(area: TeamArea): void {
  noteOpenings(area);
  area.events.on("entriesVerified", () => noteOpenings(area));
}

function noteOpenings(area: TeamArea): void {
  const { recoveries } = area.log.state();
  const before = readSeen(area);
  const since = new Map(before.map(({ open, at }) => [open, at]));
  const now = Math.trunc(area.rights.now()) as EpochMs;
  // Noted by a clock that was set forth by mistake, it would wait for years.
  const seen = [...recoveries.keys()].map((open) => ({ open, at: Math.min(since.get(open) ?? now, now) as EpochMs }));
  const isSo = seen.length === before.length && seen.every(({ open, at }) => since.get(open) === at);
  if (!isSo) recordOf(area).write(seen);
}

const recordOf = (area: TeamArea) => sealedRecord(area, "recoveries-seen", recordSchema);
/** A record that does not open was changed on this disk: the wait begins anew. */
const readSeen = (area: TeamArea): Seen => recordOf(area).read() ?? [];

/** Milliseconds that this app still waits before it confirms. */
function leftOf(area: TeamArea, open: Hash): number {
  const at = readSeen(area).find((one) => one.open === open)?.at;
  return at === undefined ? limits.recoveryWaitMs : Math.max(0, at + limits.recoveryWaitMs - area.rights.now());
}

/** Each that is open, under a name of its own: it waits for somebody to look at it. */
export function recoveryNames({ log }: Pick<TeamArea, "log">): string[] {
  return [...log.state().recoveries.keys()].map((open) => `recovery:${open}`);
}

/** `recovery.status`. */
export async function recoveryStatus(area: TeamArea): Promise<RecoveryStatus> {
  const { log, profile } = area;
  const state = log.state();
  const sheet = (await ownSheets(area)).at(-1);
  const shared = (await ownChoices(area)).map((choice) => choice.sheet);
  return {
    sheet:
      sheet === undefined
        ? null
        : { device: sheet.device, madeAt: sheet.addedAt, rehearsedAt: rehearsedAt(area, sheet.device) },
    computers: devicesOf(state, profile.user).filter(({ kind }) => kind === "computer").length,
    needsAdmin: confirmersOf(state, profile.user).length > 0,
    open: [...state.recoveries.values()].map((one) => ({
      ...shapeOf(area, state, one),
      byPeople: shared.includes(one.paper),
    })),
  };
}

function shapeOf(
  area: TeamArea,
  state: TeamState,
  { open, user, openedAt, paper, confirmedBy }: Recovery,
): Omit<RecoveryShape, "byPeople"> {
  const me = area.profile.user;
  const confirmers = confirmersOf(state, user);
  const vaults = [...state.vaults.values()].filter((vault) => !vault.archived && rightIn(state, user, vault) !== null);
  const mayConfirm = confirmers.includes(me) && !confirmedBy.includes(me);
  return {
    ...{ open, user, own: user === me, openedAt, confirmers, confirmedBy: [...confirmedBy] },
    sheetMadeAt: state.devices.get(paper)?.addedAt ?? openedAt,
    vaults: vaults.length,
    confirmInMs: mayConfirm ? leftOf(area, open) : null,
    canCancel: user === me || isAdmin(state, me),
  };
}

/** `recovery.confirm`. Failures: `throttled` with what is left of the day, `role`, `not-found` for one that is over, `offline`. */
export async function confirmRecovery(area: TeamArea, open: Hash): Promise<Result<Act>> {
  // What was stopped a moment ago is not confirmed on an old view.
  const pulled = await area.log.pull();
  if (!pulled.ok) return pulled;
  if (!area.log.state().recoveries.has(open)) return fail("not-found", { field: "open" }, "after-act");
  const waitMs = leftOf(area, open);
  if (waitMs > 0) return fail("throttled", { waitMs, reason: "recovery" }, "later");
  const confirmed = await act(area, { type: "recovery-confirm", open });
  area.requestSync();
  return confirmed.ok ? ok(done()) : confirmed;
}

/** `recovery.cancel`; one that is over is. Failures: `role`, `offline`. */
export async function cancelRecovery(area: TeamArea, open: Hash): Promise<Result<Act>> {
  const cancelled = await act(area, { type: "recovery-cancel", open });
  area.requestSync();
  return cancelled.ok ? ok(done()) : cancelled;
}
