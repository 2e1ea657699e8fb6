/**
 * Letters that come to inboxes which this person reads [protocol: Letters]. They are kept as received, and believed only where they
 * are read: opened and verified on the log as it is then.
 */
import { z } from "zod";
import { envelopeHash } from "../../../shared/crypto/hash.ts";
import { openLetter } from "../../../shared/crypto/letter-envelope.ts";
import { idField, strict, uintField } from "../../../shared/encoding/fields.ts";
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Letter } from "../../../shared/protocol/letters/letter.ts";
import { type Runs, readRuns } from "../../../shared/protocol/letters/runs.ts";
import { type Standing, standingOf, verifyLetter } from "../../../shared/protocol/letters/verify.ts";
import { sealedRecord } from "../local/sealed-record.ts";
import { addIn, countIn, emptyIn, hasIn, type InRow, listIn, listUntaken, removeIn } from "../store/letter-rows.ts";
import { addSecurityEvent } from "../store/security-events.ts";
import type { InboxKeys } from "./inbox-keys.ts";
import type { LettersArea } from "./letters-area.ts";

const placesSchema = strict({
  form: z.literal(1),
  /** The number of the last letter that came, and how many there are: what somebody took out of the file is asked for again. */
  inboxes: z
    .array(strict({ vault: idField<VaultId>(), last: uintField(), count: uintField() }))
    .max(limits.headsPerTeam),
});

/** `disputed`: not to be acted on, whatever its standing. */
export type Received = { letter: Letter; standing: Standing; isDisputed: boolean };
export type InboxContent = Pick<Runs, "gaps" | "restarted"> & { letters: Received[] };

export type Incoming = {
  /** Takes in what the server has. */
  fetch(vault: VaultId): Promise<Result<true>>;
  /** What is there, verified now, each message once. */
  read(vault: VaultId): Promise<InboxContent>;
  /**
   * Hands on what came and can be verified, some at a time; what `keep` writes is durable with it, and the letter itself is
   * not kept. What waits for a key or for the log stays.
   */
  take(vault: VaultId, keep: (letters: readonly Letter[]) => void): Promise<void>;
  /** Who does not read this inbox any more keeps nothing of it. */
  forget(vault: VaultId): void;
};

/** The last number from which one can ask on (`from` of a query). */
const mostNumber = 999_999_999_999_998;
/** So many pages a round: what is left comes with the next. */
const pagesAtOnce = 16;
/** So many letters are opened before others have their turn: an inbox may hold thousands, and junk costs the same. */
const openedAtOnce = 32;

/** Where each inbox stands in the file, and keeping what came. */
function createPlaces(area: LettersArea) {
  const { db } = area;
  const record = sealedRecord(area, "letter-inboxes", placesSchema);
  return {
    last(vault: VaultId): number {
      const place = record.read()?.inboxes.find((one) => one.vault === vault);
      return place === undefined || place.count !== countIn(db, vault) ? 0 : place.last;
    },
    keep(vault: VaultId, rows: readonly InRow[], last: number): void {
      db.transaction(() => {
        addIn(db, vault, rows);
        const others = (record.read()?.inboxes ?? []).filter((one) => one.vault !== vault);
        record.write({ form: 1, inboxes: [...others, { vault, last, count: countIn(db, vault) }] });
      });
    },
  };
}

/** One page from this number on; answers the last number, null where there was nothing. */
async function fetchPage(
  { transport }: LettersArea,
  vault: VaultId,
  from: number,
): Promise<Result<{ rows: InRow[]; last: number } | null>> {
  const answer = await transport.call("letters", { from }, vault);
  if (!answer.ok) return answer;
  const { letters } = answer.value;
  let last = from - 1;
  for (const { number } of letters) {
    if (number <= last || number > mostNumber) return fail("encoding", { vault, reason: "letters" }, "later");
    last = number;
  }
  const rows = letters.map(({ id, epoch, bytes }) => ({ letter: id, epoch, bytes, hash: envelopeHash(bytes) }));
  return ok(rows.length === 0 ? null : { rows, last });
}

