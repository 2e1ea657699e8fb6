/** The one writer of the team log: what a person or their app wants is planned on the newest state, sealed and posted. */
import type { Clock } from "../../../shared/deadline.ts";
import type { EpochMs, VaultId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import type { Circumstances, Intent } from "../../../shared/protocol/team-log/compose-intents.ts";
import { plan } from "../../../shared/protocol/team-log/compose-plan.ts";
import { type SealedPlan, type SealingKeys, sealPlan } from "../../../shared/protocol/team-log/compose-seal.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { vaultsOpened } from "../../../shared/protocol/team-log/vaults-opened.ts";
import { manifestRoot } from "../../../shared/protocol/vault-chain/chain.ts";
import type { OpenedProfile } from "../sync/team-view.ts";

/** What writing to the log needs of an unlocked profile. */
export type LogWriter = Pick<OpenedProfile, "log" | "chains" | "keyring" | "rights"> & {
  profile: Pick<OpenedProfile["profile"], "user" | "device">;
  keys: Pick<OpenedProfile["keys"], "signKey">;
  ports: { clock: Clock };
  /** Fetches what an entry has to name and this computer does not hold, before each time that it is planned. */
  prepare?(): Promise<Result<unknown>>;
  /** Whether these vaults may be opened to more people, by the team's rule on second factors: else `not-settled`. */
  mayOpen(vaults: readonly VaultId[]): Promise<Result<true>>;
  /** Second signatures that were collected for it. */
  cosign?: NonNullable<SealingKeys["cosign"]>;
};

/** What this computer plans on. */
export function circumstances({ profile, ports, chains, keyring, rights }: LogWriter, state: TeamState): Circumstances {
  return {
    state,
    signer: { user: profile.user, device: profile.device, time: ports.clock.now() as EpochMs },
    held: {
      headOf: (vault) => chains.chain(vault).head,
      rootOf: (vault) => manifestRoot(chains.chain(vault)),
      isWhole: chains.isWhole,
      cutHead: chains.cutHead,
      // Whoever's right has ended hands no key on, and makes none.
      hasKey: (vault, epoch) => !rights.hasEnded(vault) && keyring.key(vault, epoch) !== null,
    },
  };
}

/**
 * Does what `intent` says, planned anew after each lost compare-and-set: ok also where its reason went away meanwhile.
 * `beforePost` sees what is about to be posted. Failures: the log's own by name, `not-settled`, `key-commit` (later), `offline`.
 */
export function act(
  writer: LogWriter,
  intent: Intent,
  beforePost: (sealed: SealedPlan) => Promise<void> = async () => {},
): Promise<Result<true>> {
  return writer.log.append(async (state) => {
    const prepared = (await writer.prepare?.()) ?? ok(true);
    if (!prepared.ok) return prepared;
    const planned = plan(circumstances(writer, state), intent);
    if (!planned.ok || planned.value === null) return planned as Result<null>;
    const opened = vaultsOpened(planned.value, writer.rights.now());
    const allowed = opened.ok && opened.value.length > 0 ? await writer.mayOpen(opened.value) : opened;
    if (!allowed.ok) return allowed;
    const { signKey } = writer.keys;
    const cosign = writer.cosign === undefined ? {} : { cosign: writer.cosign };
    const sealed = sealPlan(planned.value, { signKey, key: writer.keyring.key, ...cosign });
    if (!sealed.ok) return sealed;
    await beforePost(sealed.value);
    const { entries, blobs } = sealed.value;
    return ok({ entries: entries.map(({ bytes }) => bytes), blobs });
  });
}
