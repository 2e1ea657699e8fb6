/** Building and signing entries. Several can be built on each other and posted together: each build gives the next state. */
import { deviceIdOf } from "../../crypto/device-keys.ts";
import { type SigningKey, signBytes } from "../../crypto/sign.ts";
import { zeroHash } from "../../encoding/fields.ts";
import type { DeviceId, EpochMs, TeamId, UserId } from "../../encoding/ids.ts";
import type { Result } from "../../failures.ts";
import { type Entry, type EntryBody, type EntryBodyOf, encodeBody, encodeEntry } from "./entry.ts";
import type { EntryType, Payloads } from "./entry-types.ts";
import { type Actor, type Attached, nothingAttached } from "./state/parts.ts";
import type { Policy } from "./state/policy.ts";
import type { TeamState } from "./state/team-state.ts";
import { applyEntry, applyGenesis, teamOfGenesis } from "./verify.ts";

type Keys = { signPk: Uint8Array; kemPk: Uint8Array; signKey: SigningKey };

/** The first entry of a new team, and the state after it. */
export function buildGenesis(
  input: { user: UserId; policy: Policy; time: EpochMs },
  keys: Keys,
): { team: TeamId; device: DeviceId; bytes: Uint8Array; state: Result<TeamState> } {
  const { user, policy, time } = input;
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
  const body = encodeBody({ ...blank, team, actor: { user, device } });
  const bytes = encodeEntry(body, signBytes(keys.signKey, "log", body), []);
  return { team, device, bytes, state: applyGenesis(bytes, team) };
}

export type Planned<Type extends EntryType> = {
  type: Type;
  payload: Payloads[Type];
  attached?: Partial<Attached>;
  actor: Actor;
  time: EpochMs;
};

/** The body that a planned entry would have on top of `state`. */
export function plannedBody<Type extends EntryType>(state: TeamState, planned: Planned<Type>): EntryBody {
  return {
    suite: 1,
    team: state.team,
    seq: state.head.seq + 1,
    prev: state.head.hash,
    type: planned.type,
    actor: planned.actor,
    time: planned.time,
    payload: planned.payload,
    attached: { ...nothingAttached, ...planned.attached },
  } as EntryBody;
}

/** Signs the next entry and applies it to `state`, so that what we send is what everybody would take. */
export function buildEntry<Type extends EntryType>(
  state: TeamState,
  planned: Planned<Type>,
  keys: { signKey: SigningKey },
  cosigs: Entry["cosigs"] = [],
): Result<{ state: TeamState; entry: Entry }> {
  const body = encodeBody(plannedBody(state, planned));
  return applyEntry(state, encodeEntry(body, signBytes(keys.signKey, "log", body), cosigs));
}
