/**
 * A person's recovery sheet [protocol: Recovery]: made in memory, put into the log once its person has it on paper, and rehearsed.
 * The seed is on this computer only until then; a lock ends it.
 */
import type { Rehearsal } from "../../../shared/contract/recovery-shapes.ts";
import type { Act } from "../../../shared/contract/shapes.ts";
import { randomBytes } from "../../../shared/crypto/random.ts";
import { deviceField, strict, timeField } from "../../../shared/encoding/fields.ts";
import type { DeviceId, EpochMs } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { makeCertificate } from "../../../shared/protocol/join/join.ts";
import { confirmersOf } from "../../../shared/protocol/team-log/state/recovery.ts";
import { rightIn } from "../../../shared/protocol/team-log/state/rules.ts";
import { readRecoverySheet, recoverySheetKeys } from "../../../shared/protocol/transfer-code/recovery-sheet.ts";
import { writeTransferCode } from "../../../shared/protocol/transfer-code/transfer-code.ts";
import { sealedRecord } from "../local/sealed-record.ts";
import { act } from "../log/act.ts";
import { done } from "../log/done.ts";
import { endOwnSheet } from "./devices.ts";
import { ownSheets } from "./held-shares.ts";
import type { TeamArea } from "./team-area.ts";

export type RecoverySheets = ReturnType<typeof createRecoverySheets>;

const recordSchema = strict({ device: deviceField(), at: timeField() });

/** None made yet; one at a time. */
export function createRecoverySheets(area: TeamArea) {
  let seed: Uint8Array | null = null;
  const { profile } = area;
  const drop = (): void => {
    seed?.fill(0);
    seed = null;
  };
  return {
    drop,
    /** `recovery.sheet`, once the passphrase was typed again. */
    make(): Result<{ text: string }> {
      drop();
      seed = randomBytes(32);
      return ok({ text: writeTransferCode("paper", { team: profile.team, user: profile.user, seed }) });
    },
    /** `recovery.keep`. Failures: `not-found` where none was made, `limit` (too many computers), `offline`. */
    async keep(): Promise<Result<Act>> {
      if (seed === null) return fail("not-found", { field: "sheet" }, "after-act");
      const { team, user } = profile;
      const { device, keys } = recoverySheetKeys({ team, user, seed });
      const certificate = makeCertificate(keys, { team, user }, "paper");
      keys.wipe();
      const added = await act(area, { type: "device-add", certificate });
      if (!added.ok) return added;
      drop();
      // First the new one: whatever comes between, there is one that works.
      for (const earlier of (await ownSheets(area)).filter((one) => one.device !== device)) {
        const ended = await endOwnSheet(area, earlier.device);
        if (!ended.ok) return ended;
      }
      area.requestSync();
      return ok(done());
    },
    rehearse: (typed: string) => rehearse(area, typed),
  };
}

/** `recovery.rehearse`. Failures: `invalid-input` for what is no sheet, `not-found` for one that is not this person's, or not in force. */
function rehearse(area: TeamArea, typed: string): Result<Rehearsal> {
  const read = readRecoverySheet(typed);
  if (!read.ok) return read;
  const { device, keys } = recoverySheetKeys(read.value);
  keys.wipe();
  read.value.seed.fill(0);
  const { log, profile, ports } = area;
  const state = log.state();
  const found = state.devices.get(device);
  if (found?.active !== true || found.user !== profile.user || found.kind !== "paper")
    return fail("not-found", { field: "sheet" }, "after-act");
  recordOf(area).write({ device, at: ports.clock.now() as EpochMs });
  const readable = [...state.vaults.values()].filter(
    (vault) => !vault.archived && rightIn(state, profile.user, vault) !== null,
  );
  const held = readable.filter(({ epochs, epoch }) => epochs.get(epoch)?.sent.has(device) === true);
  return ok({
    madeAt: found.addedAt,
    vaults: held.length,
    of: readable.length,
    personal: held.some(({ kind }) => kind === "personal"),
    confirmers: confirmersOf(state, profile.user),
  });
}

const recordOf = (area: TeamArea) => sealedRecord(area, "recovery-rehearsed", recordSchema);

/** When this computer last saw that this sheet works; null where it did not, also because somebody changed the file. */
export function rehearsedAt(area: TeamArea, device: DeviceId): number | null {
  const rehearsed = recordOf(area).read();
  return rehearsed?.device === device ? rehearsed.at : null;
}
