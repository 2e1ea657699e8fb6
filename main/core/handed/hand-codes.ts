/**
 * The side of whoever has the seed [protocol: Handed codes]. What is shown of a question is this computer's own: who signed it, and
 * the title of its own login; only the reason is the asker's word. Each question is answered once, by a person.
 */
import type { AskedCode } from "../../../shared/contract/handed-codes.ts";
import { checkKemKey } from "../../../shared/crypto/kem.ts";
import type { Hash, ItemId, UserId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { askDayMs, askMs, askSlackMs, asksAtOnce, asksPerDay, handedOf } from "../../../shared/model/handed-code.ts";
import { buildHandedCode } from "../../../shared/protocol/letters/handed-code.ts";
import { isUnknownDevice } from "../../../shared/protocol/team-log/known-keys.ts";
import { type ContentOf, contentsOf, countingOf, isLater } from "../letters/letter-contents.ts";
import { readOwnInbox } from "../letters/own-inbox.ts";
import { isAccount } from "./askable.ts";
import type { HandedArea } from "./handed-area.ts";

type Nothing = Record<string, never>;
type Asked = ContentOf<"code-request"> & { shape: AskedCode };
type Answered = { request: Hash | string; item: ItemId; user: UserId };

/** `code.asked`. */
export async function askedCodes(area: HandedArea): Promise<AskedCode[]> {
  return (await openQuestions(area)).map(({ shape }) => shape);
}

/** `code.hand`. Failures: `not-found` where it is not open; `key-changed` of a person with other keys than were compared; `ask-again`. */
export async function handCode(area: HandedArea, answered: Answered): Promise<Result<Nothing>> {
  const found = await findOpen(area, answered);
  if (!found.ok) return found;
  const { letter, content } = found.value;
  const { user, device } = letter.body.from;
  if (isUnknownDevice(area.log.state(), area.profile.user, device))
    return fail("key-changed", { user, reason: "person" });
  const sound = checkKemKey(content.kemPk);
  if (!sound.ok) return sound;
  const code = await area.codeOf(content.item);
  if (!code.ok) return code;
  const place = { team: area.profile.team, device, item: content.item, nonce: content.nonce };
  const sealed = buildHandedCode(content.kemPk, place, handedOf(code.value, area.ports.clock.now()));
  return answer(area, found.value, sealed);
}

/** `code.refuse`: whoever asks is told. */
export async function refuseCode(area: HandedArea, answered: Answered): Promise<Result<Nothing>> {
  const found = await findOpen(area, answered);
  return found.ok ? answer(area, found.value, null) : found;
}

async function findOpen(area: HandedArea, { request, item, user }: Answered): Promise<Result<Asked>> {
  const found = (await openQuestions(area)).find(({ letter }) => letter.hash === request);
  const isSame = found?.content.item === item && found.letter.body.from.user === user;
  return found !== undefined && isSame ? ok(found) : fail("not-found", { field: "request" });
}

/** Durable here, and on its way when the server is reached. */
function answer(area: HandedArea, { letter, content }: Asked, sealed: Uint8Array | null): Result<Nothing> {
  const to = area.log.state().personalVaults.get(letter.body.from.user);
  // Two windows may answer at once: what was looked at before is looked at again.
  if (to === undefined || answeredHere(area).has(content.nonce)) return fail("not-found", { field: "request" });
  const written = area.letters.write([{ to, type: "code-answer", content: { nonce: content.nonce, sealed } }]);
  if (!written.ok) return written;
  area.requestSync();
  return ok({});
}

function answeredHere({ letters }: HandedArea): Set<string> {
  const written = letters.written().map(({ letter }) => letter);
  return new Set(contentsOf(written, "code-answer").map(({ content }) => content.nonce));
}

/** What this person can answer now: of logins that are accounts of tools and whose seed they can open, within the bounds of each who asks. */
async function openQuestions(area: HandedArea): Promise<Asked[]> {
  const now = area.agreedTime();
  if (now === null) return [];
  const answered = answeredHere(area);
  const came = contentsOf(countingOf(await readOwnInbox(area)), "code-request");
  const isOpen = ({ content }: ContentOf<"code-request">): boolean => !answered.has(content.nonce);
  const open: Asked[] = [];
  for (const [user, asked] of byAsker(came, now))
    for (const one of newestOfEach(asked).filter(isOpen).slice(0, asksAtOnce)) {
      const shape = await readQuestion(area, user, one, now);
      if (shape !== null) open.push({ ...one, shape });
    }
  return open.sort((left, right) => left.shape.until - right.shape.until);
}

/** Those that are in their time, of people who did not ask too often in a day: whoever floods is heard the next day. */
function byAsker(came: readonly ContentOf<"code-request">[], now: number) {
  const today = new Map<UserId, ContentOf<"code-request">[]>();
  for (const one of came) {
    const { until } = one.content;
    if (until <= now - askDayMs || until > now + askMs + askSlackMs) continue;
    const { user } = one.letter.body.from;
    const there = today.get(user);
    if (there === undefined) today.set(user, [one]);
    else if (there.length <= asksPerDay) there.push(one);
  }
  return [...today]
    .filter(([, asked]) => asked.length <= asksPerDay)
    .map(([user, asked]) => [user, asked.filter(({ content }) => content.until > now)] as const);
}

/** Of each login the last question, newest first. */
function newestOfEach(asked: readonly ContentOf<"code-request">[]): ContentOf<"code-request">[] {
  const newest = new Map<ItemId, ContentOf<"code-request">>();
  for (const one of asked) {
    const before = newest.get(one.content.item);
    if (before === undefined || isLater(one.letter, before.letter)) newest.set(one.content.item, one);
  }
  return [...newest.values()].sort((left, right) => (isLater(left.letter, right.letter) ? -1 : 1));
}

/** Null where this person has no seed of it, it is no account of a tool, or they ask themselves. */
async function readQuestion(
  area: HandedArea,
  user: UserId,
  { letter, content: { item, until, why } }: ContentOf<"code-request">,
  now: number,
): Promise<AskedCode | null> {
  const row = (await area.items()).get(item);
  if (user === area.profile.user || row === undefined || !row.overview.hasTotp) return null;
  if (!(await isAccount(area, item))) return null;
  const { title, askAgain } = row.overview;
  return { request: letter.hash, user, item, title, askAgain, why, at: Math.min(now, until - askMs), until };
}
