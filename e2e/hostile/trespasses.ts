/** What an entry gave or took that was not its signer's to give or take: looked for beside the verifier, between two states. */
import type { DeviceId, UserId, VaultId } from "../../shared/encoding/ids.ts";
import type { Permission } from "../../shared/protocol/team-log/state/parts.ts";
import { covers, rightOf } from "../../shared/protocol/team-log/state/rules.ts";
import type { TeamState } from "../../shared/protocol/team-log/state/team-state.ts";

type Standing = Map<string, { right: Permission | null; end: number | null; keys: string }>;
/** Each person's right in each vault, until when, and which of their computers were sent its current key. */
function standingOf(state: TeamState): Standing {
  const rows: Standing = new Map();
  for (const vault of state.vaults.values())
    for (const user of state.users.keys()) {
      const sent = vault.epochs.get(vault.epoch)?.sent;
      const computers = [...state.devices.values()].filter(
        (device) => device.user === user && sent?.has(device.device),
      );
      const keys = `${vault.epoch}: ${computers.map(({ device }: { device: DeviceId }) => device).join(" ")}`;
      const end = vault.access.get(user)?.end ?? null;
      rows.set(`${vault.vault} ${user}`, { right: rightOf(state, user, vault.vault), end, keys });
    }
  return rows;
}

/** What the signer did that was not theirs to do. */
export function trespasses(before: TeamState, after: TeamState, signer: UserId): string[] {
  const [was, is] = [standingOf(before), standingOf(after)];
  const found: string[] = [];
  for (const [name, now] of is) {
    const [vault, user] = name.split(" ") as [VaultId, UserId];
    const then = was.get(name);
    if (then === undefined || before.vaults.get(vault) === undefined) continue;
    const isRaised = now.right !== null && !covers(then.right, now.right);
    const endsLater = then.end !== null && (now.end === null || now.end > then.end) && now.right !== null;
    if (user === signer && (isRaised || endsLater)) found.push(`${name}: raised themselves`);
    const mayManage = rightOf(before, signer, vault) === "manage";
    if (user !== signer && then.right !== now.right && !mayManage) found.push(`${name}: another's right`);
  }
  for (const [user, member] of before.users)
    if (after.users.get(user)?.role !== member.role) found.push(`${user}: a role`);
  return found;
}