/** Takes in what the server has of one inbox. */
function createFetching(area: LettersArea): Incoming["fetch"] {
  const places = createPlaces(area);
  const isHere = (vault: VaultId, row: InRow | undefined) => row !== undefined && hasIn(area.db, vault, row);

  return async (vault) => {
    let next = places.last(vault);
    for (let pages = 0; pages < pagesAtOnce; pages++) {
      const from = next;
      const page = await fetchPage(area, vault, from);
      if (!page.ok) return page;
      // The last one that I have comes first; where it does not, this server was put back from a copy.
      if (pages === 0 && from > 0 && !isHere(vault, page.value?.rows[0])) {
        places.keep(vault, [], 0);
        next = 0;
        continue;
      }
      if (page.value === null || (page.value.last === from && isHere(vault, page.value.rows[0]))) return ok(true);
      const { rows, last } = page.value;
      const isNews = rows.some((row) => !isHere(vault, row));
      places.keep(vault, rows, last);
      if (isNews) area.emit("letters.changed", {});
      next = last + 1;
    }
    return ok(true);
  };
}

/** Opens one row: null where nothing in it counts, undefined where it may later (its key, or the log, is not here yet). */
function openRow(
  { db, log, ports, profile }: LettersArea,
  keys: InboxKeys,
  vault: VaultId,
  { letter: id, epoch, bytes }: InRow,
): Letter | null | undefined {
  const key = keys.own(vault, epoch);
  if (key === null) return undefined;
  const opened = openLetter(key, { team: profile.team, to: vault, epoch, id }, bytes);
  if (!opened.ok) return null;
  const verified = verifyLetter(log.state(), vault, opened.value);
  if (verified.ok) return verified.value;
  const { code, detail } = verified.failure;
  if (code === "log-gap") return undefined;
  // Whoever signed it stands on another log: kept for people, and stops nobody.
  const by = { user: detail?.user, device: detail?.device };
  if (code === "log-fork") addSecurityEvent(db, { at: ports.clock.now(), code, vault, ...by, evidence: opened.value });
  return null;
}

/** So many letters are taken in one round. */
const takenAtOnce = 2048;

/** Hands on what came to an inbox, from where the last round ended, or from the beginning where more can be verified since. */
function createTaking(area: LettersArea, keys: InboxKeys): Incoming["take"] {
  const { db, log, ports } = area;
  const places = new Map<VaultId, { above: number; known: string }>();

  /** What the verdict on a letter depends on. */
  function knownOf(vault: VaultId): string {
    const { head, vaults } = log.state();
    const epoch = vaults.get(vault)?.epoch ?? 0;
    return `${head.seq}/${epoch}/${keys.own(vault, epoch) !== null}`;
  }

  function takeSome(vault: VaultId, above: number, keep: (letters: readonly Letter[]) => void): number | null {
    const rows = listUntaken(db, vault, above, openedAtOnce);
    const opened = rows.map((row) => ({ row, letter: openRow(area, keys, vault, row) }));
    db.transaction(() => {
      keep(opened.flatMap(({ letter }) => letter ?? []));
      for (const { row, letter } of opened) if (letter !== undefined) emptyIn(db, row.place);
    });
    return rows.at(-1)?.place ?? null;
  }

  return async (vault, keep) => {
    const known = knownOf(vault);
    const before = places.get(vault);
    let above = before?.known === known ? before.above : 0;
    for (let taken = 0; taken < takenAtOnce; taken += openedAtOnce) {
      const last = takeSome(vault, above, keep);
      if (last === null) break;
      above = last;
      places.set(vault, { above, known });
      await new Promise<void>((on) => ports.timers.after(0, on));
    }
  };
}

/** The inboxes of an unlocked profile. */
export function createIncoming(area: LettersArea, keys: InboxKeys): Incoming {
  /** By the row: what it holds, or null where it holds nothing that counts. */
  const known = new Map<string, Letter | null>();

  async function openAll(vault: VaultId): Promise<Letter[]> {
    const letters = new Map<string, Letter>();
    let opened = 0;
    for (const row of listIn(area.db, vault)) {
      const name = `${vault}/${row.letter}/${row.epoch}/${row.hash}`;
      let letter = known.get(name);
      if (letter === undefined) {
        letter = openRow(area, keys, vault, row);
        if (letter !== undefined) known.set(name, letter);
        opened++;
        if (opened % openedAtOnce === 0) await new Promise<void>((on) => area.ports.timers.after(0, on));
      }
      if (letter !== undefined && letter !== null) letters.set(letter.hash, letter);
    }
    return [...letters.values()];
  }

  return {
    fetch: createFetching(area),
    take: createTaking(area, keys),
    forget: (vault) => removeIn(area.db, vault),
    async read(vault) {
      const letters = await openAll(vault);
      const { gaps, restarted, disputed } = readRuns(letters);
      const state = area.log.state();
      const received = letters.map((letter) => ({
        letter,
        standing: standingOf(state, letter),
        isDisputed: disputed.has(letter.hash),
      }));
      return { letters: received, gaps, restarted };
    },
  };
}
