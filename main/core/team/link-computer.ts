/**
 * The old computer's side of bringing another one [protocol: New device]. In memory only: a lock ends it. Whatever does not fit
 * ends it too, by name; a person begins anew. Nothing is signed before the code of the new computer was typed here.
 */

import type { LinkShape } from "../../../shared/contract/link-shapes.ts";
import type { Act } from "../../../shared/contract/shapes.ts";
import { randomBytes } from "../../../shared/crypto/random.ts";
import { type Deadline, deadlineIn, leftUntil } from "../../../shared/deadline.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import {
  isCodeTyped,
  type LinkReveal,
  linkCodes,
  makeLinkAnswer,
  readLinkCertificate,
  readLinkReveal,
} from "../../../shared/protocol/join/link.ts";
import { hashAt } from "../../../shared/protocol/team-log/state/log-hashes.ts";
import { transferName } from "../../../shared/protocol/transfer-code/transfer-code.ts";
import { bytesEqual } from "../../../shared/text.ts";
import { act } from "../log/act.ts";
import { done } from "../log/done.ts";
import { createTurns } from "../sync/turns.ts";
import type { TeamArea } from "./team-area.ts";

type Link = {
  slot: number;
  until: Deadline;
  tries: number;
  /** What was seen of the new computer, each held from then on, whatever the server says later. */
  commitment: Uint8Array | null;
  answer: Uint8Array | null;
  shown: { reveal: LinkReveal; codes: { old: string; fresh: string } } | null;
  isTyped: boolean;
  certificate: Uint8Array | null;
};

export type Linking = ReturnType<typeof createLinking>;

/** No link yet; one at a time. */
export function createLinking(area: TeamArea) {
  let link: Link | null = null;
  // A page asks again and again: an answer from before the new computer spoke must not come after one that knows of it.
  const turn = createTurns<"link">();

  /** Ends the link where this does not fit; an answer that was lost is asked for again. */
  function ended<T>(failure: Result<T>): Result<T> {
    const isFinal = !failure.ok && (failure.failure.code === "sas" || failure.failure.code === "encoding");
    if (isFinal || (!failure.ok && failure.failure.code === "not-found")) link = null;
    return failure;
  }

  async function look(): Promise<Result<Link>> {
    const current = link;
    if (current === null) return fail("not-found", { field: "link" }, "after-act");
    if (leftUntil(area.ports.clock, current.until) <= 0) return ended(fail("sas", { reason: "ended" }, "after-act"));
    const looked = ended(await advance(area, current));
    if (!looked.ok) return looked;
    return link === current ? ok(current) : fail("not-found", { field: "link" }, "after-act");
  }

  return {
    /** `device.link`, once the passphrase was typed again. Failures: `offline`, `throttled`, `limit`. */
    begin: () =>
      turn("link", async (): Promise<Result<LinkShape>> => {
        const opened = await area.transport.call("openLink", {});
        if (!opened.ok) return opened;
        link = newLink(opened.value.slot, deadlineIn(area.ports.clock, limits.linkLifeMs));
        return ok(shapeOf(link, area.profile.origin));
      }),
    /** `device.linkState`: asks the server what the new computer said. `sas` ends the link, `not-found`: there is none. */
    state: () =>
      turn("link", async (): Promise<Result<LinkShape>> => {
        const looked = await look();
        return looked.ok ? ok(shapeOf(looked.value, area.profile.origin)) : looked;
      }),
    /** `device.linkCode`: the code that the new computer shows. `sas` where it is another; the third time ends the link. */
    code: (typed: string) =>
      turn("link", async (): Promise<Result<LinkShape>> => {
        const looked = await look();
        if (!looked.ok) return looked;
        const taken = takeCode(looked.value, typed);
        if (looked.value.tries === 0) link = null;
        return taken.ok ? ok(shapeOf(looked.value, area.profile.origin)) : taken;
      }),
    /** `device.linkAdd`: signs the new computer into the log, with the keys of what its person may open. */
    add: () =>
      turn("link", async (): Promise<Result<Act>> => {
        const looked = await look();
        const added = looked.ok ? await addLinked(area, looked.value) : looked;
        if (added.ok) link = null;
        return added;
      }),
    cancel(): Result<Record<string, never>> {
      link = null;
      return ok({});
    },
  };
}

