/**
 * Acts that end in more than their entry: a vault has a title, an invite a name. What an act will be, its ids and the records
 * that belong to it, is durable before anything is posted; as soon as the verified log holds it, in this run or a later one,
 * its records become drafts. An act whose answer nobody got is the same act when it is asked for again: same ids, made once.
 */
import { z } from "zod";
import type { CommandName, CommandParsed } from "../../../shared/contract/commands.ts";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { type Deadline, deadlineIn, leftUntil } from "../../../shared/deadline.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { bytesMax, idField, strict, timeField } from "../../../shared/encoding/fields.ts";
import type { EpochMs, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import type { Result } from "../../../shared/failures.ts";
import { recordContent } from "../drafts/draft-body.ts";
import type { DraftBook } from "../drafts/draft-book.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";
import type { OpenedProfile } from "../sync/team-view.ts";

/** Commands whose entry is followed by a record: the id that they make is a vault's, an invite's or a group's. */
type BegunCommand = Extract<CommandName, (typeof commands)[number]>;
const commands = ["vault.create", "invite.create", "item.moveToNew", "group.create"] as const;

const begunSchema = strict({
  command: z.enum(commands),
  /** What was asked for, by which a repeat is known. */
  input: z.string(),
  id: idField<string>(),
  at: timeField(),
  records: z
    .array(strict({ vault: idField<VaultId>(), item: idField<ItemId>(), record: bytesMax(limits.overviewBytes) }))
    .max(4),
  /** Its records are drafts, or further. */
  isDrafted: z.boolean(),
});
type Row = z.output<typeof begunSchema>;
/** What an act makes: the id of the vault, invite or group, and the records that follow it. */
export type Making = Pick<Row, "id" | "records">;

const rowsMost = 64;
const listSchema = z.array(begunSchema).max(rowsMost);
const listBytes = rowsMost * 4 * limits.overviewBytes;
const name = "begun-acts";
/** How long a repeat is taken for the same act; names wait for the log without an end. */
const repeatMs = 3_600_000;

export type BegunActs = {
  /**
   * Runs an act under ids of its own, or under those of an earlier run whose answer nobody got. `work` calls `begin` right
   * before it posts: from then on the act is durable. `input`: what makes a repeat the same act.
   */
  run<Name extends BegunCommand, T>(
    asked: { command: Name; input: Partial<CommandParsed<Name>> },
    fresh: () => Making,
    work: (making: Making, begin: () => void) => Promise<Result<T>>,
  ): Promise<Result<T>>;
  /** Makes drafts of the records of acts that the verified log holds by now. */
  draftRecords(): void;
};

type Parts = {
  unlocked: Pick<OpenedProfile, "db" | "keys" | "profile" | "ports" | "log" | "chains" | "events" | "emit">;
  drafts: Pick<DraftBook, "add" | "ofItem">;
};

/** The begun acts of an opened profile. */
export function createBegunActs(parts: Parts): BegunActs {
  const { unlocked } = parts;
  const running = new Set<string>();
  const { clock } = unlocked.ports;
  const now = () => clock.now();
  // Of acts that an earlier run began only their time of day is known: none of them is repeated later than an hour after this one began.
  const ofEarlierRuns = deadlineIn(clock, repeatMs);
  const ofThisRun = new Map<string, Deadline>();
  const isInTime = ({ id, at }: Row): boolean =>
    Math.abs(now() - at) < repeatMs && leftUntil(clock, ofThisRun.get(id) ?? ofEarlierRuns) > 0;
  return {
    async run({ command, input }, fresh, work) {
      const asked = JSON.stringify(input);
      const isRepeat = (row: Row) =>
        row.command === command && row.input === asked && isInTime(row) && !running.has(row.id);
      const before = readRows(unlocked).find(isRepeat);
      const { id, records } = before ?? fresh();
      running.add(id);
      try {
        const done = await work({ id, records }, () => {
          const rows = readRows(unlocked);
          if (rows.some((row) => row.id === id)) return;
          ofThisRun.set(id, deadlineIn(clock, repeatMs));
          writeRows(unlocked, [
            ...rows,
            { command, input: asked, id, records, at: now() as EpochMs, isDrafted: false },
          ]);
        });
        if (done.ok) forget(parts, id);
        return done;
      } finally {
        running.delete(id);
      }
    },
    draftRecords: () => draftRecords(parts),
  };
}

/** An act that was answered is not repeated. */
function forget(parts: Parts, id: string): void {
  draftRecords(parts);
  const rows = readRows(parts.unlocked);
  if (rows.some((row) => row.id === id))
    writeRows(
      parts.unlocked,
      rows.filter((row) => row.id !== id),
    );
}

function draftRecords({ unlocked, drafts }: Parts): void {
  const rows = readRows(unlocked);
  const { vaults, invites, groups } = unlocked.log.state();
  const isMade = (id: string) => [vaults, invites, groups].some((table) => table.has(id as never));
  const due = rows.filter(({ id, isDrafted }) => !isDrafted && isMade(id));
  if (due.length === 0) return;
  const wanted = due
    .flatMap(({ records, at }) => records.map((one) => ({ ...one, at })))
    // Whoever was faster has said it: a title that was changed since is not changed back.
    .filter(({ vault, item }) => !unlocked.chains.chain(vault).items.has(item) && drafts.ofItem(item).length === 0);
  const drafted = new Set(due.map(({ id }) => id));
  unlocked.db.transaction(() => {
    writeRows(
      unlocked,
      rows.map((row) => (drafted.has(row.id) ? { ...row, isDrafted: true } : row)),
    );
    drafts.add(
      wanted.map(({ vault, item, record, at }) => {
        return { vault, item, baseVersion: 0, content: recordContent(at, { base: null, wanted: record }) };
      }),
    );
  });
  for (const { vault } of wanted) unlocked.emit("vault.changed", { vault });
  unlocked.events.tell("syncRequested", null);
}

/** A record that does not open was changed on this disk: it is as good as absent. */
function readRows({ db, keys, profile }: Parts["unlocked"]): Row[] {
  const sealed = findSealed(db, "settings", name);
  if (sealed === null) return [];
  const plain = openLocal(keys.localStateKey, { profile: profile.profile, name }, sealed);
  const rows = plain.ok ? parseWith(listSchema, plain.value, listBytes) : plain;
  return rows.ok ? rows.value : [];
}

function writeRows({ db, keys, profile }: Parts["unlocked"], rows: Row[]): void {
  const bytes = encodeWith(listSchema, rows.slice(-rowsMost));
  putSealed(db, "settings", name, sealLocal(keys.localStateKey, { profile: profile.profile, name }, bytes));
}
