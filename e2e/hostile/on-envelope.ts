/** What section C changes in sealed envelopes, and in the randomness that they are sealed with. */
import {
  openItemOverview,
  openItemSecret,
  sealItemOverview,
  sealItemSecret,
} from "../../shared/crypto/item-envelopes.ts";
import { checkRandom, newId, randomBytes, setRandomSource } from "../../shared/crypto/random.ts";
import { newVaultKey } from "../../shared/crypto/vault-key.ts";
import type { DeviceId, ItemId, TeamId, UserId, VaultId } from "../../shared/encoding/ids.ts";
import { fail, ok } from "../../shared/failures.ts";
import { eachBit } from "../../shared/testing/changed-bytes.ts";
import { base32Text } from "../../shared/text.ts";
import type { Attack } from "./attack.ts";
import { act } from "./on-protocol.ts";

export const key = newVaultKey();
export const context = {
  team: base32Text(randomBytes(32)) as TeamId,
  vault: newId<VaultId>(),
  epoch: 1,
  item: newId<ItemId>(),
  version: 3,
  author: { user: newId<UserId>(), device: base32Text(randomBytes(32)) as DeviceId },
  schema: 1,
};
export const halves = {
  overview: { seal: sealItemOverview, open: openItemOverview },
  secret: { seal: sealItemSecret, open: openItemSecret },
};

/** None of the bits of an envelope can be turned. */
export function everyBit(half: "overview" | "secret"): Attack {
  return act(`each bit of the envelope of ${half === "overview" ? "an overview" : "a secret"}`, "aead", (evil) => {
    const sealed = halves[half].seal(key, context, randomBytes(40));
    if (!evil) return halves[half].open(key, context, sealed);
    const codes = new Set<string>();
    for (const { bit, turned } of eachBit(sealed)) {
      const opened = halves[half].open(key, context, turned);
      if (opened.ok) return ok(bit);
      codes.add(opened.failure.code);
    }
    const expected = ["suite", "commitment", "aead"];
    return [...codes].every((code) => expected.includes(code)) ? fail("aead") : fail("bug");
  });
}

/** A broken generator ends the program at its start, before anything is sealed. */
export function brokenRandom(changes: string, source: (length: number) => Uint8Array): Attack {
  return {
    changes,
    code: "no effect",
    run: () => {
      const starts = () => {
        try {
          checkRandom();
          return "taken";
        } catch {
          return "no effect";
        }
      };
      setRandomSource(source);
      const attack = starts();
      setRandomSource(null);
      return { attack, twin: starts() };
    },
  };
}
