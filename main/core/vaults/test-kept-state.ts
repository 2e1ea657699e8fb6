/** For tests: the team that a profile of an earlier Latchkey belongs to, as its log says. Not part of the app. */
import type { deviceKeys } from "../../../shared/crypto/device-keys.ts";
import type { DeviceId, Hash, ProfileId, TeamId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { firstHashes } from "../../../shared/protocol/team-log/state/log-hashes.ts";
import type { Device, Member, TeamState, VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { act, planVault } from "../../../shared/testing/entries.ts";
import { createTestTeam } from "../../../shared/testing/team.ts";

/** Before every clock of these tests. */
export const madeAt = 1_700_000_000_000;

/** What opens the profile, and the names in it. */
export type KeptProfile = {
  masterKey: string;
  vaultKey: string;
  profile: ProfileId;
  team: TeamId;
  user: UserId;
  device: DeviceId;
  vault: VaultId;
  logHead: Hash;
};

type OwnKeys = Pick<ReturnType<typeof deviceKeys>, "signPk" | "kemPk">;

/** The founder of a team with a shared vault, under the names that the kept profile has, all of one entry. */
export function keptState({ team, user, device, vault, logHead }: KeptProfile, { signPk, kemPk }: OwnKeys): TeamState {
  const { team: own } = createTestTeam(madeAt);
  const { plan, vault: ownVault } = planVault(own, own.founder);
  act(own, own.founder, plan);
  const { state, founder } = own;
  const member = { ...(state.users.get(founder.user) as Member), user };
  const computer = { ...(state.devices.get(founder.device) as Device), device, user, signPk, kemPk };
  const inLog = state.vaults.get(ownVault) as VaultInLog;
  const found = {
    ...{ ...inLog, vault, createdBy: user, createdSeq: 0 },
    access: new Map([[user, { permission: "manage" as const, end: null }]]),
    moments: inLog.moments.map((moment) => ({ ...moment, seq: 0 })),
    rights: new Map([[user, [{ seq: 0, permission: "manage" as const }]]]),
  };
  return {
    ...{
      ...state,
      team,
      founder: user,
      head: { seq: 0, hash: logHead },
      hashes: firstHashes(logHead),
      systemVaults: [],
    },
    users: new Map([[user, member]]),
    devices: new Map([[device, computer]]),
    vaults: new Map([[vault, found]]),
  };
}
