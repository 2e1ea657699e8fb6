/** The old computer's side of bringing another one of the same person [protocol: New device]: what of the comparison is its own. */
import type { LinkShape } from "../../../shared/contract/link-shapes.ts";
import type { Act } from "../../../shared/contract/shapes.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import {
  type LinkReveal,
  makeLinkAnswer,
  readLinkCertificate,
  readLinkReveal,
} from "../../../shared/protocol/join/link.ts";
import { hashAt } from "../../../shared/protocol/team-log/state/log-hashes.ts";
import { transferName } from "../../../shared/protocol/transfer-code/transfer-code.ts";
import { act } from "../log/act.ts";
import { done } from "../log/done.ts";
import { type ComparedKind, type ComparedShape, createComparedSide, withPlace } from "./compared-side.ts";
import type { TeamArea } from "./team-area.ts";

export type Linking = ReturnType<typeof createLinking>;

/** No link yet; one at a time. */
export function createLinking(area: TeamArea) {
  const side = createComparedSide<LinkReveal>(area);
  const told = (shape: Result<ComparedShape>): Result<LinkShape> =>
    shape.ok ? ok(withPlace(shape.value, area.profile.origin)) : shape;
  return {
    /** `device.link`, once the passphrase was typed again. Failures: `offline`, `throttled`, `limit`. */
    begin: async () => told(await side.begin(kindOf(area), () => area.transport.call("openLink", {}))),
    /** `device.linkState`: asks the server what the new computer said. `sas` ends the link, `not-found`: there is none. */
    state: async () => told(await side.state()),
    /** `device.linkCode`: the code that the new computer shows. `sas` where it is another; the third time ends the link. */
    code: async (typed: string) => told(await side.code(typed)),
    /** `device.linkAdd`: signs the new computer into the log, with the keys of what its person may open. */
    add: () => side.finish((_, { last }) => addLinked(area, last)),
    cancel: side.cancel,
  };
}

async function addLinked(area: TeamArea, certificate: Uint8Array): Promise<Result<Act>> {
  const added = await act(area, { type: "device-add", certificate });
  area.requestSync();
  return added.ok ? ok(done()) : added;
}

/** The new computer shows its keys, and says last its certificate. */
function kindOf(area: TeamArea): ComparedKind<LinkReveal> {
  return {
    label: "link-code",
    answer: (nonce) => answerOf(area, nonce),
    readReveal: readLinkReveal,
    checkLast(certificate, { signPk, kemPk }) {
      const { team, user } = area.profile;
      const read = readLinkCertificate(certificate, { team, user, signPk, kemPk });
      return read.ok ? ok(true) : read;
    },
  };
}

/** Where the team stands, as this computer verified it. */
function answerOf({ log, profile }: TeamArea, nonce: Uint8Array): Uint8Array {
  const { head, hashes } = log.state();
  const genesis = hashAt(hashes, 0);
  if (genesis === null) throw new Error("a log without its genesis");
  const { team, user, device, origin, serverKeys } = profile;
  const [teamName, person] = [transferName(profile.teamName), transferName(profile.person)];
  const where = { team, user, device, genesis, logSeq: head.seq, logHead: head.hash };
  return makeLinkAnswer({ ...where, origin, serverKeys, teamName, person, nonce });
}
