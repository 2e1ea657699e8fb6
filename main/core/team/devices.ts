/** The computers of the team's people: listed from the log, named in their person's own vault, revoked in one act [protocol: Leavers]. */
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import type { Act, DeviceRevocation, DeviceShape } from "../../../shared/contract/shapes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { DeviceId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { IntentOf } from "../../../shared/protocol/team-log/compose-intents.ts";
import { revocationOf } from "../../../shared/protocol/team-log/removal.ts";
import { act, type LogWriter } from "../log/act.ts";
import { done } from "../log/done.ts";
import { changePreferences, readPreferences } from "../records/preferences.ts";
import { readHeirs, shownHeirs, withAllHeads } from "./leaving.ts";
import type { TeamArea, TeamParts } from "./team-area.ts";

/** `device.list`: everybody's, in the order in which they came. */
export async function listDevices(area: TeamArea): Promise<Result<DeviceShape[]>> {
  const { log, profile } = area;
  const { deviceNames } = await readPreferences(area);
  const names = new Map(deviceNames.map(({ device, name }) => [device, name]));
  if (!names.has(profile.device)) names.set(profile.device, profile.deviceName);
  const numbers = new Map<string, number>();
  const all = [...log.state().devices.values()].sort((one, other) => one.addedSeq - other.addedSeq);
  return ok(
    all.map(({ device, user, kind, active, addedAt }) => {
      // A sheet of paper counts for itself: computers keep their numbers.
      const number = (numbers.get(`${user} ${kind}`) ?? 0) + 1;
      numbers.set(`${user} ${kind}`, number);
      const own = user === profile.user;
      const name = own ? (names.get(device) ?? "") : "";
      return { device, user, name, number, kind, own, isThis: device === profile.device, active, addedAt };
    }),
  );
}

/** `device.revocation`: what revoking it would do. `not-found` for one that is not in use. */
export function planRevocation(area: TeamArea, device: DeviceId): Result<DeviceRevocation> {
  const { log, profile } = area;
  const state = log.state();
  const found = state.devices.get(device);
  if (found?.active !== true) return fail("not-found", { field: "device" });
  const { vaults, isLast, heirs } = revocationOf(state, found, profile.user);
  return ok({ vaults, isLast, heirs: shownHeirs(area, heirs) });
}

/**
 * `device.revoke`: this computer is sent nothing more, at once; keys change right after. One that is revoked already is.
 * Failures: `invalid-input` for an heir whom nobody needs or who cannot be one, `role` (somebody else's, by no admin; the last
 * admin's last one), `not-found`, `offline`.
 */
export async function revokeDevice(area: TeamArea, input: CommandParsed<"device.revoke">): Promise<Result<Act>> {
  const wanted = revocationWanted(area, input);
  if (!wanted.ok) return wanted;
  if (wanted.value === null) return ok(done());
  const revoked = await act(revoker(area, input.device), wanted.value);
  area.requestSync();
  return revoked.ok ? ok(done()) : revoked;
}

/** Whoever revokes a computer of their own can open all that it could. */
export function revoker(area: TeamParts, device: DeviceId): LogWriter {
  return area.log.state().devices.get(device)?.user === area.profile.user ? area : withAllHeads(area);
}

/** What `device.revoke` wants of the log; null where it is revoked already. */
export function revocationWanted(
  area: TeamParts,
  { device, heirs = [] }: CommandParsed<"device.revoke">,
): Result<IntentOf<"device-revoke"> | null> {
  const state = area.log.state();
  const found = state.devices.get(device);
  if (found === undefined) return fail("not-found", { field: "device" });
  if (!found.active) return ok(null);
  const chosen = readHeirs(area, revocationOf(state, found, area.profile.user).heirs, heirs);
  return chosen.ok ? ok({ type: "device-revoke", id: newId<string>(), device, heirs: chosen.value }) : chosen;
}

/** Ends a sheet of this person's own, or asks for the second signature that it needs. */
export async function endOwnSheet(area: TeamArea, device: DeviceId): Promise<Result<unknown>> {
  const intent = { type: "device-revoke", id: newId<string>(), device } as const;
  return area.cosigned.propose(intent) ?? act(area, intent);
}

/** `device.rename`: one's own. Failures: `not-found` for somebody else's or one that is not in use, those of saving a record. */
export async function renameDevice(
  area: TeamArea,
  { device, name }: CommandParsed<"device.rename">,
): Promise<Result<Record<string, never>>> {
  const { devices } = area.log.state();
  const isOwn = (one: DeviceId): boolean =>
    devices.get(one)?.user === area.profile.user && devices.get(one)?.active === true;
  if (!isOwn(device)) return fail("not-found", { field: "device" });
  const saved = await changePreferences(area, (before) => {
    // Names of computers that are gone make way, so that there is space for those that come.
    const others = before.deviceNames.filter((named) => named.device !== device && isOwn(named.device));
    return ok({ ...before, deviceNames: [...others, { device, name }] });
  });
  return saved.ok ? ok({}) : saved;
}
