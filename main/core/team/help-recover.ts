/**
 * The side of whoever holds a share of another person's recovery sheet [protocol: Recovery by two people]: they compare codes with the new
 * computer, by voice, and only then give the share to the key that was compared. Nothing of it is signed; the recovery itself waits.
 */
import type { HelpShape } from "../../../shared/contract/recovery-shapes.ts";
import { type SharePlace, sealShare } from "../../../shared/crypto/share-envelope.ts";
import type { UserId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { LinkReveal } from "../../../shared/protocol/join/link.ts";
import {
  checkHelpTyped,
  helpExchange,
  makeHelpAnswer,
  readHelpReveal,
} from "../../../shared/protocol/recovery/help.ts";
import { encodeShare } from "../../../shared/protocol/recovery/shares.ts";
import { transferName } from "../../../shared/protocol/transfer-code/transfer-code.ts";
import { type ComparedKind, type ComparedShape, createComparedSide, type Said, withPlace } from "./compared-side.ts";
import { type Held, heldShares } from "./held-shares.ts";
import { readPeople } from "./people.ts";
import type { TeamArea } from "./team-area.ts";

export type Helping = ReturnType<typeof createHelping>;

/** Nobody is helped yet; one at a time. */
export function createHelping(area: TeamArea) {
  const side = createComparedSide<LinkReveal>(area);
  let held: Held | null = null;
  /** A share that was sealed is said again in the same bytes. */
  let sealed: { slot: number; bytes: Uint8Array } | null = null;
  const told = (shape: Result<ComparedShape>): Result<HelpShape> =>
    shape.ok ? ok({ ...withPlace(shape.value, area.profile.origin), user: held?.user ?? "" }) : shape;

  async function give({ kemPk }: LinkReveal, { slot, messages }: Said): Promise<Result<Record<string, never>>> {
    const still = held === null ? null : await findHeld(area, held.user);
    if (still === null || still.share.sheet !== held?.share.sheet) return fail("not-found", { field: "share" });
    if (sealed?.slot !== slot) {
      const { team, user } = area.profile;
      const place: SharePlace = { team, sheet: still.share.sheet, holder: user, exchange: helpExchange(messages) };
      sealed = { slot, bytes: sealShare(kemPk, place, encodeShare(still.share)) };
    }
    const said = await area.transport.call("linkOld", { slot, put: { at: 1, bytes: sealed.bytes } });
    return said.ok ? ok({}) : said;
  }

  return {
    /** `recovery.help`, once the passphrase was typed again. Failures: `not-found` where no share of theirs is here, `offline`, `throttled`, `limit`. */
    async begin(user: UserId): Promise<Result<HelpShape>> {
      // A share of a sheet that ended meanwhile helps nobody.
      const pulled = await area.log.pull();
      if (!pulled.ok) return pulled;
      const found = await findHeld(area, user);
      if (found === null) return fail("not-found", { field: "share" }, "after-act");
      const kind = kindOf(area, found, transferName((await readPeople(area)).get(user)?.name ?? ""));
      const begun = await side.begin(kind, () => area.transport.call("openLink", {}));
      if (begun.ok) [held, sealed] = [found, null];
      return told(begun);
    },
    /** `recovery.helpState`: `sas` ends it, `not-found`: there is none. */
    state: async () => told(await side.state()),
    /** `recovery.helpCode`: the code that the new computer shows. `sas` where it is another; the third time ends it. */
    code: async (typed: string) => told(await side.code(typed)),
    /** `recovery.helpGive`: gives the share, once both codes were typed. */
    async give(): Promise<Result<Record<string, never>>> {
      const pulled = await area.log.pull();
      return pulled.ok ? side.finish(give) : pulled;
    },
    cancel: side.cancel,
  };
}

/** The newest sheet of this person's of which a share is here. */
async function findHeld(area: TeamArea, user: UserId): Promise<Held | null> {
  const held = (await heldShares(area)).filter((one) => one.user === user);
  return held.sort((one, other) => other.madeAt - one.madeAt)[0] ?? null;
}

function kindOf({ log, profile }: TeamArea, { user, share }: Held, person: string): ComparedKind<LinkReveal> {
  return {
    label: "recovery-code",
    answer(nonce) {
      const { seq, hash } = log.state().head;
      const { team, origin, serverKeys } = profile;
      const [teamName, holderName] = [transferName(profile.teamName), transferName(profile.person)];
      const where = { sheet: share.sheet, logSeq: seq, logHead: hash, origin, serverKeys };
      return makeHelpAnswer({ team, user, holder: profile.user, ...where, teamName, person, holderName, nonce });
    },
    readReveal: readHelpReveal,
    checkLast: (sig, shown, messages) => checkHelpTyped(sig, messages, shown),
  };
}
