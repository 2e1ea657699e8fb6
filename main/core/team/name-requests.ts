/**
 * "Please change my name" [protocol: Letters]: names change only by an admin, in the directory; a person asks for it by letter. A
 * request is open until the directory says that name, its author asks for another, or an admin declines it.
 */
import type { NameRequestShape, NameRequests } from "../../../shared/contract/name-request-shapes.ts";
import type { Hash, ItemId, UserId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { byLook, lookOf } from "../../../shared/model/look-alike.ts";
import { isAdmin } from "../../../shared/protocol/team-log/state/rules.ts";
import { type ContentOf, contentsOf, countingOf, isLater } from "../letters/letter-contents.ts";
import { governanceOf } from "../letters/letters.ts";
import { readOwnInbox } from "../letters/own-inbox.ts";
import { putRecord } from "../records/records.ts";
import { directoryOf, readPeople } from "./people.ts";
import type { TeamArea } from "./team-area.ts";

type Nothing = Record<string, never>;

/** `member.askName`: durable here, and on its way when the server is reached. */
export function askName(area: TeamArea, name: string): Result<Nothing> {
  const governance = governanceOf(area.log.state());
  if (governance === undefined) return fail("not-found");
  const written = area.letters.write([{ to: governance, type: "name-request", content: { name } }]);
  if (!written.ok) return written;
  area.requestSync();
  return ok({});
}

/** `member.nameRequests`: what others ask, for admins; what this person asked, and what became of it. */
export async function nameRequests(area: TeamArea): Promise<Result<NameRequests>> {
  const people = await readPeople(area);
  const own = await ownRequest(area, people);
  const state = area.log.state();
  const governance = governanceOf(state);
  if (governance === undefined || !isAdmin(state, area.profile.user)) return ok({ open: [], own, missing: [] });
  const { gaps, restarted } = await area.letters.read(governance);
  const open = await openRequests(area, people);
  const missing = gaps.map(({ user, missing: count }) => ({ user: user as string, count }));
  // What came last before a run began anew is not known: nothing is counted.
  for (const { user } of restarted) if (!missing.some((gap) => gap.user === user)) missing.push({ user, count: 0 });
  return ok({ open: open.map(({ shape }) => shape), own, missing });
}

/** `member.acceptName`: an admin writes the name into the directory, which closes the request everywhere. */
export async function acceptName(area: TeamArea, request: string): Promise<Result<{ draft: boolean }>> {
  const found = await findOpen(area, request);
  if (!found.ok) return found;
  const { user, name } = found.value;
  const directory = directoryOf(area);
  const item = itemOf(area, user);
  const person = await area.records.of.person.find(item as ItemId, directory);
  if (person === null) return fail("not-found");
  return putRecord(area.records, directory, item as ItemId, { ...person.body, name });
}

/** `member.declineName`: by letter to whoever asked, and to the other admins. */
export async function declineName(area: TeamArea, request: string, reason: string | null): Promise<Result<Nothing>> {
  const found = await findOpen(area, request);
  if (!found.ok) return found;
  const state = area.log.state();
  const { user, name } = found.value;
  const inboxes = [governanceOf(state), state.personalVaults.get(user)];
  const content = { request: request as Hash, name, reason };
  const wanted = inboxes.flatMap((to) => (to === undefined ? [] : { to, type: "name-decline" as const, content }));
  const written = area.letters.write(wanted);
  if (!written.ok) return written;
  area.requestSync();
  return ok({});
}

type OpenRequest = { user: UserId; name: string; shape: NameRequestShape };
type People = Awaited<ReturnType<typeof readPeople>>;

async function findOpen(area: TeamArea, request: string): Promise<Result<OpenRequest>> {
  if (!isAdmin(area.log.state(), area.profile.user)) return fail("role");
  const found = (await openRequests(area, await readPeople(area))).find(({ shape }) => shape.request === request);
  return found === undefined ? fail("not-found") : ok(found);
}

/** The newest request of each person that counts, is not declined, and is not done. */
async function openRequests(area: TeamArea, people: People): Promise<OpenRequest[]> {
  const governance = governanceOf(area.log.state());
  if (governance === undefined) return [];
  const { letters } = await area.letters.read(governance);
  const received = countingOf(letters);
  // What this computer wrote counts before it comes back from the server.
  const written = area.letters.written().filter(({ letter }) => letter.body.to === governance);
  const declined = new Set(
    contentsOf([...received, ...written.map(({ letter }) => letter)], "name-decline").map(
      ({ content }) => content.request,
    ),
  );
  const newest = new Map<UserId, ContentOf<"name-request">>();
  for (const one of contentsOf(received, "name-request")) {
    const { user } = one.letter.body.from;
    const before = newest.get(user);
    if (before === undefined || isLater(one.letter, before.letter)) newest.set(user, one);
  }
  const open = [...newest].filter(
    ([user, { letter, content }]) => !declined.has(letter.hash) && nameOf(area, people, user) !== content.name,
  );
  const looks = looksOf(area, people);
  return open.map(([user, { letter, content }]) => {
    const { name } = content;
    const like = (looks.get(lookOf(name)) ?? []).filter((other) => other !== user);
    const shape = { request: letter.hash, user, now: nameOf(area, people, user), name, like, at: letter.body.time };
    return { user, name, shape };
  });
}

/** Who has a name of which look: whoever decides is told whom a wanted name may be mistaken for. */
function looksOf(area: TeamArea, people: People): Map<string, UserId[]> {
  return byLook([...area.log.state().users.keys()].map((user) => [user, nameOf(area, people, user)] as const));
}

async function ownRequest(area: TeamArea, people: People): Promise<NameRequests["own"]> {
  const { user } = area.profile;
  const written = area.letters.written();
  const asked = contentsOf(
    written.map(({ letter }) => letter),
    "name-request",
  );
  const last = asked.reduce<(typeof asked)[number] | null>(
    (best, one) => (best === null || isLater(one.letter, best.letter) ? one : best),
    null,
  );
  if (last === null || nameOf(area, people, user) === last.content.name) return null;
  const { name } = last.content;
  const came = await readOwnInbox(area);
  const answers = contentsOf(countingOf(came), "name-decline");
  const answer = answers.find(({ content }) => content.request === last.letter.hash);
  if (answer !== undefined)
    return { name, state: "declined", by: answer.letter.body.from.user, reason: answer.content.reason };
  const isSent = written.some(({ letter, isSent: gone }) => gone && letter.hash === last.letter.hash);
  return { name, state: isSent ? "asked" : "waiting", by: null, reason: null };
}

function itemOf(area: TeamArea, user: UserId): string {
  return area.log.state().users.get(user)?.invite ?? user;
}

function nameOf(area: TeamArea, people: People, user: UserId): string {
  return people.get(itemOf(area, user))?.name ?? "";
}
