/**
 * Hands on what is done here to those who may read it: batches, each in a letter to the inbox of `audit` that is durable together with
 * how far that went [protocol: Activity]. What cannot be written yet stays in the chain, and nothing is written twice.
 */
import { z } from "zod";
import { strict, uintField } from "../../../shared/encoding/fields.ts";
import type { Hash, VaultId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import type { LetterContent } from "../../../shared/protocol/letters/letter-types.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { LocalProfile } from "../local/local-profile.ts";
import { sealedRecord } from "../local/sealed-record.ts";
import type { Activity } from "./activity.ts";
import { auditVault } from "./team-activity.ts";

export type HandedOn = {
  /** Something was done that nobody else knows of, and letters of before have gone. */
  isDue(): boolean;
  /** Writes the next letters. */
  write(): Result<true>;
  /** Something of before this profile was opened is among it. */
  isLeftOver(): boolean;
};

type Parts = Pick<LocalProfile, "db" | "keys" | "profile"> & {
  log: { state(): TeamState };
  activity: Pick<Activity, "nextBatch" | "last">;
  letters: {
    write(
      wanted: readonly { to: VaultId; type: "activity-batch"; content: LetterContent<"activity-batch"> }[],
      beside: () => void,
    ): Result<Hash[]>;
    written(): readonly { letter: { body: { type: string } }; isSent: boolean }[];
  };
};

const schema = strict({ form: z.literal(1), upTo: uintField() });
/** So many letters at a time: what an inbox does not take yet stays in the chain. */
export const batchesAtOnce = 16;

/** Of an opened profile. */
export function openHandedOn(parts: Parts): HandedOn {
  const { activity, letters, log } = parts;
  const record = sealedRecord(parts, "activity-handed-on", schema);
  const atOpening = activity.last();
  const upTo = (): number => record.read()?.upTo ?? 0;
  const isWaiting = (): boolean =>
    letters.written().some(({ letter, isSent }) => letter.body.type === "activity-batch" && !isSent);
  return {
    isLeftOver: () => upTo() < atOpening,
    isDue: () => activity.last() > upTo() && !isWaiting(),
    write() {
      const to = auditVault(log.state());
      if (to === undefined) return ok(true);
      const batches: Uint8Array[] = [];
      let above = upTo();
      while (batches.length < batchesAtOnce) {
        const next = activity.nextBatch(above);
        if (next === null) break;
        batches.push(next.bytes);
        above = next.upTo;
      }
      if (batches.length === 0) return ok(true);
      const wanted = batches.map((batch) => ({ to, type: "activity-batch" as const, content: { batch } }));
      const written = letters.write(wanted, () => record.write({ form: 1, upTo: above }));
      return written.ok ? ok(true) : written;
    },
  };
}
