/**
 * Second signatures that others ask of this person by letter [protocol: Cosignatures]. What an act would change is worked out from its
 * payload on this computer's own log; the letter has no words. Signed is only what is shown whole, by the hash of the letter that was
 * shown.
 */
import type { CosignRequest } from "../../../shared/contract/cosign.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Letter } from "../../../shared/protocol/letters/letter.ts";
import { bodyOn } from "../../../shared/protocol/team-log/compose-plan.ts";
import { cosign, cosigners, hasLapsed } from "../../../shared/protocol/team-log/cosign.ts";
import type { EntryBody } from "../../../shared/protocol/team-log/entry.ts";
import { isSamePolicy, type Policy } from "../../../shared/protocol/team-log/state/policy.ts";
import { outcomeOf } from "../../../shared/protocol/team-log/verify.ts";
import { lastTime } from "../../../shared/text.ts";
import { contentsOf, countingOf, newestRequests } from "../letters/letter-contents.ts";
import { readOwnInbox } from "../letters/own-inbox.ts";
import type { TeamArea } from "./team-area.ts";
import { rulesIn } from "./team-rules.ts";

type Nothing = Record<string, never>;
type Asked = { letter: Letter; id: string; body: EntryBody; shape: CosignRequest };

/** `cosign.list`. */
export async function listRequests(area: TeamArea): Promise<Result<CosignRequest[]>> {
  return ok((await openRequests(area)).map(({ shape }) => shape));
}

/** `cosign.sign`. Failures: `not-found`; `cosign` where it lapsed; `client-too-old` where it changes more than is shown here. */
export async function signRequest(area: TeamArea, request: string): Promise<Result<Nothing>> {
  const found = (await openRequests(area)).find(({ letter }) => letter.hash === request);
  if (found === undefined) return fail("not-found", { field: "request" });
  if (found.shape.state === "lapsed") return fail("cosign", { reason: "lapsed" });
  if (found.shape.state === "newer") return fail("client-too-old");
  const { sig } = cosign(found.body, area.profile.device, area.keys.signKey);
  return answer(area, found, sig);
}

/** `cosign.refuse`: whoever asks is told. */
export async function refuseRequest(area: TeamArea, request: string): Promise<Result<Nothing>> {
  const found = (await openRequests(area)).find(({ letter }) => letter.hash === request);
  return found === undefined ? fail("not-found", { field: "request" }) : answer(area, found, null);
}

/** Durable here, and on its way when the server is reached; one act is answered once. */
function answer(area: TeamArea, { letter, id }: Asked, sig: Uint8Array | null): Result<Nothing> {
  const to = area.log.state().personalVaults.get(letter.body.from.user);
  if (to === undefined) return fail("not-found");
  if (answeredHere(area).has(id)) return fail("not-found", { field: "request" });
  const written = area.letters.write([{ to, type: "cosign-answer", content: { id, sig } }]);
  if (!written.ok) return written;
  area.requestSync();
  return ok({});
}

function answeredHere({ letters }: TeamArea): Set<string> {
  const written = letters.written().map(({ letter }) => letter);
  return new Set(contentsOf(written, "cosign-answer").map(({ content }) => content.id));
}

/** What the computers of others ask for now, that this person may sign, and has not answered here. */
async function openRequests(area: TeamArea): Promise<Asked[]> {
  const came = await readOwnInbox(area);
  const answered = answeredHere(area);
  return newestRequests(countingOf(came)).flatMap(({ letter, content }) => {
    const asked = content.act === null ? null : readRequest(area, letter, content.act);
    return asked === null || answered.has(asked.id) ? [] : [asked];
  });
}

/** Null where its author may not do it, it is done, or this person may not sign it. */
function readRequest(
  { log, profile }: TeamArea,
  letter: Letter,
  { type, payload }: { type: "policy"; payload: { id: string; baseSeq: number; policy: Policy } },
): Asked | null {
  const state = log.state();
  const { from, time } = letter.body;
  const body = bodyOn(state, { type, payload, actor: from, time });
  if (payload.baseSeq > state.head.seq || !outcomeOf(state, body).ok) return null;
  if (!cosigners(state, body).includes(profile.user)) return null;
  const { serverTotp, secondFactor } = state.policy;
  const isWhole =
    isSamePolicy({ ...payload.policy, serverTotp, secondFactor }, state.policy) &&
    (payload.policy.serverTotp.from ?? 0) <= lastTime;
  const isOld = hasLapsed(state, body, payload.baseSeq);
  const shape: CosignRequest = {
    ...{ request: letter.hash, user: from.user, at: time },
    ...{ before: rulesIn(state.policy), after: rulesIn(payload.policy) },
    state: isOld ? "lapsed" : isWhole ? "open" : "newer",
  };
  return { letter, id: payload.id, body, shape };
}
