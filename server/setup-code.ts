/**
 * Setup codes: whoever holds one may make a team here, once. Only hashes are kept, so a code is printed once, when it is
 * made. A start without any team makes another; those printed before stay good until one of them is used or renewed.
 */
import { hashText } from "../shared/crypto/hash.ts";
import { randomBytes } from "../shared/crypto/random.ts";
import type { Hash } from "../shared/encoding/ids.ts";
import { writeTransferCode } from "../shared/protocol/transfer-code/transfer-code.ts";
import { addSetupToken, dropSetupTokens } from "./store/identity-store.ts";
import type { Db } from "./store/query.ts";

type Options = { teams: number; maxTeams: number; renew: boolean; origin: string; serverKeys: Hash };

/** A fresh code, or null where no further team may be made or nobody asked for one. */
export async function makeSetupCode(db: Db, options: Options): Promise<string | null> {
  const { teams, maxTeams, renew, origin, serverKeys } = options;
  if (teams >= maxTeams || (teams > 0 && !renew)) return null;
  const token = randomBytes(16);
  await db.transaction(async (transaction) => {
    if (renew) await dropSetupTokens(transaction);
    await addSetupToken(transaction, hashText("setup-token", token));
  });
  return writeTransferCode("setup", { origin, serverKeys, token });
}
