/** What a sheet of paper signs: planned on the verified log, with the keys that it was sent [protocol: Recovery]. */
import type { DeviceKeys } from "../../../shared/crypto/device-keys.ts";
import { bundleHash, openKeyBundle } from "../../../shared/crypto/key-bundle.ts";
import { keyCommit } from "../../../shared/crypto/vault-key.ts";
import type { Clock } from "../../../shared/deadline.ts";
import { zeroHash } from "../../../shared/encoding/fields.ts";
import type { DeviceId, EpochMs, Hash, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import type { Intent } from "../../../shared/protocol/team-log/compose-intents.ts";
import { plan } from "../../../shared/protocol/team-log/compose-plan.ts";
import { sealPlan } from "../../../shared/protocol/team-log/compose-seal.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { Transport } from "../sync/transport.ts";

type PaperWriter = {
  ports: { clock: Clock };
  transport: Transport;
  paper: { keys: DeviceKeys; device: DeviceId };
  user: UserId;
};
type Post = { entries: Uint8Array[]; blobs: Uint8Array[] };
/** By vault; each of the vault's current epoch. */
type Keys = Map<VaultId, Uint8Array>;

/** The entry, ready to be posted; empty where its reason has gone away. */
export async function planAsSheet(writer: PaperWriter, state: TeamState, intent: Intent): Promise<Result<Post>> {
  const held = intent.type === "recovery-use" ? await fetchKeys(writer, state) : ok<Keys>(new Map());
  if (!held.ok) return held;
  const { ports, paper, user } = writer;
  const keys = held.value;
  const isCurrent = (vault: VaultId, epoch: number) => state.vaults.get(vault)?.epoch === epoch;
  const key = (vault: VaultId, epoch: number) => (isCurrent(vault, epoch) ? (keys.get(vault) ?? null) : null);
  const signer = { user, device: paper.device, time: ports.clock.now() as EpochMs };
  const nowhere = { seq: 0, hash: zeroHash };
  const planned = plan(
    {
      ...{ state, signer },
      // A sheet holds no chain: it leads the new computer to no head.
      held: {
        ...{ headOf: () => nowhere, rootOf: () => zeroHash, cutHead: () => nowhere, isWhole: () => false },
        hasKey: (vault, epoch) => key(vault, epoch) !== null,
      },
    },
    intent,
  );
  if (!planned.ok) return planned;
  const sealed =
    planned.value === null
      ? ok({ entries: [], blobs: [] })
      : sealPlan(planned.value, { signKey: paper.keys.signKey, key });
  for (const one of keys.values()) one.fill(0);
  if (!sealed.ok) return sealed;
  const { entries, blobs } = sealed.value;
  return ok({ entries: entries.map(({ bytes }) => bytes), blobs });
}

/** The current keys that were sent to the sheet, as far as the server gives them and they fit their commitments. */
async function fetchKeys({ transport, paper }: PaperWriter, state: TeamState): Promise<Result<Keys>> {
  const wanted = new Set<Hash>();
  for (const { archived, epochs, epoch } of state.vaults.values())
    for (const { bundle } of archived ? [] : (epochs.get(epoch)?.sent.get(paper.device) ?? [])) wanted.add(bundle);
  const keys: Keys = new Map();
  let from: number | null = 0;
  while (from !== null && wanted.size > 0) {
    const page: Awaited<ReturnType<typeof transport.call<"bundles">>> = await transport.call("bundles", { from });
    if (!page.ok) return page;
    for (const bytes of page.value.blobs) if (wanted.delete(bundleHash(bytes))) takeKeys(state, paper, bytes, keys);
    const next: number | null = page.value.next;
    from = next !== null && next > from && next <= state.head.seq ? next : null;
  }
  return ok(keys);
}

function takeKeys(state: TeamState, { keys, device }: PaperWriter["paper"], bytes: Uint8Array, into: Keys): void {
  const { team } = state;
  const opened = openKeyBundle(keys.kemKey, { team, device }, bytes);
  for (const { vault, epoch, key } of opened.ok ? opened.value : []) {
    const inLog = state.vaults.get(vault);
    const isFit =
      inLog?.epoch === epoch && inLog.epochs.get(epoch)?.keyCommit === keyCommit({ team, vault, epoch, key });
    if (isFit && !into.has(vault)) into.set(vault, key);
  }
}
