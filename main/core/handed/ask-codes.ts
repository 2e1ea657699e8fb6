/**
 * The side of whoever asks for a code [protocol: Handed codes]. The key of a question, and the code that comes, lie in memory alone
 * and as long as they are good; a lock ends all of it. An answer counts once, from the person who was asked, in the time of its question.
 */
import type { CodeAsk } from "../../../shared/contract/handed-codes.ts";
import { questionKeys } from "../../../shared/crypto/handed-code-envelope.ts";
import { newId } from "../../../shared/crypto/random.ts";
import { deadlineIn, leftUntil } from "../../../shared/deadline.ts";
import type { EpochMs, Hash, ItemId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { askDayMs, askMs, asksAtOnce, asksPerDay, shownMs } from "../../../shared/model/handed-code.ts";
import { readHandedCode } from "../../../shared/protocol/letters/handed-code.ts";
import type { LetterContent } from "../../../shared/protocol/letters/letter-types.ts";
import { type ContentOf, contentsOf, countingOf } from "../letters/letter-contents.ts";
import { readOwnInbox } from "../letters/own-inbox.ts";
import { askableCodes } from "./askable.ts";
import type { HandedArea } from "./handed-area.ts";
import { askShape, createQuestions, dropKey, type Questions } from "./questions.ts";

const clearsInMs = 30_000;

/** The questions of an unlocked profile. */
export function createAsking(area: HandedArea) {
  const { clock } = area.ports;
  const questions = createQuestions(area.ports, () => area.emit("letters.changed", {}));
  return {
    ask: (asked: Asked) => ask(area, questions, asked),
    async asks(): Promise<CodeAsk[]> {
      await takeAnswers(area, questions);
      const unsent = new Set(area.letters.written().flatMap(({ letter, isSent }) => (isSent ? [] : letter.hash)));
      return [...questions.all].map(([nonce, question]) => askShape(nonce, question, unsent)).reverse();
    },
    endAsk(nonce: string): void {
      questions.end(nonce);
      area.emit("letters.changed", {});
    },
    async copy(nonce: string, item: ItemId): Promise<Result<{ clearsInMs: number }>> {
      questions.sweep();
      const question = questions.all.get(nonce);
      if (question?.shown == null || question.place.item !== item) return fail("not-found", { field: "ask" });
      return area.copies.write(question.shown.code, Math.min(clearsInMs, leftUntil(clock, question.shown.until)));
    },
    dispose: questions.dispose,
  };
}

/** Nothing is read while no question waits. */
async function takeAnswers(area: HandedArea, questions: Questions): Promise<void> {
  questions.sweep();
  if (![...questions.all.values()].some(({ kemKey }) => kemKey !== null)) return;
  const came = countingOf(await readOwnInbox(area));
  questions.sweep();
  for (const answer of contentsOf(came, "code-answer")) takeAnswer(area, questions, answer);
  questions.sweep();
}

function takeAnswer(area: HandedArea, { all }: Questions, { letter, content }: ContentOf<"code-answer">): void {
  const { clock } = area.ports;
  const question = all.get(content.nonce);
  if (question?.kemKey == null || letter.body.from.user !== question.user) return;
  if (content.sealed !== null) {
    const read = readHandedCode(question.kemKey, question.place, content.sealed);
    if (!read.ok) return;
    const left = shownMs(read.value, area.agreedTime() ?? clock.now());
    const { code, from, until } = read.value;
    const shown = { code, periodMs: until - from, endsAt: clock.now() + left, until: deadlineIn(clock, left) };
    question.shown = left > 0 ? shown : null;
  }
  question.answer = content.sealed === null ? "declined" : "handed";
  question.answeredAt = clock.now();
  dropKey(question);
}

type Asked = { item: ItemId; user: UserId; why: string };

async function ask(
  area: HandedArea,
  questions: Questions,
  { item, user, why }: Asked,
): Promise<Result<{ ask: string }>> {
  const { profile, ports } = area;
  const now = area.agreedTime();
  if (now === null) return fail("offline", { reason: "time" }, "later");
  const holders = (await askableCodes(area)).find((one) => one.item === item)?.holders;
  const to = area.log.state().personalVaults.get(user);
  if (holders?.includes(user) !== true || to === undefined) return fail("not-found", { field: "user" });
  questions.sweep();
  const open = [...questions.all.values()].filter((one) => one.user === user && one.kemKey !== null).length;
  if (open >= asksAtOnce || askedToday(area, to, now) >= asksPerDay) return fail("limit", { reason: "code-asks" });
  const { kemPk, kemKey } = questionKeys();
  const nonce = newId<string>();
  const content: LetterContent<"code-request"> = { nonce, item, kemPk, until: Math.floor(now + askMs) as EpochMs, why };
  const written = area.letters.write([{ to, type: "code-request", content }]);
  if (!written.ok) return written;
  const place = { team: profile.team, device: profile.device, item, nonce };
  const times = { at: ports.clock.now(), end: deadlineIn(ports.clock, askMs), answeredAt: null };
  questions.add(nonce, {
    ...{ user, why, place, letter: written.value[0] as Hash, ...times },
    ...{ kemKey, answer: null, shown: null },
  });
  area.requestSync();
  return ok({ ask: nonce });
}

/** What this computer asked of this inbox in a day, also before a lock. */
function askedToday({ letters }: HandedArea, to: VaultId, now: number): number {
  const written = letters.written().flatMap(({ letter }) => (letter.body.to === to ? letter : []));
  return contentsOf(written, "code-request").filter(({ content }) => content.until > now - askDayMs).length;
}
