/**
 * The last words of some teammates on where they stand, as they were signed: a server that was restored from an older copy asks for
 * one before it takes entries back without looking at its own heads [protocol: Restored servers].
 */
import { z } from "zod";
import { bytesMax, idField, strict, uintField } from "../../../shared/encoding/fields.ts";
import type { UserId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import type { LocalProfile } from "./local-profile.ts";
import { sealedRecord } from "./sealed-record.ts";

/** A verified statement: whose, up to which entry, and its bytes. */
export type KeptStatement = { user: UserId; logSeq: number; bytes: Uint8Array };

/** Of each person one is enough, and of all people some. */
const keptMost = limits.statementsPerRestore / 2;
const row = strict({ user: idField<UserId>(), logSeq: uintField(), bytes: bytesMax(limits.statementBytes) });
const schema = strict({ form: z.literal(1), statements: z.array(row).max(keptMost) });

type Holder = Pick<LocalProfile, "db" | "keys" | "profile">;

/** Those that are kept, the newest first. */
export function readKeptStatements(holder: Holder): KeptStatement[] {
  return sealedRecord(holder, "others-stated", schema).read()?.statements ?? [];
}

/** Keeps it in the place of an older one of the same person; of more people than are kept, those who know most of the log. */
export function keepStatement(holder: Holder, { user, logSeq, bytes }: KeptStatement): void {
  const record = sealedRecord(holder, "others-stated", schema);
  const others = (record.read()?.statements ?? []).filter((one) => one.user !== user || one.logSeq > logSeq);
  if (others.some((one) => one.user === user)) return;
  const statement = { user, logSeq, bytes };
  const statements = [...others, statement].sort((left, right) => right.logSeq - left.logSeq).slice(0, keptMost);
  if (statements.includes(statement)) holder.db.transaction(() => record.write({ form: 1, statements }));
}
