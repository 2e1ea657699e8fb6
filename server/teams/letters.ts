/**
 * Letters to inboxes [protocol: Letters]. The server opens none and sees no signature of theirs: it knows the sender by the
 * session, keeps them to their pace and their share, and takes nothing for an inbox whose key somebody may have who lost the
 * right. Letters stay: readers come at any time, and each has their own.
 */
import { inboxHash } from "../../shared/crypto/device-keys.ts";
import { checkKemKey } from "../../shared/crypto/kem.ts";
import type { DeviceId, LetterId, UserId, VaultId } from "../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { takesLetters } from "../../shared/protocol/letters/verify.ts";
import { bytesEqual } from "../../shared/text.ts";
import type { Throttle } from "../limits/throttle.ts";
import { addInboxKey, addLetter, findInboxKey, findLastNumber, findLetter } from "../store/letter-store.ts";
import { countBytes } from "../store/log-store.ts";
import type { Db } from "../store/query.ts";
import { countShare } from "../store/share-store.ts";
import { checkQuota, countStored } from "./quota.ts";
import type { Team, TeamContext } from "./team.ts";

type At = { team: Team; vault: VaultId; by: { user: UserId; device: DeviceId } };
export type SentLetter = { epoch: number; id: LetterId; bytes: Uint8Array };

/** X-Wing ciphertext, head and tag of the envelope, and its least padding: nothing shorter opens to anything. */
const leastBytes = 1120 + 57 + 16 + 256;

/**
 * Call in the team's turn. The same bytes again are answered ok; otherwise `not-found`, `role` (archived), `epoch-stale` (rotation
 * is due, or another epoch), `throttled`, `limit`, `encoding`.
 */
export async function takeLetter(
  context: TeamContext & { letterPace: Throttle },
  { team, vault, by }: At,
  { epoch, id, bytes }: SentLetter,
): Promise<Result<Record<string, never>>> {
  const stored = team.vaults.get(vault);
  if (stored === undefined) return fail("not-found");
  const { vaultNo } = stored;
  const had = await findLetter(context.db, vaultNo, id);
  if (had !== undefined)
    return had.epoch === epoch && bytesEqual(had.bytes, bytes) ? ok({}) : fail("encoding", { reason: "letter-id" });
  if (bytes.length < leastBytes) return fail("encoding", { reason: "letter-length" });
  const takes = takesLetters(team.state, vault, epoch);
  if (!takes.ok) return takes;
  const added = { user: by.user, bytes: bytes.length, entries: 0 };
  const fits = checkQuota(context.limits, team, added);
  if (!fits.ok) return fits;
  const waitMs = context.letterPace.take(`${team.state.team}/${by.device}`);
  if (waitMs > 0) return fail("throttled", { waitMs, reason: "letters" }, "later");
  await context.db.transaction(async (inside) => {
    const seq = Math.max((await findLastNumber(inside, vaultNo)) + 1, context.now());
    await addLetter(inside, vaultNo, { seq, letter: id, epoch, bytes });
    await count(inside, team, added);
  });
  countStored(team, added);
  return ok({});
}

/**
 * Call in the team's turn. A reader publishes the key of an inbox, by which everybody in the team writes to it: the log holds its
 * hash. `key-commit` is what a client calls another key; here it is `encoding`, and so is one that nobody could seal to.
 */
export async function takeInboxKey(
  { db, limits }: TeamContext,
  { team, vault, by }: At,
  { epoch, kemPk }: { epoch: number; kemPk: Uint8Array },
): Promise<Result<Record<string, never>>> {
  const stored = team.vaults.get(vault);
  const made = team.state.vaults.get(vault)?.epochs.get(epoch);
  if (stored === undefined || made === undefined) return fail("not-found");
  if (inboxHash(kemPk) !== made.inbox) return fail("encoding", { vault, reason: "inbox-key" });
  const sound = checkKemKey(kemPk);
  if (!sound.ok) return sound;
  const { vaultNo } = stored;
  if ((await findInboxKey(db, { vaultNo, epoch })) !== undefined) return ok({});
  const added = { user: by.user, bytes: kemPk.length, entries: 0 };
  const fits = checkQuota(limits, team, added);
  if (!fits.ok) return fits;
  await db.transaction(async (inside) => {
    await addInboxKey(inside, { vaultNo, epoch, kemPk });
    await count(inside, team, added);
  });
  countStored(team, added);
  return ok({});
}

async function count(inside: Db, team: Team, added: { user: UserId; bytes: number; entries: number }): Promise<void> {
  await countBytes(inside, team.teamNo, added.bytes);
  await countShare(inside, { teamNo: team.teamNo, ...added });
}
