/**
 * Keys of inboxes [protocol: Letters]. Whoever reads a vault derives its inbox key and publishes it; whoever writes to one that
 * they cannot read asks the server and compares with the hash in the log. Nothing is sealed to a key that differs.
 */
import { inboxHash, inboxKeys } from "../../../shared/crypto/device-keys.ts";
import { checkKemKey, type KemKey } from "../../../shared/crypto/kem.ts";
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { takesLetters } from "../../../shared/protocol/letters/verify.ts";
import type { LettersArea } from "./letters-area.ts";

export type InboxKeys = {
  /** The key that opens letters of an epoch; null while this computer lacks it. */
  own(vault: VaultId, epoch: number): KemKey | null;
  /** The key to seal to now; null: not published yet. `epoch-stale`, `role`: no letter goes there now; `key-commit`: another key than the log's. */
  toSeal(vault: VaultId): Promise<Result<{ epoch: number; kemPk: Uint8Array } | null>>;
  /** Publishes the current key of an inbox that this person reads, where none is there. */
  publish(vault: VaultId): Promise<Result<true>>;
};

/** Keys are derived once and kept until lock. */
export function createInboxKeys(area: LettersArea): InboxKeys {
  const { log, keyring, transport } = area;
  const derived = new Map<string, ReturnType<typeof inboxKeys>>();
  const published = new Set<string>();
  const found = new Map<string, Uint8Array>();

  function derive(vault: VaultId, epoch: number): ReturnType<typeof inboxKeys> | null {
    const name = `${vault}/${epoch}`;
    const key = derived.has(name) ? null : keyring.key(vault, epoch);
    if (key !== null) derived.set(name, inboxKeys(key));
    return derived.get(name) ?? null;
  }

  /** Whether these bytes are the key whose hash the entry of this epoch holds, and fit to seal to. */
  function checkKey(vault: VaultId, epoch: number, kemPk: Uint8Array): Result<true> {
    const made = log.state().vaults.get(vault)?.epochs.get(epoch);
    const isSound = made !== undefined && inboxHash(kemPk) === made.inbox && checkKemKey(kemPk).ok;
    return isSound ? ok(true) : fail("key-commit", { vault, reason: "inbox" }, "later");
  }

  async function toSeal(vault: VaultId): ReturnType<InboxKeys["toSeal"]> {
    const takes = takesLetters(log.state(), vault);
    if (!takes.ok) return takes;
    const epoch = log.state().vaults.get(vault)?.epoch as number;
    const name = `${vault}/${epoch}`;
    let kemPk = found.get(name) ?? derive(vault, epoch)?.kemPk;
    if (kemPk === undefined) {
      const answer = await transport.call("inbox", {}, vault);
      if (!answer.ok) return answer;
      // The server may be ahead of this log: then the next round knows more.
      if (answer.value.kemPk === null || answer.value.epoch !== epoch) return ok(null);
      kemPk = answer.value.kemPk;
    }
    const sound = checkKey(vault, epoch, kemPk);
    if (!sound.ok) return sound;
    found.set(name, kemPk);
    return ok({ epoch, kemPk });
  }

  return {
    own: (vault, epoch) => derive(vault, epoch)?.kemKey ?? null,
    toSeal,
    async publish(vault) {
      const epoch = log.state().vaults.get(vault)?.epoch;
      const name = `${vault}/${epoch}`;
      if (epoch === undefined || published.has(name) || !takesLetters(log.state(), vault).ok) return ok(true);
      const kemPk = derive(vault, epoch)?.kemPk;
      // One that the log does not hold is never offered: its signer was named when the entry was read.
      if (kemPk === undefined || !checkKey(vault, epoch, kemPk).ok) return ok(true);
      const answer = await transport.call("inbox", {}, vault);
      if (!answer.ok) return answer;
      if (answer.value.kemPk === null && answer.value.epoch === epoch) {
        const posted = await transport.call("openInbox", { epoch, kemPk }, vault);
        if (!posted.ok) return posted;
      }
      published.add(name);
      return ok(true);
    },
  };
}
