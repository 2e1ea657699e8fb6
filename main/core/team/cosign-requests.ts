/**
 * Second signatures that others ask of this person by letter [protocol: Cosignatures]. What an act would change is worked out from its
 * payload on this computer's own log; the letter has no words. Signed is only what is shown whole, by the hash of the letter that was
 * shown.
 */
import type { CosignRequest } from "../../../shared/contract/cosign.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Letter } from "../../../shared/protocol/letters/letter.ts";
import { bodyOn } from "../../../shared/protocol/team-log/compose-plan.ts";
import { cosign, hasLapsed, neededCosigners } from "../../../shared/protocol/team-log/cosign.ts";
import type { CosignedAct } from "../../../shared/protocol/team-log/cosigned-types.ts";
import type { EntryBody } from "../../../shared/protocol/team-log/entry.ts";
import { checkKnownKeys } from "../../../shared/protocol/team-log/known-keys.ts";
import { outcomeOf } from "../../../shared/protocol/team-log/verify.ts";
import { contentsOf, countingOf, openRequests } from "../letters/letter-contents.ts";
import { readOwnInbox } from "../letters/own-inbox.ts";
import { changeBy, isShownWhole, isTooOld } from "./cosigned-rules.ts";
import type { TeamArea } from "./team-area.ts";

type Nothing = Record<string, never>;
type Asked = { letter: Letter; act: CosignedAct; body: EntryBody; shape: CosignRequest };

/** `cosign.list`. */
export async function listRequests(area: TeamArea): Promise<Result<CosignRequest[]>> {
  return ok((await requestsHere(area)).map(({ shape }) => shape));
}

/** `cosign.sign`. Failures: `not-found`; `cosign` where it lapsed; `client-too-old` where it changes more than is shown here; `key-changed` where it gives more to somebody whose keys changed. */
export async function signRequest(area: TeamArea, request: string): Promise<Result<Nothing>> {
  const found = (await requestsHere(area)).find(({ letter }) => letter.hash === request);
  if (found === undefined) return fail("not-found", { field: "request" });
  if (found.shape.state === "lapsed") return fail("cosign", { reason: "lapsed" });
  if (found.shape.state === "newer") return fail("client-too-old");
  // Signing is giving: nobody whose keys are others than this person compared gets more by their signature.
  const known = checkKnownKeys(area.log.state(), { ...found.act, by: area.profile.user });
  if (!known.ok) return known;
  const { sig } = cosign(found.body, area.profile.device, area.keys.signKey);
  return answer(area, found, sig);
}

/** `cosign.refuse`: whoever asks is told. */
export async function refuseRequest(area: TeamArea, request: string): Promise<Result<Nothing>> {
  const found = (await requestsHere(area)).find(({ letter }) => letter.hash === request);
  return found === undefined ? fail("not-found", { field: "request" }) : answer(area, found, null);
}

/** Durable here, and on its way when the server is reached; one act is answered once. */
function answer(area: TeamArea, { letter, act }: Asked, sig: Uint8Array | null): Result<Nothing> {
  const { id } = act.payload;
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
async function requestsHere(area: TeamArea): Promise<Asked[]> {
  const came = await readOwnInbox(area);
  const answered = answeredHere(area);
  return openRequests(countingOf(came)).flatMap(({ letter, act }) => {
    const asked = answered.has(act.payload.id) ? null : readRequest(area, letter, act);
    return asked === null ? [] : [asked];
  });
}

/** Null where its author may not do it, it is done, or this person may not sign it. */
function readRequest({ log, profile, ports }: TeamArea, letter: Letter, act: CosignedAct): Asked | null {
  const state = log.state();
  const { from, time } = letter.body;
  const { type, payload } = act;
  const body = bodyOn(state, { type, payload, actor: from, time });
  if (payload.baseSeq > state.head.seq) return null;
  if (!neededCosigners(state, body).includes(profile.user)) return null;
  const outcome = outcomeOf(state, body);
  if (!outcome.ok) return null;
  const isOld = hasLapsed(state, body, payload.baseSeq) || isTooOld(time, ports.clock.now());
  const shape: CosignRequest = {
    ...{ request: letter.hash, user: from.user, at: time },
    change: changeBy({ before: state, ...outcome.value }, act),
    state: isOld ? "lapsed" : isShownWhole(state, act) ? "open" : "newer",
  };
  return { letter, act, body, shape };
}
