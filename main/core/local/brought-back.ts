/**
 * What a server that was restored from an older copy lacked and has back, for people who want to see it [protocol: Restored servers]:
 * heights of the log and of vaults, sealed in the profile's file until it is dismissed. What stands there is read from the verified
 * log and chains when it is asked for.
 */
import { z } from "zod";
import { idField, strict, timeField, uintField } from "../../../shared/encoding/fields.ts";
import type { EpochMs, VaultId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { removeSealed } from "../store/sealed-rows.ts";
import type { LocalProfile } from "./local-profile.ts";
import { sealedRecord } from "./sealed-record.ts";

/** Above `from`, up to `to`. */
const stretch = { from: uintField(), to: uintField() };
const schema = strict({
  form: z.literal(1),
  at: timeField(),
  log: strict(stretch).nullable(),
  vaults: z.array(strict({ vault: idField<VaultId>(), ...stretch })).max(limits.headsPerTeam),
});
const name = "brought-back";

export type Stretch = { from: number; to: number };
export type BroughtBack = { log: Stretch | null; vaults: ReadonlyMap<VaultId, Stretch> };

type Holder = Pick<LocalProfile, "db" | "keys" | "profile">;

/** Null where nothing was brought, or it was dismissed. */
export function readBroughtBack(holder: Holder): (BroughtBack & { at: number }) | null {
  const kept = sealedRecord(holder, name, schema).read();
  if (kept === null) return null;
  return {
    at: kept.at,
    log: kept.log,
    vaults: new Map(kept.vaults.map(({ vault, from, to }) => [vault, { from, to }])),
  };
}

/** Keeps it, with what was brought before and not dismissed. */
export function keepBroughtBack(holder: Holder, at: number, { log, vaults }: BroughtBack): void {
  const before = readBroughtBack(holder);
  const all = new Map(before?.vaults);
  for (const [vault, one] of vaults) all.set(vault, joined(all.get(vault) ?? null, one) ?? one);
  const rows = [...all].map(([vault, one]) => ({ vault, ...one })).slice(0, limits.headsPerTeam);
  holder.db.transaction(() =>
    sealedRecord(holder, name, schema).write({
      ...{ form: 1, at: at as EpochMs, log: joined(before?.log ?? null, log), vaults: rows },
    }),
  );
}

/** Nobody wants to see it any more. */
export function dropBroughtBack({ db }: Holder): void {
  removeSealed(db, "settings", name);
}

/** Both in one stretch. */
export function joined(one: Stretch | null, other: Stretch | null): Stretch | null {
  if (one === null || other === null) return one ?? other;
  return { from: Math.min(one.from, other.from), to: Math.max(one.to, other.to) };
}

/** How many entries and commits these are. */
export function countOf({ log, vaults }: BroughtBack): number {
  return [...(log === null ? [] : [log]), ...vaults.values()].reduce((sum, { from, to }) => sum + to - from, 0);
}
