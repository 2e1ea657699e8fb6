/**
 * The people of whom any two bring their person back [protocol: Recovery by two people]. A choice makes a sheet of paper that lies nowhere
 * whole: its shares are durable here before the log names it, go as letters once it does, and the sheets of choices before end last.
 */
import { z } from "zod";
import type { RecoveryPeople } from "../../../shared/contract/recovery-shapes.ts";
import type { Act } from "../../../shared/contract/shapes.ts";
import { randomBytes } from "../../../shared/crypto/random.ts";
import { deviceField, idField, strict } from "../../../shared/encoding/fields.ts";
import type { DeviceId, UserId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { makeCertificate } from "../../../shared/protocol/join/join.ts";
import { type HeldShare, shareSchema, splitSeed } from "../../../shared/protocol/recovery/shares.ts";
import { hasComputer } from "../../../shared/protocol/team-log/state/membership.ts";
import { hasRoleEnded } from "../../../shared/protocol/team-log/state/rules.ts";
import { isChangedFor } from "../../../shared/protocol/team-log/state/safety.ts";
import { recoverySheetKeys } from "../../../shared/protocol/transfer-code/recovery-sheet.ts";
import type { Wanted } from "../letters/outgoing.ts";
import { type SealedRecord, sealedRecord } from "../local/sealed-record.ts";
import { act } from "../log/act.ts";
import { done } from "../log/done.ts";
import { endOwnSheet } from "./devices.ts";
import { heldShares, ownChoices } from "./held-shares.ts";
import type { TeamArea } from "./team-area.ts";

const recordSchema = strict({
  sheet: deviceField(),
  /** Until their letters are written. */
  shares: z
    .array(strict({ holder: idField<UserId>(), share: shareSchema }))
    .max(limits.recoveryHolders)
    .nullable(),
  /** Sheets of the choices before, which end with this one. */
  before: z.array(deviceField()).max(limits.devicesPerUser),
});
/** What of a choice is not done yet; null once all is. */
const schema = recordSchema.nullable();
type Begun = { sheet: DeviceId; shares: HeldShare[] | null; before: DeviceId[] };
const recordOf = (area: TeamArea) =>
  sealedRecord(area, "recovery-choice", schema as z.ZodType<Begun | null>) as SealedRecord<Begun | null>;

/**
 * `recovery.people`: whom one chose, who of them cannot help any more, and whom one can help. Where more than one choice is in force,
 * for two computers made one at once, all of them can: until the next choice ends both.
 */
export async function recoveryPeople(area: TeamArea): Promise<RecoveryPeople> {
  const choices = await ownChoices(area);
  const newest = choices.at(-1);
  const users = [...new Set(choices.flatMap(({ holders }) => holders))].sort();
  const gone = users.filter((user) => !canHelp(area, user));
  const changed = users.filter((user) => !gone.includes(user) && isUnknown(area, user));
  // Also of whoever has no computer left: theirs is what a share is for.
  const helps = await heldShares(area);
  return {
    chosen: newest === undefined ? null : { sheet: newest.sheet, users, gone, changed, madeAt: newest.madeAt },
    helps: helps.map(({ user, madeAt }) => ({ user, madeAt })),
  };
}

/** In the team, with a computer, and served. */
function canHelp({ log, rights }: Pick<TeamArea, "log" | "rights">, user: UserId): boolean {
  const state = log.state();
  return state.users.has(user) && hasComputer(state.devices, user) && !hasRoleEnded(state, user, rights.now());
}

/** Their keys are others than this person compared: whoever came back as them may be somebody else [protocol: Safety numbers]. */
function isUnknown({ log, profile }: Pick<TeamArea, "log" | "profile">, user: UserId): boolean {
  return isChangedFor(log.state(), profile.user, user);
}

/**
 * `recovery.choose`, once the passphrase was typed again. Failures: `invalid-input` for too few, too many, the same twice, oneself or
 * somebody who could not help, `key-changed` for somebody whose keys are others than were compared, `limit` (too many computers),
 * `step-up`, `offline`.
 */
export async function choosePeople(area: TeamArea, users: readonly UserId[]): Promise<Result<Act>> {
  const pulled = await area.log.pull();
  if (!pulled.ok) return pulled;
  const chosen = checkChosen(area, users);
  if (!chosen.ok) return chosen;
  // What was begun before is done first, as far as the log took it.
  const settled = await settleChoice(area);
  if (!settled.ok) return settled;
  const { team, user } = area.profile;
  const before = (await ownChoices(area)).map(({ sheet }) => sheet);
  const seed = randomBytes(32);
  const { device: sheet, keys } = recoverySheetKeys({ team, user, seed });
  const certificate = makeCertificate(keys, { team, user }, "paper");
  keys.wipe();
  const shares = splitSeed({ team, user }, seed, chosen.value);
  seed.fill(0);
  recordOf(area).write({ sheet, shares, before });
  const added = await act(area, { type: "device-add", certificate });
  if (!added.ok) return added;
  const finished = await settleChoice(area);
  area.requestSync();
  return finished.ok ? ok(done()) : finished;
}

function checkChosen(area: TeamArea, users: readonly UserId[]): Result<UserId[]> {
  const { profile, log } = area;
  const chosen = [...new Set(users)].sort();
  const refused = (reason: string) => fail("invalid-input", { field: "users", reason }, "after-act");
  if (chosen.length !== users.length) return refused("repeated");
  if (chosen.length < limits.recoveryHoldersLeast || chosen.length > limits.recoveryHolders) return refused("count");
  const inboxes = log.state().personalVaults;
  const isFit = (user: UserId) => user !== profile.user && inboxes.has(user) && canHelp(area, user);
  if (!chosen.every(isFit)) return refused("subject");
  // No entry gives them anything, so that no rule of entries stops it: two shares open what their person can.
  const changed = chosen.find((user) => isUnknown(area, user));
  return changed === undefined ? ok(chosen) : fail("key-changed", { reason: "person", user: changed }, "after-act");
}

/** Whether a choice was begun here that the log took, and is not done. */
export function mustSettle(area: TeamArea): boolean {
  const begun = recordOf(area).read();
  return begun !== null && isInForce(area, begun.sheet);
}

const isInForce = ({ log }: TeamArea, sheet: DeviceId): boolean => log.state().devices.get(sheet)?.active === true;

/** Sends the shares of what the log took, and ends the choices before: what is broken off is done by the next round. */
export async function settleChoice(area: TeamArea): Promise<Result<true>> {
  const record = recordOf(area);
  const begun = record.read();
  if (begun === null || !isInForce(area, begun.sheet)) return ok(true);
  const { sheet, shares, before } = begun;
  if (shares !== null) {
    // Either all are written and noted, or none.
    const written = area.letters.write(lettersOf(area, sheet, shares), () =>
      record.write(before.length === 0 ? null : { sheet, shares: null, before }),
    );
    if (!written.ok) return written;
  }
  for (const device of before.filter((one) => isInForce(area, one))) {
    const ended = await endOwnSheet(area, device);
    // Somebody else may have ended it meanwhile.
    if (!ended.ok && isInForce(area, device)) return ended;
  }
  if (before.length > 0) record.write(null);
  return ok(true);
}

/** One to each holder; to oneself, for one's other computers, only who they are. Who left or has other keys meanwhile is sent nothing. */
function lettersOf(area: TeamArea, sheet: DeviceId, shares: readonly HeldShare[]): Wanted[] {
  const { log, profile } = area;
  const inboxes = log.state().personalVaults;
  const letters = shares.flatMap(({ holder, share }): Wanted[] => {
    const to = inboxes.get(holder);
    return to === undefined || isUnknown(area, holder) ? [] : [{ to, type: "recovery-share", content: share }];
  });
  const own = inboxes.get(profile.user);
  const holders = shares.map(({ holder }) => holder);
  return own === undefined ? letters : [...letters, { to: own, type: "recovery-choice", content: { sheet, holders } }];
}
