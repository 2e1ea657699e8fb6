/** The acts that wait for a second signature, sealed in the profile's file: one list, of which every change is durable before it is told. */
import { z } from "zod";
import { strict, timeField } from "../../../shared/encoding/fields.ts";
import { type CosignedAct, cosignedAct } from "../../../shared/protocol/team-log/cosigned-types.ts";
import { entryRule, type Payloads } from "../../../shared/protocol/team-log/entry-types.ts";
import type { RowsArea } from "../heads/held-rows.ts";
import { requestsMost } from "../letters/letter-contents.ts";
import { sealedRecord } from "../local/sealed-record.ts";
import { addSecurityEvent } from "../store/security-events.ts";

/** Why it will not be done by itself; null: it waits. */
const problem = z.string().max(40).nullable();
const rowSchema = strict({ act: cosignedAct, at: timeField(), problem });
/** One act. */
export type Row = { act: CosignedAct; at: z.output<typeof rowSchema>["at"]; problem: string | null };

const policyPayload = entryRule("policy").payload as z.ZodType<Payloads["policy"]>;
const recordSchema = z.discriminatedUnion("form", [
  // As it was written while only changes of the rules could wait.
  strict({ form: z.literal(1), row: strict({ payload: policyPayload, at: timeField(), problem }).nullable() }),
  strict({ form: z.literal(2), rows: z.array(rowSchema).max(requestsMost) }),
]);

export type Book = ReturnType<typeof openCosignedBook>;

/** The sealed list; where it cannot be read, its person is told, until another takes its place. */
export function openCosignedBook({ db, emit, noted, ...area }: RowsArea) {
  const record = sealedRecord({ db, ...area }, "cosigned-act", recordSchema);
  if (record.isDamaged()) {
    const code = "damaged-database";
    addSecurityEvent(db, { at: area.ports.clock.now(), code });
    emit("alert.raised", { code, reason: "acts" });
  }
  const all = (): Row[] => {
    const held = record.read();
    if (held === null) return [];
    if (held.form === 2) return held.rows as Row[];
    return held.row === null
      ? []
      : [{ act: { type: "policy", payload: held.row.payload }, at: held.row.at, problem: held.row.problem }];
  };
  return {
    all,
    change(to: (rows: Row[]) => Row[]): void {
      const rows = to(all());
      if (JSON.stringify(rows) === JSON.stringify(all())) return;
      db.transaction(() => {
        record.write({ form: 2, rows });
        noted();
      });
      emit("act.changed", {});
    },
  };
}
