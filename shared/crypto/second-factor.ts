/** What a server keeps of a person's second factor [protocol: Second factor]: the seed sealed for exactly that person, recovery codes as hashes. */
import { idBytes } from "../encoding/id-bytes.ts";
import type { Hash, TeamId, UserId } from "../encoding/ids.ts";
import type { Result } from "../failures.ts";
import { type EnvelopeContext, open, seal } from "./envelope.ts";
import { hashText, kdf } from "./hash.ts";

/** Whose second factor it is. */
type FactorOf = { team: TeamId; user: UserId };

function context({ team, user }: FactorOf): EnvelopeContext {
  return { purpose: "second-factor", team: idBytes(team), user: idBytes(user) };
}

/** The key of the server's own under which it keeps seeds. */
export function factorKeyFromSeed(serverSeed: Uint8Array): Uint8Array {
  return kdf(serverSeed, "server-factor-key");
}

/** Seals a seed for this person. */
export function sealFactorSeed(factorKey: Uint8Array, of: FactorOf, seed: Uint8Array): Uint8Array {
  return seal(factorKey, context(of), seed);
}

/** Opens the seed of this person: a row that was exchanged for another's does not open. */
export function openFactorSeed(factorKey: Uint8Array, of: FactorOf, sealed: Uint8Array): Result<Uint8Array> {
  return open(factorKey, context(of), sealed);
}

/** What stands in the place of a recovery code. */
export function recoveryCodeHash({ team, user }: FactorOf, code: Uint8Array): Hash {
  return hashText("second-factor-code", idBytes(team), idBytes(user), code);
}
