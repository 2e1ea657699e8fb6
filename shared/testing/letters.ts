/** Letters of a test's team, signed by its people. */
import { newId } from "../crypto/random.ts";
import { zeroHash } from "../encoding/fields.ts";
import type { EpochMs, Hash, LetterChainId, VaultId } from "../encoding/ids.ts";
import { buildLetter, type LetterBody } from "../protocol/letters/letter.ts";
import { encodeContent, type LetterContent, type LetterType } from "../protocol/letters/letter-types.ts";
import { headAt } from "../protocol/team-log/state/rules.ts";
import type { Person, TestTeam } from "./team.ts";

/** A letter by this person on the test's log; `tamper` changes what is signed. */
export function letter<Type extends LetterType>(
  team: TestTeam,
  by: Person,
  wanted: { to: VaultId; type: Type; content: LetterContent<Type>; logSeq?: number; tamper?: Partial<LetterBody> },
): { bytes: Uint8Array; hash: Hash } {
  const logSeq = wanted.logSeq ?? team.state.head.seq;
  const body: LetterBody = {
    suite: 1,
    team: team.team,
    from: { user: by.user, device: by.device },
    to: wanted.to,
    logSeq,
    logHead: headAt(team.state, logSeq) as Hash,
    time: team.now as EpochMs,
    chain: newId<LetterChainId>(),
    counter: 0,
    prev: zeroHash,
    type: wanted.type,
    content: encodeContent(wanted.type, wanted.content),
  };
  return buildLetter({ ...body, ...wanted.tamper }, by.keys);
}
