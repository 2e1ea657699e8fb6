/** Letters by which this computer asks second signatures, and what came back [protocol: Cosignatures]. */
import type { EpochMs, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import type { Letter } from "../../../shared/protocol/letters/letter.ts";
import { bodyOn } from "../../../shared/protocol/team-log/compose-plan.ts";
import { cosigners, isCosignature } from "../../../shared/protocol/team-log/cosign.ts";
import type { CosignedAct } from "../../../shared/protocol/team-log/cosigned-types.ts";
import type { Entry, EntryBody } from "../../../shared/protocol/team-log/entry.ts";
import { contentsOf, countingOf, openRequests } from "../letters/letter-contents.ts";
import type { Wanted } from "../letters/outgoing.ts";
import { readOwnInbox } from "../letters/own-inbox.ts";
import type { TeamParts } from "./team-area.ts";

/** What this computer would sign of an act, on the newest state. */
export function bodyOf({ log, profile, ports }: TeamParts, { type, payload }: CosignedAct): EntryBody {
  const { user, device } = profile;
  return bodyOn(log.state(), { type, payload, actor: { user, device }, time: ports.clock.now() as EpochMs });
}

const asking = (to: VaultId, act: CosignedAct | null): Wanted => ({ to, type: "cosign-request", content: { act } });

/** To everybody who may sign and was not asked; who has no inbox yet is asked once they have. */
export function requests(area: TeamParts, act: CosignedAct): Wanted[] {
  const { personalVaults } = area.log.state();
  const asked = askedFor(area);
  return cosigners(area.log.state(), bodyOf(area, act)).flatMap((user) => {
    const to = personalVaults.get(user);
    const isAsked = to !== undefined && asked.get(to)?.some(({ payload }) => payload.id === act.payload.id) === true;
    return to === undefined || isAsked ? [] : [asking(to, act)];
  });
}

/** It is not asked for any more; what else is asked for there is asked anew, since taking back takes back all. */
export function withdrawals(area: TeamParts, id: string): Wanted[] {
  return [...askedFor(area)].flatMap(([to, acts]) => {
    const others = acts.filter(({ payload }) => payload.id !== id);
    return others.length === acts.length ? [] : [asking(to, null), ...others.map((act) => asking(to, act))];
  });
}

/** By inbox: for which acts this computer asks there now. */
function askedFor({ letters }: TeamParts): Map<VaultId, CosignedAct[]> {
  const byInbox = new Map<VaultId, Letter[]>();
  for (const { letter } of letters.written())
    byInbox.set(letter.body.to, [...(byInbox.get(letter.body.to) ?? []), letter]);
  return new Map([...byInbox].map(([to, written]) => [to, openRequests(written).map(({ act }) => act)]));
}

/** Signatures that may stand under it, and who refused. */
export type Answers = { cosigs: Entry["cosigs"]; refusedBy: UserId[] };

/** What came from people who may sign it now, checked on this computer's own body. */
export async function answersTo(area: TeamParts, act: CosignedAct): Promise<Answers> {
  const came = await readOwnInbox(area);
  const state = area.log.state();
  const body = bodyOf(area, act);
  const able = new Set(cosigners(state, body));
  const answers = contentsOf(countingOf(came), "cosign-answer").flatMap(({ letter, content }) => {
    const { user, device } = letter.body.from;
    return content.id === act.payload.id && able.has(user) ? [{ user, device, sig: content.sig }] : [];
  });
  const signed = answers.flatMap(({ user, device, sig }) =>
    sig !== null && isCosignature(state, body, { device, sig }) ? [{ user, device, sig }] : [],
  );
  const refused = answers.filter(({ user, sig }) => sig === null && !signed.some((one) => one.user === user));
  const [first] = signed;
  return {
    cosigs: first === undefined ? [] : [{ device: first.device, sig: first.sig }],
    refusedBy: [...new Set(refused.map(({ user }) => user))],
  };
}
