/**
 * Under which name this person last gave somebody something, or first knew them, sealed on this computer: whoever is called otherwise
 * since is shown with both names wherever somebody is given access [protocol: Safety numbers]. No time decides it, for the time of a
 * change is the word of whoever made it.
 */
import { z } from "zod";
import { idField, strict, timeField, typedText, uintField } from "../../../shared/encoding/fields.ts";
import type { EpochMs, UserId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { byLook } from "../../../shared/model/look-alike.ts";
import { type EntryBody, isBodyOf } from "../../../shared/protocol/team-log/entry.ts";
import { gainersOf } from "../../../shared/protocol/team-log/known-keys.ts";
import { headAt } from "../../../shared/protocol/team-log/state/rules.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { findEntry } from "../local/named-bytes.ts";
import { type SealedRecord, sealedRecord } from "../local/sealed-record.ts";
import type { TeamArea } from "./team-area.ts";

/** As many fit into the record with the longest names; nobody above it is noted. */
export const peopleMost = 3_000;
const called = typedText(limits.nameChars);
const schema = strict({
  form: z.literal(1),
  /** Up to this entry of the log it was looked for what this person gave. */
  upTo: uintField(),
  /**
   * `name`: under which something was given, or they were first known; `seen`: what they were called at the last look; `since`: when
   * this computer first saw another name than `name`, by its own clock, null where there is none.
   */
  people: z
    .array(strict({ user: idField<UserId>(), name: called, seen: called, since: timeField().nullable() }))
    .max(peopleMost),
});
type Kept = z.output<typeof schema>;
type Known = Kept["people"][number];

const recordOf = (area: TeamArea): SealedRecord<Kept> => sealedRecord(area, "known-names", schema);

/** What is another name now than it was: until something is given under it. */
export type FormerName = { name: string; since: number | null };

/** Former names by person, beside the names of now. */
export function formerNames(area: TeamArea, now: ReadonlyMap<UserId, string>): Map<UserId, FormerName> {
  const known = recordOf(area).read()?.people ?? [];
  return new Map(
    known.flatMap(({ user, name, since }) => {
      const called = now.get(user);
      return called === undefined || called === "" || called === name ? [] : [[user, { name, since }] as const];
    }),
  );
}

/** So many entries are looked through again rather than writing the record anew. */
const lookedAgain = 64;

/** After each round: who is new, who is called otherwise, to whom something was given. */
export function noteNames(area: TeamArea, now: ReadonlyMap<UserId, string>): void {
  const record = recordOf(area);
  const state = area.log.state();
  const kept = record.read();
  const upTo = kept?.upTo ?? state.head.seq;
  const given = givenSince(area, state, upTo);
  const before = new Map(kept?.people.map((one) => [one.user, one]));
  const time = area.ports.clock.now() as EpochMs;
  const people = [...now].slice(0, peopleMost).flatMap(([user, name]): Known[] => {
    const known = before.get(user);
    if (name === "") return known === undefined ? [] : [known];
    if (known === undefined) return [{ user, name, seen: name, since: null }];
    // It was given under the name that was shown then, which a change that came with this very round is not.
    const under = given.has(user) ? { name: known.seen, since: null } : known;
    return [{ user, name: under.name, seen: name, since: under.name === name ? null : (under.since ?? time) }];
  });
  const isSame = people.length === before.size && people.every((one) => isSameName(before.get(one.user), one));
  if (isSame && given.size === 0 && kept !== null && state.head.seq - upTo < lookedAgain) return;
  record.write({ form: 1, upTo: state.head.seq, people });
  if (!isSame) area.emit("member.changed", {});
}

function isSameName(one: Known | undefined, other: Known): boolean {
  return one?.name === other.name && one.seen === other.seen && one.since === other.since;
}

/** To whom this person gave something by an entry above this one, on whichever of their computers. */
function givenSince({ db, profile }: TeamArea, state: TeamState, upTo: number): Set<UserId> {
  const given = new Set<UserId>();
  for (let seq = upTo + 1; seq <= state.head.seq; seq++) {
    const body = findEntry(db, seq, headAt(state, seq))?.body;
    if (body?.actor.user === profile.user) for (const user of receiversOf(state, body)) given.add(user);
  }
  return given;
}

function receiversOf(state: TeamState, body: EntryBody): UserId[] {
  if (isBodyOf(body, "vault-access"))
    return body.payload.changes.flatMap((change) => (change.permission === null ? [] : gainersOf(state, change)));
  if (isBodyOf(body, "group-change")) return [...body.payload.add, ...body.payload.managersAdd];
  if (isBodyOf(body, "group-create")) return [...body.payload.managers, ...body.payload.members];
  return isBodyOf(body, "user-role") ? [body.payload.user] : [];
}

/** Which names may be taken for each other, of people or of groups, by one of them. */
export function alikeNames<Id extends string>(names: ReadonlyMap<Id, string>): Map<Id, Id[]> {
  const looks = byLook([...names].filter(([, name]) => name !== ""));
  const alike = [...looks.values()].filter((ids) => ids.length > 1);
  return new Map(alike.flatMap((ids) => ids.map((id) => [id, ids.filter((other) => other !== id)])));
}
