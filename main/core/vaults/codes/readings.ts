/**
 * What was read of seeds and not yet taken: one reading at a time, in memory alone, for a quarter of an hour at most. The page gets names
 * and codes, never a seed.
 */
import type { CodeParts, CodeReading, FoundCode } from "../../../../shared/contract/codes.ts";
import type { CommandParsed } from "../../../../shared/contract/commands.ts";
import type { CodeShape } from "../../../../shared/contract/shapes.ts";
import { newId } from "../../../../shared/crypto/random.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { equalValues } from "../../../../shared/model/field-merge.ts";
import type { Totp } from "../../../../shared/model/item-parts.ts";
import type { MigratedCode, MigrationPart } from "../../../../shared/model/otpauth-migration.ts";
import { createAlarm } from "../../local/alarm.ts";
import type { Pictures } from "../../ports.ts";
import { codeAt } from "../../secondfactor/code.ts";
import type { ItemsArea } from "../items/items-area.ts";
import { placesFor } from "./places.ts";
import { type Seeds, seedsInFile, seedsInPicture, seedsInText } from "./read-seeds.ts";

type Found = MigratedCode & { takenAs: string | null };
type Held = { reading: string; found: Found[]; exports: Map<number, CodeParts> };
type OfFound = { reading: string; at: number };

/** What was read, as `code.take` uses it. */
export type Readings = {
  read(input: CommandParsed<"code.read">): Promise<Result<CodeReading>>;
  codeOf(of: OfFound): Result<CodeShape>;
  check(of: OfFound & { typed: string }): Result<{ isSame: boolean }>;
  /** A seed that may be taken; `not-found`. It stays the reading's: whoever takes it writes a copy. */
  seedOf(of: OfFound): Result<Totp>;
  taken(of: OfFound, item: string): void;
  forget(reading: string): void;
  dispose(): void;
};

const heldMs = 15 * 60_000;
const foundMost = 500;

/** Of an opened profile; nothing is held at first. */
export function createReadings(area: ItemsArea): Readings {
  let held: Held | null = null;
  let isOver = false;
  const drop = (): void => {
    alarm.stop();
    wiped({ codes: held?.found ?? [] });
    held = null;
  };
  const { ports } = area.unlocked;
  const alarm = createAlarm(ports, drop);
  const find = (reading: string): Held | null => {
    // Whatever the timer has not seen yet: the computer may just have woken.
    alarm.ringInTime();
    return held?.reading === reading ? held : null;
  };
  const foundOf = ({ reading, at }: OfFound): Result<Totp> => {
    const one = find(reading)?.found[at];
    return one?.totp == null || one.takenAs !== null ? fail("not-found", { field: "at" }) : ok(one.totp);
  };
  return {
    async read(input) {
      const seeds = await seedsIn(ports.pictures, input);
      if (!seeds.ok) return seeds;
      // Locked while the picture was read: nothing of it is kept beyond that.
      if (isOver) return wiped(seeds.value);
      const before = input.reading === undefined ? null : find(input.reading);
      if (before === null) drop();
      const now = before ?? { reading: newId<string>(), found: [], exports: new Map() };
      held = now;
      alarm.set(heldMs);
      const added = addSeeds(now, seeds.value);
      if (!added.ok && before === null) drop();
      return added.ok ? ok(shapeOf(area, now)) : added;
    },
    codeOf(of) {
      const totp = foundOf(of);
      return totp.ok ? ok(codeAt(totp.value, ports.clock.now())) : totp;
    },
    check({ typed, ...of }) {
      const totp = foundOf(of);
      return totp.ok ? ok({ isSame: isCodeOf(totp.value, typed, ports.clock.now()) }) : totp;
    },
    seedOf: foundOf,
    taken({ reading, at }, item) {
      const one = find(reading)?.found[at];
      if (one === undefined) return;
      one.takenAs = item;
      one.totp?.secret.fill(0);
    },
    forget: (reading) => {
      if (find(reading) !== null) drop();
    },
    dispose() {
      isOver = true;
      drop();
    },
  };
}

async function seedsIn(pictures: Pictures, input: CommandParsed<"code.read">): Promise<Result<Seeds>> {
  if ("text" in input) return seedsInText(input.text);
  return "file" in input ? seedsInFile(pictures, input) : seedsInPicture(pictures, input.picture);
}

/** Overwrites what is not to be kept. */
function wiped({ codes }: Pick<Seeds, "codes">): Result<never> {
  for (const { totp } of codes) totp?.secret.fill(0);
  return fail("locked");
}

/** Whether another app that has this seed would show this now, a step ago, or a step from now. */
export function isCodeOf(totp: Totp, typed: string, nowMs: number): boolean {
  const code = typed.replace(/[\s-]/g, "");
  const steps = [-1, 0, 1].map((step) => nowMs + step * totp.period * 1000).filter((at) => at >= 0);
  return steps.some((at) => codeAt(totp, at).code === code);
}

/** The same seed is there once, however often it is shown. Fails `otp-uri` with `parts` where two exports go by one id, `limit`. */
function addSeeds({ found, exports }: Held, { codes, parts }: Seeds): Result<true> {
  const other = parts.find(({ id, size }) => (exports.get(id)?.size ?? size) !== size);
  if (other !== undefined) return fail("otp-uri", { reason: "parts" }, "after-act");
  const added = codes.filter((code) => !found.some((before) => isSame(before, code)));
  if (found.length + added.length > foundMost) return fail("limit", { field: "found", number: foundMost });
  for (const part of parts) addPart(exports, part);
  found.push(...added.map((code) => ({ ...code, takenAs: null })));
  return ok(true);
}

function addPart(exports: Map<number, CodeParts>, { id, size, index, codes }: MigrationPart): void {
  const held = exports.get(id) ?? { size, read: [] };
  exports.set(id, held);
  if (!held.read.some((part) => part.index === index)) held.read.push({ index, codes: codes.length });
  held.read.sort((one, next) => one.index - next.index);
}

function isSame(before: Found, { issuer, account, totp, refused }: MigratedCode): boolean {
  if (before.issuer !== issuer || before.account !== account || before.refused !== refused) return false;
  if (before.totp === null || totp === null) return before.totp === totp && issuer !== null;
  return before.takenAs === null && equalValues(before.totp, totp);
}

function shapeOf(area: ItemsArea, { reading, found, exports }: Held): CodeReading {
  const shapes = found.map(({ issuer, account, totp, refused, takenAs }, at): FoundCode => {
    const { digits = 0, period = 0, algorithm = "" } = totp ?? {};
    const places = totp === null || takenAs !== null ? none : placesFor(area, { issuer, account });
    return { at, issuer, account, digits, period, algorithm, refused, takenAs, ...places };
  });
  return { reading, found: shapes, exports: [...exports.values()].filter(({ size }) => size > 1) };
}

const none = { places: [], held: [], isProposed: false };
