/** A new team's log: genesis, the vaults of the team, the founder's own [protocol: Team log]. */
import { deviceIdOf } from "../../crypto/device-keys.ts";
import { newId } from "../../crypto/random.ts";
import type { SigningKey } from "../../crypto/sign.ts";
import { zeroHash } from "../../encoding/fields.ts";
import type { DeviceId, EpochMs, TeamId, UserId, VaultId } from "../../encoding/ids.ts";
import { ok, type Result } from "../../failures.ts";
import type { Held } from "./compose-intents.ts";
import { plan } from "./compose-plan.ts";
import { type SealingKeys, sealPlan, signBody } from "./compose-seal.ts";
import { firstKinds } from "./entries/vault-create.ts";
import type { EntryBodyOf } from "./entry.ts";
import { nothingAttached } from "./state/parts.ts";
import type { Policy } from "./state/policy.ts";
import type { Head, TeamState } from "./state/team-state.ts";
import { applyGenesis, teamOfGenesis } from "./verify.ts";

export type FounderKeys = { signPk: Uint8Array; kemPk: Uint8Array; signKey: SigningKey };
export type Founder = { user: UserId; policy: Policy; time: EpochMs };

/** The first entry of a new team, and the state after it. */
export function composeGenesis(
  { user, policy, time }: Founder,
  keys: FounderKeys,
): { team: TeamId; device: DeviceId; bytes: Uint8Array; state: Result<TeamState> } {
  const blank: EntryBodyOf<"genesis"> = {
    suite: 1,
    team: zeroHash as string as TeamId,
    seq: 0,
    prev: zeroHash,
    type: "genesis",
    actor: { user, device: zeroHash as string as DeviceId },
    time,
    payload: { user, signPk: keys.signPk, kemPk: keys.kemPk, policy },
    attached: nothingAttached,
  };
  const team = teamOfGenesis(blank);
  const device = deviceIdOf({ team, user, signPk: keys.signPk, kemPk: keys.kemPk });
  const bytes = signBody({ ...blank, team, actor: { user, device } }, keys.signKey);
  return { team, device, bytes, state: applyGenesis(bytes, team) };
}

export type NewTeam = {
  team: TeamId;
  device: DeviceId;
  entries: (Head & { bytes: Uint8Array })[];
  blobs: Uint8Array[];
  state: TeamState;
};

/** A new team has no chain and no key that could be passed on. */
const nothingHeld: Held = {
  headOf: () => ({ seq: 0, hash: zeroHash }),
  rootOf: () => zeroHash,
  isWhole: () => true,
  cutHead: () => ({ seq: 0, hash: zeroHash }),
  hasKey: () => false,
};

/** Everything that a founder posts in one call. */
export function createTeamLog(founder: Founder, keys: FounderKeys & Pick<SealingKeys, "newKey">): Result<NewTeam> {
  const { team, device, bytes, state } = composeGenesis(founder, keys);
  if (!state.ok) return state;
  const made: NewTeam = { team, device, entries: [{ ...state.value.head, bytes }], blobs: [], state: state.value };
  const signer = { user: founder.user, device, time: founder.time };
  for (const kind of firstKinds) {
    const on = { state: made.state, signer, held: nothingHeld };
    const planned = plan(on, { type: "vault-create", vault: newId<VaultId>(), kind });
    if (!planned.ok) return planned;
    if (planned.value === null) continue;
    const sealed = sealPlan(planned.value, { ...keys, key: () => null });
    if (!sealed.ok) return sealed;
    made.state = sealed.value.state;
    made.entries.push(...sealed.value.entries.map(({ body, hash, bytes: of }) => ({ seq: body.seq, hash, bytes: of })));
    made.blobs.push(...sealed.value.blobs);
  }
  return ok(made);
}
