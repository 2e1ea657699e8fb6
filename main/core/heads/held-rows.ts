/** The acts that wait, sealed in the profile's file: one list, read once, of which every change is durable before it is told. */
import { z } from "zod";
import { strict, timeField } from "../../../shared/encoding/fields.ts";
import { sealedRecord } from "../local/sealed-record.ts";
import { addSecurityEvent } from "../store/security-events.ts";
import type { OpenedProfile } from "../sync/team-view.ts";

/** More than anybody keeps in mind. */
export const rowsMost = 64;
const rowSchema = strict({
  act: z.string().max(60),
  command: z.enum(["vault.setAccess", "member.setRole", "group.change"]),
  /** As JSON, read again by the command's own row. */
  input: z.string().max(200_000),
  /** What it changes, as its person saw it. */
  before: z.string().max(20_000),
  at: timeField(),
  /** Why it will not be done by itself; null: it waits. */
  problem: z.string().max(40).nullable(),
});
/** One act. */
export type Row = z.output<typeof rowSchema>;
const listSchema = strict({ form: z.literal(1), rows: z.array(rowSchema).max(rowsMost) });

export type RowsArea = Pick<OpenedProfile, "db" | "emit" | "keys" | "ports" | "profile"> & {
  /** Inside the transaction that changes what waits: an older file is then known by its count. */
  noted(): void;
};
export type HeldRows = ReturnType<typeof openRows>;

/** The sealed list; whoever listens hears of each change of it. Where it cannot be read, its person is told, until another takes its place. */
export function openRows({ db, emit, noted, ...area }: RowsArea) {
  const record = sealedRecord({ db, ...area }, "held-acts", listSchema);
  if (record.isDamaged()) {
    const code = "damaged-database";
    addSecurityEvent(db, { at: area.ports.clock.now(), code });
    emit("alert.raised", { code, reason: "acts" });
  }
  const listeners = new Set<() => void>();
  const all = (): Row[] => record.read()?.rows ?? [];
  return {
    all,
    change(to: (rows: Row[]) => Row[]): void {
      const rows = to(all());
      if (JSON.stringify(rows) === JSON.stringify(all())) return;
      db.transaction(() => {
        record.write({ form: 1, rows });
        noted();
      });
      emit("act.changed", {});
      for (const listener of [...listeners]) listener();
    },
    changed(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