/** Both codes were typed: this one here, the other before the new computer sends its certificate. */
async function addLinked(area: TeamArea, { isTyped, certificate }: Link): Promise<Result<Act>> {
  if (!isTyped || certificate === null) return fail("sas", { reason: "early" }, "after-act");
  const added = await act(area, { type: "device-add", certificate });
  area.requestSync();
  return added.ok ? ok(done()) : added;
}

function newLink(slot: number, until: Deadline): Link {
  const seen = { commitment: null, answer: null, shown: null, certificate: null };
  return { slot, until, tries: limits.linkTries, isTyped: false, ...seen };
}

/** Whether this is the code that the new computer shows; another one costs a try. */
function takeCode(link: Link, typed: string): Result<true> {
  if (link.shown === null) return fail("sas", { reason: "early" }, "after-act");
  link.isTyped ||= isCodeTyped(typed, link.shown.codes.fresh);
  if (link.isTyped) return ok(true);
  link.tries -= 1;
  return fail("sas", { reason: "typed", number: link.tries }, "after-act");
}

function shapeOf({ slot, until, tries, shown, isTyped, certificate }: Link, origin: string): LinkShape {
  const number = String(slot).padStart(8, "0");
  const isReady = isTyped && certificate !== null;
  const state = shown === null ? "waiting" : isReady ? "ready" : isTyped ? "typed" : "compare";
  return { state, slot: number, address: origin, code: shown?.codes.old ?? null, tries, endsAt: until.now };
}

/** Says what is to be said, and takes what the new computer said since. */
async function advance(area: TeamArea, link: Link): Promise<Result<true>> {
  const said = await exchange(area, link);
  if (!said.ok) return said;
  const [commitment, reveal, certificate] = said.value;
  if (link.commitment === null && commitment !== undefined) {
    if (commitment.length !== 32) return fail("sas", { reason: "commitment" }, "after-act");
    link.commitment = commitment;
    link.answer = await answerOf(area);
    return advance(area, link);
  }
  if (link.commitment !== null && !(commitment !== undefined && bytesEqual(commitment, link.commitment)))
    return fail("sas", { reason: "commitment" }, "after-act");
  const shown = takeReveal(link, reveal);
  if (!shown.ok) return shown;
  return takeCertificate(area, link, certificate);
}

async function exchange({ transport }: TeamArea, { slot, answer }: Link): Promise<Result<Uint8Array[]>> {
  const said = await transport.call("linkOld", { slot, put: answer === null ? null : { at: 0, bytes: answer } });
  return said.ok ? ok(said.value.messages) : said;
}

function takeReveal(link: Link, reveal: Uint8Array | undefined): Result<true> {
  const { commitment, answer } = link;
  if (link.shown !== null || reveal === undefined || commitment === null || answer === null) return ok(true);
  const read = readLinkReveal(reveal, commitment);
  if (!read.ok) return read;
  link.shown = { reveal: read.value, codes: linkCodes({ commitment, answer, reveal }) };
  return ok(true);
}

function takeCertificate({ profile }: TeamArea, link: Link, certificate: Uint8Array | undefined): Result<true> {
  if (link.shown === null || link.certificate !== null || certificate === undefined) return ok(true);
  const { team, user } = profile;
  const { signPk, kemPk } = link.shown.reveal;
  const read = readLinkCertificate(certificate, { team, user, signPk, kemPk });
  if (!read.ok) return read;
  link.certificate = certificate;
  return ok(true);
}

/** Where the team stands, as this computer verified it. */
async function answerOf({ log, profile }: TeamArea): Promise<Uint8Array> {
  const { head, hashes } = log.state();
  const genesis = hashAt(hashes, 0);
  if (genesis === null) throw new Error("a log without its genesis");
  const { team, user, device, origin, serverKeys } = profile;
  const [teamName, person] = [transferName(profile.teamName), transferName(profile.person)];
  const where = { team, user, device, genesis, logSeq: head.seq, logHead: head.hash };
  return makeLinkAnswer({ ...where, origin, serverKeys, teamName, person, nonce: randomBytes(32) });
}
